package loader_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
	"github.com/stretchr/testify/require"
)

// Each rule of strictness refuses a CSV file and says where and why.
func TestStrictCSV(t *testing.T) {
	for name, test := range map[string]struct {
		file, text string
		line       int
		says       string // what stands behind FILE:LINE
		is         error
	}{
		"unknown column":        {"users.csv", "id,bussiness_unit\nu,b\n", 1, `bussiness_unit: invalid: no such column, want id, name, business_unit, manager, position, disabled`, graph.ErrInvalid},
		"column of another":     {"users.csv", "id,type\n", 1, `type: invalid: no such column`, graph.ErrInvalid},
		"column in a case":      {"members.csv", "team,user,User\n", 1, `User: invalid: no such column, want team, user`, graph.ErrInvalid},
		"blank in a column":     {"members.csv", "team,user, x\n", 1, ` x: invalid: no such column`, graph.ErrInvalid},
		"kind":                  {"users.csv", "id,kind\n", 1, `kind: invalid: no such column`, graph.ErrInvalid},
		"privileges in a role":  {"roles.csv", "id,privileges\n", 1, `privileges: invalid: no such column`, graph.ErrInvalid},
		"column twice":          {"users.csv", "id,name,id\n", 1, `id: duplicate: the column is there twice`, graph.ErrDuplicate},
		"lookup twice":          {"records.csv", "id,entity,lookup.p,lookup.p\n", 1, `lookup.p: duplicate`, graph.ErrDuplicate},
		"missing column":        {"teams.csv", "id,name\n", 1, `business_unit: invalid: the column is required`, graph.ErrInvalid},
		"missing entity":        {"records.csv", "id\n", 1, `entity: invalid: the column is required`, graph.ErrInvalid},
		"column without name":   {"members.csv", "team,user,\n", 1, `column 3: invalid: a column without a name`, graph.ErrInvalid},
		"lookup without name":   {"records.csv", "id,entity,lookup.\n", 1, `lookup.: invalid: empty id`, graph.ErrInvalid},
		"lookup of a user":      {"users.csv", "id,lookup.x\n", 1, `lookup.x: invalid: no such column`, graph.ErrInvalid},
		"lookups":               {"records.csv", "id,entity,lookups\n", 1, `lookups: invalid: no such column, want entity, id, owner, business_unit, inactive, lookup.NAME`, graph.ErrInvalid},
		"no header":             {"users.csv", "", 0, `invalid: the file is empty, want a first row with the names of columns: id, name`, graph.ErrInvalid},
		"blank lines alone":     {"users.csv", "\n\r\n", 0, `invalid: the file is empty`, graph.ErrInvalid},
		"broken header":         {"users.csv", "\n\"id\n", 2, `invalid: cell 1: a cell whose quotes are not closed`, graph.ErrInvalid},
		"old Mac":               {"members.csv", "team,user\rt,u\r", 1, `invalid: a carriage return that ends no line`, graph.ErrInvalid},
		"UTF-16":                {"users.csv", "i\x00d\x00\n\x00", 0, `invalid: a binary file or UTF-16: expected CSV in UTF-8`, graph.ErrInvalid},
		"too few cells":         {"users.csv", "id,name\nu\n", 2, `invalid: the row has 1 cells, the header 2`, graph.ErrInvalid},
		"too many cells":        {"users.csv", "id,name\nu,n,\n", 2, `invalid: the row has 3 cells, the header 2`, graph.ErrInvalid},
		"missing cell":          {"teams.csv", "id,business_unit,name\nt,,n\n", 2, `team "t": business_unit: invalid: the cell is required`, graph.ErrInvalid},
		"missing id":            {"users.csv", "id,name\n,n\n", 2, `user: id: invalid: the cell is required`, graph.ErrInvalid},
		"quotes around nothing": {"users.csv", "id,name\n\"\",n\n", 2, `user: id: invalid: the cell is required`, graph.ErrInvalid},
		"control in an id":      {"users.csv", "name,id\n,\"a\nb\"\n", 2, `user "a\nb": id "a\nb": invalid: id "a\nb" holds a control character`, graph.ErrInvalid}, // 1.14
		"long id":               {"users.csv", "id\n" + strings.Repeat("x", 513) + "\n", 2, `user "`, graph.ErrInvalid},
		"flag":                  {"users.csv", "id,disabled\nu,True\n", 2, `user "u": disabled "True": invalid: want true or false`, graph.ErrInvalid},
		"number for a flag":     {"users.csv", "id,disabled\nu,1\n", 2, `user "u": disabled "1": invalid: want true or false`, graph.ErrInvalid},
		"null":                  {"users.csv", "id,disabled\nu,null\n", 2, `user "u": disabled "null": invalid: `, graph.ErrInvalid},
		"enum":                  {"teams.csv", "id,business_unit,type\nt,b,Owner\n", 2, `team "t": type "Owner": invalid: "Owner" is none of owner, access, group`, graph.ErrInvalid},
		"depth":                 {"role_privileges.csv", "role,privilege,depth\nr,p,RecordFilter\n", 2, `role "r": depth "RecordFilter": invalid: depth "RecordFilter"`, graph.ErrInvalid}, // 4.5
		"no depth":              {"role_privileges.csv", "role,privilege,depth\nr,p,\n", 2, `role "r": depth: invalid: the cell is required`, graph.ErrInvalid},
		"depth in a list":       {"privileges.csv", "name,depths\np,Deep;2\n", 2, `privilege "p": depths[1] "2": invalid: depth "2"`, graph.ErrInvalid},
		"empty in a list":       {"tasks.csv", "name,requires\nt,prvA;;prvB\n", 2, `task "t": requires[1]: invalid: empty id`, graph.ErrInvalid},
		"end of a list":         {"tasks.csv", "name,requires\nt,prvA;\n", 2, `task "t": requires[1]: invalid: empty id`, graph.ErrInvalid},
		"no list":               {"tasks.csv", "name,requires\nt,\n", 2, `task "t": requires: invalid: the cell is required`, graph.ErrInvalid},
		"quotes in a list":      {"tasks.csv", "name,requires\nt,\"prvA;\"\"x\"\n", 2, `task "t": requires[1] "\"x": invalid: a cell whose quotes are not closed`, graph.ErrInvalid},
		"bare quote in a list":  {"tasks.csv", "name,requires\nt,\"x\"\"y;prvA\"\n", 2, `task "t": requires[0] "x\"y;prvA": invalid: a quote in a cell that is not in quotes`, graph.ErrInvalid},
		"right":                 {"shares.csv", "record,principal,rights\na:b,user:u,Read;Fly\n", 2, `share "a:b" "user:u": rights[1] "Fly": invalid: unknown: right "Fly"`, graph.ErrInvalid},
		"blank in rights":       {"shares.csv", "record,principal,rights\na:b,user:u,Read; Write\n", 2, `share "a:b" "user:u": rights[1] " Write": invalid: `, graph.ErrInvalid},
		"mask":                  {"shares.csv", "record,principal,rights\na:b,user:u,8\n", 2, `share "a:b" "user:u": rights "8": invalid: want a list of rights or an access mask`, graph.ErrInvalid}, // 1.1
		"negative mask":         {"shares.csv", "record,principal,rights\na:b,user:u,-1\n", 2, `share "a:b" "user:u": rights[0] "-1": invalid: `, graph.ErrInvalid},
		"principal":             {"shares.csv", "record,principal\na:b,unit:u\n", 2, `share "a:b": principal "unit:u": invalid: `, graph.ErrInvalid}, // 1.15
		"owner":                 {"records.csv", "entity,id,owner\na,b,organization\n", 2, `record "a:b": owner "organization": invalid: want user:ID or team:ID`, graph.ErrInvalid},
		"record":                {"shares.csv", "record,principal\na1,user:u\n", 2, `share "user:u": record "a1": invalid: `, graph.ErrInvalid},
		"lookup":                {"records.csv", "entity,id,lookup.p\na,b,c\n", 2, `record "a:b": lookup.p "c": invalid: `, graph.ErrInvalid},
		"another entity":        {"records-account.csv", "entity,id\ncontact,b\n", 2, `record "contact:b": entity "contact": invalid: the name of the file says account`, graph.ErrInvalid},
		"no inherited rights":   {"inherited_shares.csv", "record,principal,origin,rights\na:b,user:u,a:c,\n", 2, `share "a:b" "user:u": rights: invalid: the cell is required`, graph.ErrInvalid},
		"setting":               {"settings.csv", "name,value\nhierarchy_depth,2\nhierarchy_modle,none\n", 3, `settings: hierarchy_modle "none": invalid: no such field`, graph.ErrInvalid},
		"value of a setting":    {"settings.csv", "name,value\nhierarchy_depth,0\n", 2, `settings: hierarchy_depth "0": invalid: want a whole number from 1`, graph.ErrInvalid},
		"no value":              {"settings.csv", "name,value\nhierarchy_depth,\n", 2, `settings: value: invalid: the cell is required`, graph.ErrInvalid},
		"setting twice":         {"settings.csv", "name,value\nhierarchy_depth,2\nhierarchy_depth,3\n", 3, `settings: hierarchy_depth "3": duplicate, see FILE:2`, graph.ErrDuplicate},
		"privilege twice":       {"role_privileges.csv", "role,privilege,depth\nr,p,Deep\nr,q,Deep\nr,p,Local\n", 4, `role "r": privilege "p": duplicate, see FILE:2`, graph.ErrDuplicate},
		"two spellings":         {"role_privileges.csv", "role,privilege,depth\nr,p,Deep\nr,P,Deep\n", 3, `role "r": privilege "P": duplicate, see FILE:2`, graph.ErrDuplicate}, // 1.14
		"override twice":        {"role_overrides.csv", "role,business_unit,privilege,depth\nr,b,p,Deep\nr,b,p,Local\n", 3, `role "r": privilege "p": duplicate, see FILE:2`, graph.ErrDuplicate},
		"origin twice":          {"inherited_shares.csv", "record,principal,origin,rights\na:b,user:u,a:c,1\nA:b,user:u,A:c,2\n", 3, `share "a:b" "user:u": origin "a:c": duplicate, see FILE:2`, graph.ErrDuplicate},
		"no role":               {"role_privileges.csv", "role,privilege,depth\nr,p,Deep\n", 2, `role "r": unknown: no roles.csv has it`, graph.ErrUnknown},
		"no role to override":   {"role_overrides.csv", "role,business_unit,privilege,depth\nr,b,p,Deep\n", 2, `role "r": unknown: no roles.csv has it`, graph.ErrUnknown},
		"bare quote":            {"users.csv", "id,name\nu,a\"b\nv,c\nw\n", 2, `invalid: cell 2: a quote in a cell that is not in quotes`, graph.ErrInvalid},
		"more after quotes":     {"users.csv", "id,name\n\"u\"v,\nw\n", 2, `invalid: cell 1: more after the closing quote`, graph.ErrInvalid},
		"open quotes":           {"users.csv", "id,name\nu,\nv,\"a\n\n", 3, `invalid: cell 2: a cell whose quotes are not closed within 1048576 bytes`, graph.ErrInvalid},
		"carriage return":       {"users.csv", "id,name\nu,a\rb\n", 2, `invalid: a carriage return that ends no line`, graph.ErrInvalid},
		"and quotes":            {"users.csv", "id,name\n\"u\",a\rb\n", 2, `invalid: cell 2: a carriage return that ends no line`, graph.ErrInvalid},
		"bad UTF-8":             {"users.csv", "id,name\nu,\xff\n", 2, `invalid: text that is not UTF-8`, graph.ErrInvalid},
		"and in quotes":         {"users.csv", "id,name\nu,\"\xff\"\n", 2, `invalid: text that is not UTF-8`, graph.ErrInvalid},
		"unknown kind":          {"people.csv", "id\nu\n", 0, `invalid: no kind is called "people": expected one of settings.csv, entities.csv, business_units.csv, positions.csv, users.csv, `, graph.ErrInvalid},
		"singular":              {"user.csv.gz", string(gzipped(t, []byte("id\nu\n"))), 0, `invalid: no kind is called "user": expected one of `, graph.ErrInvalid},
		"colon in an entity":    {"records-.csv", "id\nu\n", 0, `invalid: empty id`, graph.ErrInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, t.TempDir(), test.file, []byte(test.text))
			_, err := load([]string{path}, nil)
			var list *loader.ParseErrors
			require.ErrorAs(t, err, &list)
			require.Len(t, list.List, 1, "%v", err)
			require.False(t, list.More)
			at := path + ": "
			if test.line > 0 {
				at = fmt.Sprintf("%s:%d: ", path, test.line)
			}
			require.Contains(t, err.Error(), at+strings.ReplaceAll(test.says, "FILE", path))
			require.ErrorIs(t, err, test.is)
		})
	}
}

