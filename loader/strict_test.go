package loader_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
	"github.com/stretchr/testify/require"
)

// Each rule of strictness refuses the second line of a file and says where and why.
func TestStrict(t *testing.T) {
	long := strings.Repeat("x", 600)
	for name, test := range map[string]struct {
		line   string
		object string // the object named
		field  string
		value  string
		is     error
		says   string // part of the reason
	}{
		"unknown kind":          {`{"kind":"unit","id":"b"}`, "", "kind", "unit", graph.ErrInvalid, "no such kind"},
		"kind in another case":  {`{"kind":"User","id":"b"}`, "", "kind", "User", graph.ErrInvalid, "no such kind"},
		"no kind":               {`{"id":"b"}`, "", "kind", "", graph.ErrInvalid, "required"},
		"kind of another type":  {`{"kind":1,"id":"b"}`, "", "kind", "1", graph.ErrInvalid, "want a string"},
		"kind twice":            {`{"kind":"user","id":"u","kind":"user"}`, `user "u"`, "kind", `"user"`, graph.ErrDuplicate, "twice"},
		"unknown field":         {`{"kind":"user","id":"u","bussiness_unit":"b"}`, `user "u"`, "bussiness_unit", `"b"`, graph.ErrInvalid, "no such field"},
		"field in another case": {`{"kind":"user","ID":"u","id":"u"}`, `user "u"`, "ID", `"u"`, graph.ErrInvalid, "no such field"},
		"a change":              {`{"kind":"user","id":"u","op":"put"}`, `user "u"`, "op", `"put"`, graph.ErrInvalid, "no such field"},
		"missing field":         {`{"kind":"team","id":"t"}`, `team "t"`, "business_unit", "", graph.ErrInvalid, "required"},
		"missing id":            {`{"kind":"user","name":"n"}`, `user`, "id", "", graph.ErrInvalid, "required"},
		"key twice":             {`{"kind":"user","id":"u","manager":"m","manager":"n"}`, `user "u"`, "manager", `"n"`, graph.ErrDuplicate, "twice"},
		"key twice, escaped":    {`{"kind":"user","id":"u","\u0069d":"u"}`, `user "u"`, "id", `"u"`, graph.ErrDuplicate, "twice"},
		"string for a flag":     {`{"kind":"user","id":"u","disabled":"true"}`, `user "u"`, "disabled", `"true"`, graph.ErrInvalid, "want true or false"},
		"number for a string":   {`{"kind":"user","id":7}`, `user`, "id", "7", graph.ErrInvalid, "want a string"},
		"fraction":              {`{"kind":"settings","hierarchy_depth":2.0}`, `settings`, "hierarchy_depth", "2.0", graph.ErrInvalid, "whole number from 1"},
		"too large":             {`{"kind":"settings","hierarchy_depth":4294967297}`, `settings`, "hierarchy_depth", "4294967297", graph.ErrInvalid, "whole number"},
		"too small":             {`{"kind":"settings","hierarchy_write_levels":-1}`, `settings`, "hierarchy_write_levels", "-1", graph.ErrInvalid, "from 0"},
		"null":                  {`{"kind":"user","id":"u","manager":null}`, `user "u"`, "manager", "null", graph.ErrInvalid, "leave the field out"},
		"null parent":           {`{"kind":"position","id":"p","parent":null}`, `position "p"`, "parent", "null", graph.ErrInvalid, "leave the field out"},
		"null list":             {`{"kind":"task","name":"n","requires":null}`, `task "n"`, "requires", "null", graph.ErrInvalid, "leave the field out"},
		"list for an object":    {`{"kind":"role","id":"r","privileges":[]}`, `role "r"`, "privileges", "[]", graph.ErrInvalid, "want an object"},
		"object for a list":     {`{"kind":"task","name":"n","requires":{}}`, `task "n"`, "requires", "{}", graph.ErrInvalid, "want a list"},
		"enum":                  {`{"kind":"team","id":"t","business_unit":"b","type":"Owner"}`, `team "t"`, "type", "Owner", graph.ErrInvalid, "owner, access, group"},
		"cascade":               {`{"kind":"relationship","child":"c","lookup":"l","parent":"p","share":"all"}`, `relationship "c" "l" "p"`, "share", "all", graph.ErrInvalid, "cascade"},
		"filtered ownership":    {`{"kind":"entity","name":"e","ownership":"filtered"}`, `entity "e"`, "ownership", "filtered", graph.ErrInvalid, "user"},                                               // 4.5
		"depth":                 {`{"kind":"role","id":"r","privileges":{"prvReadAccount":"RecordFilter"}}`, `role "r"`, "privileges.prvReadAccount", "RecordFilter", graph.ErrInvalid, "RecordFilter"}, // 4.5
		"depth number":          {`{"kind":"role","id":"r","privileges":{"prvReadAccount":2}}`, `role "r"`, "privileges.prvReadAccount", "2", graph.ErrInvalid, "want a string"},
		"two spellings":         {`{"kind":"role","id":"r","privileges":{"prvRead":"Deep","PRVread":"None"}}`, `role "r"`, "privileges.PRVread", `"None"`, graph.ErrDuplicate, "prvRead"}, // 1.14
		"privilege twice":       {`{"kind":"role","id":"r","privileges":{"prvRead":"Deep","prvRead":"Deep"}}`, `role "r"`, "privileges.prvRead", `"Deep"`, graph.ErrDuplicate, "prvRead"},
		"override field":        {`{"kind":"role","id":"r","privileges":{},"overrides":[{"business_unit":"b","privilege":"p","depth":"Deep"},{"business_unit":"b","privilege":"p"}]}`, `role "r"`, "overrides[1].depth", "", graph.ErrInvalid, "required"},
		"override unknown":      {`{"kind":"role","id":"r","privileges":{},"overrides":[{"business_unit":"b","privilege":"p","depth":"Deep","unit":1}]}`, `role "r"`, "overrides[0].unit", "1", graph.ErrInvalid, "no such field"},
		"right":                 {`{"kind":"share","record":"account:a","principal":"user:u","rights":["Read","Fly"]}`, `share "account:a" "user:u"`, "rights[1]", "Fly", graph.ErrInvalid, "Fly"},
		"mask":                  {`{"kind":"share","record":"account:a","principal":"user:u","rights":8}`, `share "account:a" "user:u"`, "rights", "8", graph.ErrInvalid, "mask"},                 // 1.1
		"marked mask":           {`{"kind":"share","record":"account:a","principal":"user:u","rights":134217729}`, `share "account:a" "user:u"`, "rights", "134217729", graph.ErrInvalid, "mask"}, // 1.11
		"negative mask":         {`{"kind":"share","record":"account:a","principal":"user:u","rights":-1}`, `share "account:a" "user:u"`, "rights", "-1", graph.ErrInvalid, "mask"},
		"inherited without":     {`{"kind":"share","record":"account:a","principal":"user:u","inherited":[{"origin":"account:b"}]}`, `share "account:a" "user:u"`, "inherited[0].rights", "", graph.ErrInvalid, "required"},
		"origin":                {`{"kind":"share","record":"account:a","principal":"user:u","inherited":[{"origin":"b","rights":[]}]}`, `share "account:a" "user:u"`, "inherited[0].origin", "b", graph.ErrInvalid, "ENTITY:ID"},
		"principal":             {`{"kind":"share","record":"account:a","principal":"unit:b"}`, `share "account:a"`, "principal", "unit:b", graph.ErrInvalid, "user:ID"}, // 1.15
		"organization as owner": {`{"kind":"record","entity":"account","id":"a","owner":"organization"}`, `record "account:a"`, "owner", "organization", graph.ErrInvalid, "user:ID or team:ID"},
		"organization's role":   {`{"kind":"role_assignment","role":"r","principal":"organization"}`, `role_assignment "r" "organization"`, "principal", "organization", graph.ErrInvalid, "user:ID or team:ID"}, // 6.4
		"record":                {`{"kind":"share","record":"a1","principal":"user:u"}`, `share "user:u"`, "record", "a1", graph.ErrInvalid, "ENTITY:ID"},
		"lookup":                {`{"kind":"record","entity":"account","id":"a","lookups":{"parent":"a1"}}`, `record "account:a"`, "lookups.parent", "a1", graph.ErrInvalid, "ENTITY:ID"},
		"lookup twice":          {`{"kind":"record","entity":"account","id":"a","lookups":{"p":"a:1","p":"a:1"}}`, `record "account:a"`, "lookups.p", `"a:1"`, graph.ErrDuplicate, "twice"},
		"empty id":              {`{"kind":"user","id":""}`, `user`, "id", "", graph.ErrInvalid, "empty id"}, // 1.14
		"long id":               {`{"kind":"user","id":"` + long + `"}`, "", "id", long[:80] + "…", graph.ErrInvalid, "600 bytes"},
		"control in an id":      {`{"kind":"user","id":"a\nb"}`, `user "a\nb"`, "id", "a\nb", graph.ErrInvalid, "control character"},
		"delete in an id":       {"{\"kind\":\"user\",\"id\":\"a\x7f\"}", `user "a\x7f"`, "id", "a\x7f", graph.ErrInvalid, "control character"},
		"colon in an entity":    {`{"kind":"entity","name":"a:b"}`, `entity "a:b"`, "name", "a:b", graph.ErrInvalid, "colon"},
		"empty parent":          {`{"kind":"business_unit","id":"b","parent":""}`, `business_unit "b"`, "parent", "", graph.ErrInvalid, "empty id"},
		"bad UTF-8":             {"{\"kind\":\"user\",\"id\":\"a\xff\"}", `user`, "", "", graph.ErrInvalid, "UTF-8"},
		"half a surrogate":      {`{"kind":"user","id":"\ud800"}`, `user`, "", "", graph.ErrInvalid, "column"},
		"raw control":           {"{\"kind\":\"user\",\"id\":\"a\tb\"}", `user`, "", "", graph.ErrInvalid, "control character"},
		"trailing data":         {`{"kind":"user","id":"u"} {}`, `user "u"`, "", "", graph.ErrInvalid, "column 26: '{' where the end of the line"},
		"trailing comma":        {`{"kind":"user","id":"u",}`, `user "u"`, "", "", graph.ErrInvalid, "column 25"},
		"no comma":              {`{"kind":"user" "id":"u"}`, `user`, "", "", graph.ErrInvalid, "a comma"},
		"no colon":              {`{"kind":"user","id","u"}`, `user`, "", "", graph.ErrInvalid, "':'"},
		"cut off":               {`{"kind":"user","id":"u`, `user`, "", "", graph.ErrInvalid, "ends inside its object"},
		"no object":             {`"kind"`, ``, "", "", graph.ErrInvalid, "'{'"},
		"bad literal":           {`{"kind":"user","id":"u","x":nul}`, `user "u"`, "", "", graph.ErrInvalid, "a value"},
		"bad number":            {`{"kind":"user","id":"u","x":01}`, `user "u"`, "", "", graph.ErrInvalid, "a value"},
		"indented comment":      {` # comment`, ``, "", "", graph.ErrInvalid, "'{'"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "org.ndjson")
			require.NoError(t, os.WriteFile(path, []byte("{\"kind\":\"user\",\"id\":\"x\"}\n"+test.line+"\r\n\n# end\n"), 0o600))
			err := loader.New([]string{path}, nil).Load(context.Background(), graph.NewBuilder())
			var list *loader.ParseErrors
			require.ErrorAs(t, err, &list)
			require.False(t, list.More)
			require.Len(t, list.List, 1, "%v", err)
			got := list.List[0]
			require.Equal(t, path, got.File)
			require.Equal(t, 2, got.Line)
			if name != "long id" {
				require.Equal(t, test.object, got.Object)
			}
			require.Equal(t, test.field, got.Field)
			require.Equal(t, test.value, got.Value)
			require.ErrorIs(t, got, test.is)
			require.ErrorContains(t, got.Err, test.says)
			require.Contains(t, err.Error(), path+":2: ")
		})
	}
}

// A line can be wrong in several ways, and each is told.
func TestSeveralErrorsInALine(t *testing.T) {
	_, err := loader.Decode([]byte(`{"kind":"team","naem":"x","type":"new","id":"t","default":1}`))
	require.EqualError(t, err, `team "t": naem "\"x\"": invalid: no such field
team "t": type "new": invalid: "new" is none of owner, access, group
team "t": default "1": invalid: want true or false
team "t": business_unit: invalid: the field is required`)

	_, err = loader.Decode([]byte(`{"kind":"user","id":"u"` + strings.Repeat(`,"x":1`, 1000) + `}`))
	var list *loader.ParseErrors
	require.ErrorAs(t, err, &list)
	require.Len(t, list.List, graph.MaxErrors+2)
	require.ErrorContains(t, list.List[graph.MaxErrors+1], "too many errors in one line")
}