// A header, a row and a cell can be wrong in several ways, and each is told.
func TestSeveralErrorsInCSV(t *testing.T) {
	dir := t.TempDir()
	users := write(t, dir, "users.csv", []byte("name,nmae,name\nx\n"))
	teams := write(t, dir, "teams.csv", []byte("id,business_unit,type,default\nt,,new,1\n\nu\n"))
	rights := strings.Repeat("Fly;", 200) + "Fly"
	shares := write(t, dir, "shares.csv", []byte("record,principal,rights\na:b,user:u,"+rights+"\n"))
	_, err := load([]string{users, teams}, nil)
	require.EqualError(t, err, users+`:1: nmae: invalid: no such column, want id, name, business_unit, manager, position, disabled
`+users+`:1: name: duplicate: the column is there twice
`+users+`:1: id: invalid: the column is required
`+teams+`:2: team "t": business_unit: invalid: the cell is required
`+teams+`:2: team "t": type "new": invalid: "new" is none of owner, access, group
`+teams+`:2: team "t": default "1": invalid: want true or false
`+teams+`:4: invalid: the row has 1 cells, the header 4`)

	_, err = load([]string{shares}, nil)
	var list *loader.ParseErrors
	require.ErrorAs(t, err, &list)
	require.Len(t, list.List, graph.MaxErrors)
	require.True(t, list.More)
	require.Equal(t, "rights[99]", list.List[99].Field)
}

// The first hundred errors of a file are reported in order, those of rows that are parts as well.
func TestErrorsOfCSVAreOrdered(t *testing.T) {
	for file, row := range map[string]string{
		"users.csv":           "u,%d",
		"role_privileges.csv": "r%[1]d,p,Deep",
	} {
		header := map[string]string{"users.csv": "id,disabled\n", "role_privileges.csv": "role,privilege,depth\n"}[file]
		for _, wrong := range []int{100, 101, 20_000} {
			text := strings.Builder{}
			text.WriteString(header)
			for i := range wrong {
				fmt.Fprintf(&text, row+"\n", i)
			}
			_, err := load([]string{write(t, t.TempDir(), file, []byte(text.String()))}, nil)
			var list *loader.ParseErrors
			require.ErrorAs(t, err, &list)
			require.Len(t, list.List, graph.MaxErrors)
			require.Equal(t, wrong > graph.MaxErrors, list.More)
			for i, each := range list.List {
				require.Equal(t, i+2, each.Line)
			}
		}
	}
}

// What a file that is wrong might have held is not told to be missing.
func TestNoUnknownRoleBesideErrors(t *testing.T) {
	r, _, err := files(t, map[string]string{
		"roles.csv": "id,profile\nr,yes\n", "role_privileges.csv": "role,privilege,depth\nr,p,Deep\n",
	})
	var list *loader.ParseErrors
	require.ErrorAs(t, err, &list)
	require.Len(t, list.List, 1)
	require.Equal(t, "profile", list.List[0].Field)
	require.Empty(t, r.Counts().Objects[graph.KindRole])
}

// A role or a share that lines state has no parts in CSV files: both would state it.
func TestPartsOfLines(t *testing.T) {
	const role = `{"kind":"business_unit","id":"root"}
{"kind":"role","id":"r","privileges":{}}
`
	_, _, err := files(t, map[string]string{"org.ndjson": role, "role_privileges.csv": "role,privilege,depth\nr,prvGoOffline,Global\n"})
	require.ErrorIs(t, err, graph.ErrUnknown)
	require.ErrorContains(t, err, "role_privileges.csv:2: role \"r\": unknown")

	_, _, err = files(t, map[string]string{
		"org.ndjson":           role + "{\"kind\":\"entity\",\"name\":\"a\"}\n{\"kind\":\"record\",\"entity\":\"a\",\"id\":\"b\",\"owner\":\"team:root\"}\n{\"kind\":\"share\",\"record\":\"a:b\",\"principal\":\"team:root\",\"rights\":1}\n",
		"inherited_shares.csv": "record,principal,rights\na:b,team:root,2\n",
	})
	require.ErrorIs(t, err, graph.ErrDuplicate)
	require.ErrorContains(t, err, "org.ndjson:5: share \"a:b\" \"team:root\": duplicate, see ")
	require.ErrorContains(t, err, "inherited_shares.csv:2")
}

// Rows may be 1 MiB long, in quotes or not, and a file cannot be read beyond a longer one.
func TestLongRows(t *testing.T) {
	row := func(length int, quotes bool) string {
		if quotes {
			return `u,"` + strings.Repeat("n\n", (length-4)/2) + strings.Repeat("n", length%2) + `"`
		}
		return "u," + strings.Repeat("n", length-2)
	}
	for _, quotes := range []bool{false, true} {
		for _, end := range []string{"\n", "\r\n"} {
			longest := row(loader.MaxLine, quotes)
			require.Len(t, longest, loader.MaxLine)
			dir := t.TempDir()
			r, err := load([]string{write(t, dir, "users.csv", []byte("id,name"+end+longest+end+longest+end))}, nil)
			require.NoError(t, err)
			require.Equal(t, 2, r.Counts().Sum())
			for _, length := range []int{loader.MaxLine + 2, 2*loader.MaxLine + 6, 5 * loader.MaxLine} {
				path := write(t, dir, "users.csv", []byte("id,name"+end+row(length, quotes)+end+"x"+end))
				_, err = load([]string{path}, nil)
				var list *loader.ParseErrors
				require.ErrorAs(t, err, &list)
				require.Len(t, list.List, 1)
				require.Equal(t, 2, list.List[0].Line)
				require.ErrorContains(t, err, "1048576 bytes")
			}
		}
	}
}

// After a quote that is not closed, a file of many rows is told about once.
func TestOpenQuotesInALongCSV(t *testing.T) {
	rows := strings.Repeat("u,\"a\n,b\"\n", 300_000)
	path := write(t, t.TempDir(), "users.csv", []byte("id,name\n"+rows+"u,a\"b\n"+rows))
	_, err := load([]string{path}, nil)
	require.EqualError(t, err, path+":600002: invalid: cell 2: a quote in a cell that is not in quotes")
}

// CSV on standard input, or as changes, is refused.
func TestWhereCSVIsNot(t *testing.T) {
	_, err := loadText("id,name\nu,n\n")
	require.ErrorIs(t, err, graph.ErrInvalid)
	require.ErrorContains(t, err, "expected an org stream")

	path := write(t, t.TempDir(), "users.csv", []byte("id\nu\n"))
	_, err = loader.Changes(t.Context(), path, nil)
	require.EqualError(t, err, path+": invalid: a CSV file holds no changes, want NDJSON")

	cut := write(t, t.TempDir(), "users.csv.gz", gzipped(t, []byte("id\nu\n"))[:20])
	_, err = load([]string{cut, filepath.Dir(path)}, nil)
	require.ErrorContains(t, err, "invalid: the compressed data is cut off")
	require.False(t, errors.Is(err, graph.ErrUnknown))
}
