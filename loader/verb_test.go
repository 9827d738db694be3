package loader_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"
)

// verbLines are all verbs with all their fields, and the changes that they are (section 15).
func verbLines() map[string]graph.Change {
	a1, a2 := graph.RecordRef("account", "a1"), graph.RecordRef("account", "a:2")
	return map[string]graph.Change{
		`{"op":"assign","record":"account:a1","owner":"user:u"}`:                      graph.AssignRecord{Record: a1, Owner: graph.UserRef("u")},
		`{"op":"assign","record":"account:a1","owner":"team:t","business_unit":"b"}`:  graph.AssignRecord{Record: a1, Owner: graph.TeamRef("t"), BusinessUnit: "b"}, // 10.3
		`{"op":"grant","record":"account:a1","principal":"user:u","rights":["Read"]}`: graph.GrantShare{Record: a1, Principal: graph.UserRef("u"), Rights: graph.RightsOf(graph.Read)},
		`{"op":"grant","record":"account:a1","principal":"organization","rights":[]}`: graph.GrantShare{Record: a1, Principal: graph.Organization},
		`{"op":"modify","record":"account:a:2","principal":"team:t","rights":["Write","Assign"]}`: graph.ModifyShare{
			Record: a2, Principal: graph.TeamRef("t"), Rights: graph.RightsOf(graph.Write, graph.Assign),
		},
		`{"op":"revoke","record":"account:a1","principal":"organization"}`:               graph.RevokeShare{Record: a1, Principal: graph.Organization},
		`{"op":"move","business_unit":"b","parent":"c"}`:                                 graph.MoveUnit{BusinessUnit: "b", Parent: "c"},
		`{"op":"transfer","user":"u","business_unit":"b"}`:                               graph.TransferUser{User: "u", BusinessUnit: "b"},
		`{"op":"transfer","team":"t","business_unit":"b"}`:                               graph.TransferTeam{Team: "t", BusinessUnit: "b"},
		`{"op":"enable","user":"u"}`:                                                     graph.EnableUser{User: "u"},
		`{"op":"enable","business_unit":"b"}`:                                            graph.EnableUnit{BusinessUnit: "b"},
		`{"op":"disable","user":"u"}`:                                                    graph.DisableUser{User: "u"},
		`{"op":"disable","business_unit":"b"}`:                                           graph.DisableUnit{BusinessUnit: "b"},
		`{"op":"link","record":"account:a1","lookup":"parentid","target":"account:a:2"}`: graph.LinkRecord{Record: a1, Lookup: "parentid", Target: a2},
		`{"op":"unlink","record":"account:a1","lookup":"parentid"}`:                      graph.UnlinkRecord{Record: a1, Lookup: "parentid"},
		`{"op":"recompute_inherited"}`:                                                   graph.RecomputeInherited{},
		`{"op":"recompute_inherited","record":"account:a1"}`:                             graph.RecomputeInherited{Record: a1},
	}
}

// Each verb is read, wherever its op stands, and written as it was.
func TestVerbs(t *testing.T) {
	for line, want := range verbLines() {
		op, change, err := loader.DecodeChange([]byte(line))
		require.NoError(t, err, line)
		require.Equal(t, want, change, line)
		require.Equal(t, line, string(loader.AppendChange(nil, change)))
		require.True(t, strings.HasPrefix(line, `{"op":"`+string(op)+`"`), line)

		start, rest, more := strings.Cut(line, ",")
		if !more {
			continue
		}
		last := "{" + strings.TrimSuffix(rest, "}") + ` , "o\u0070" : ` + strings.TrimPrefix(start, `{"op":`) + "}"
		_, change, err = loader.DecodeChange([]byte(last))
		require.NoError(t, err, last)
		require.Equal(t, want, change, last)
	}
}

// Rights are names in any case or an access mask, as in a share (1.1).
func TestRightsOfVerbs(t *testing.T) {
	for _, rights := range []string{`["retrieve","WRITE"]`, `3`, `["Write","Read","Read"]`} {
		for _, op := range []string{"grant", "modify"} {
			_, change, err := loader.DecodeChange([]byte(`{"op":"` + op + `","record":"e:i","principal":"user:u","rights":` + rights + `}`))
			require.NoError(t, err, rights)
			require.Equal(t, `{"op":"`+op+`","record":"e:i","principal":"user:u","rights":["Read","Write"]}`, string(loader.AppendChange(nil, change)))
		}
	}
}

// Without any one of its fields a verb is refused, unless that field is optional.
func TestVerbsWithoutAField(t *testing.T) {
	optional := []string{"assign business_unit", "recompute_inherited record"}
	for line, whole := range verbLines() {
		fields, keys := members(t, line)
		op := strings.Trim(string(fields["op"]), `"`)
		for _, left := range keys[1:] {
			some := slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return key == left })
			short := object(some, fields)
			_, change, err := loader.DecodeChange([]byte(short))
			if slices.Contains(optional, op+" "+left) {
				require.NoError(t, err, short)
				require.NotEqual(t, whole, change)
				continue
			}
			require.ErrorIs(t, err, graph.ErrInvalid, short)
			require.ErrorContains(t, err, "required", short)
			require.Nil(t, change)
		}
	}
}

// A verb takes its own fields, each once, and no others.
func TestVerbsWithMore(t *testing.T) {
	others := map[string]jsontext.Value{}
	for line := range verbLines() {
		fields, _ := members(t, line)
		maps.Copy(others, fields)
	}
	others["kind"], others["id"], others["Op"] = []byte(`"user"`), []byte(`"u"`), []byte(`"grant"`)
	for line, want := range verbLines() {
		fields, keys := members(t, line)
		for _, key := range keys {
			_, _, err := loader.DecodeChange([]byte(object(append(slices.Clone(keys), key), fields)))
			require.ErrorIs(t, err, graph.ErrDuplicate, "%s with %s twice", line, key)
		}
		for key, value := range others {
			if fields[key] != nil {
				continue
			}
			more := maps.Clone(fields)
			more[key] = value
			longer := object(append(slices.Clone(keys), key), more)
			_, change, err := loader.DecodeChange([]byte(longer))
			if err != nil {
				require.ErrorIs(t, err, graph.ErrInvalid, longer)
				require.ErrorContains(t, err, key, longer)
				continue
			}
			require.NotEqual(t, want, change, longer) // an optional field
		}
	}
}

// members is the members of a line and their keys in order.
func members(t *testing.T, line string) (map[string]jsontext.Value, []string) {
	t.Helper()
	fields, keys := map[string]jsontext.Value{}, []string{}
	d := jsontext.NewDecoder(strings.NewReader(line))
	_, err := d.ReadToken()
	require.NoError(t, err)
	for d.PeekKind() != '}' {
		key, err := d.ReadToken()
		require.NoError(t, err)
		keys = append(keys, key.String())
		value, err := d.ReadValue()
		require.NoError(t, err)
		fields[keys[len(keys)-1]] = value.Clone()
	}
	return fields, keys
}

// object is a line of members.
func object(keys []string, fields map[string]jsontext.Value) string {
	parts := make([]string, len(keys))
	for i, key := range keys {
		parts[i] = `"` + key + `":` + string(fields[key])
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// What is wrong with a field of a verb is told with the object, the field and the value.
func TestStrictVerbs(t *testing.T) {
	for line, want := range map[string]string{
		`{"op":"assign","record":"a1","owner":"user:u"}`:                        `record: record "a1": invalid: record "a1" is not ENTITY:ID`,
		`{"op":"assign","record":"account:","owner":"user:u"}`:                  `record: record "account:": record "account:": invalid: empty id`,
		`{"op":"assign","record":"account:a1","owner":"u"}`:                     `record "account:a1": owner "u": invalid: principal "u" is not user:ID, team:ID or organization`,
		`{"op":"assign","record":"account:a1","owner":"organization"}`:          `record "account:a1": owner "organization": invalid: want user:ID or team:ID`,
		`{"op":"assign","record":"account:a1","owner":"user:u","unit":"b"}`:     `record "account:a1": unit "\"b\"": invalid: no such field`,
		`{"op":"grant","record":"e:i","principal":"user:u"}`:                    `share "e:i" "user:u": rights: invalid: the field is required`,
		`{"op":"grant","record":"e:i","principal":"user:u","rights":["Fly"]}`:   `share "e:i" "user:u": rights[0] "Fly": invalid: unknown: right "Fly"`,
		`{"op":"grant","record":"e:i","principal":"user:u","rights":8}`:         `share "e:i" "user:u": rights "8": invalid: want a list of rights or an access mask of them`,
		`{"op":"grant","record":"e:i","principal":"user:u","rights":null}`:      `share "e:i" "user:u": rights "null": invalid: want a list of rights or an access mask of them`,
		`{"op":"revoke","record":"e:i","principal":"user:u","rights":["Read"]}`: `share "e:i" "user:u": rights "[\"Read\"]": invalid: no such field`,
		`{"op":"modify","record":"e:i","principal":"unit:u","rights":[]}`:       `share "e:i": principal "unit:u": invalid: principal "unit:u" is not user:ID, team:ID or organization`,
		`{"op":"move","business_unit":"b","parent":null}`:                       `business_unit "b": parent "null": invalid: null is no value here, leave the field out`,
		`{"op":"move","business_unit":"b","parent":""}`:                         `business_unit "b": parent: invalid: empty id`,
		`{"op":"transfer","user":"u","team":"t","business_unit":"b"}`:           `team "t": invalid: give user or team, not both`,
		`{"op":"transfer","business_unit":"b"}`:                                 `user: invalid: user or team is required`,
		`{"op":"enable","user":"u","business_unit":"b"}`:                        `business_unit "b": invalid: give user or business_unit, not both`,
		`{"op":"disable"}`:                                                             `user: invalid: user or business_unit is required`,
		`{"op":"disable","user":""}`:                                                   `user: user: invalid: empty id`,
		`{"op":"disable","team":"t"}`:                                                  "team \"\\\"t\\\"\": invalid: no such field\nuser: invalid: user or business_unit is required",
		`{"op":"link","record":"e:i","lookup":"l","target":"x"}`:                       `record "e:i": target "x": invalid: record "x" is not ENTITY:ID`,
		`{"op":"link","record":"e:i","lookup":"l","target":null}`:                      `record "e:i": target "null": invalid: null is no value here, leave the field out`,
		`{"op":"unlink","record":"e:i","lookup":"l","target":"e:j"}`:                   `record "e:i": target "\"e:j\"": invalid: no such field`,
		`{"op":"recompute_inherited","record":7}`:                                      `record: record "7": invalid: want a string`,
		`{"op":"recompute_inherited","record":"e:i"} x`:                                `record "e:i": invalid: column 45: 'x' where the end of the line should be`,
		`{"op":"recompute-inherited"}`:                                                 `op "recompute-inherited": invalid: no such op, want put, delete, assign, grant, modify, revoke, move, transfer, enable, disable, link, unlink, recompute_inherited, begin or commit`,
		`{"op":"grant","kind":"share","record":"e:i","principal":"user:u","rights":1}`: `share "e:i" "user:u": kind "share": invalid: no such field`,
		`{"op":"grant","kind":"","record":"e:i","principal":"user:u","rights":1}`:      `kind: invalid: empty`,
		`{"op":"","kind":"user","id":"u"}`:                                             `op: invalid: empty`,
		`{"op":"move","business_unit":"b"`:                                             `invalid: column 33: the line ends inside its object`,
	} {
		_, change, err := loader.DecodeChange([]byte(line))
		require.EqualError(t, err, want, line)
		require.ErrorIs(t, err, graph.ErrInvalid)
		require.Nil(t, change, line)
	}
}

// A delete is written with what identifies alone.
func TestAppendDelete(t *testing.T) {
	for _, each := range []struct {
		object graph.Object
		want   string
	}{
		{graph.Team{ID: "t", BusinessUnit: "b", Type: graph.AccessTeam}, `{"op":"delete","kind":"team","id":"t"}`},
		{graph.Role{ID: "r", Privileges: map[string]graph.Depth{"p": graph.Deep}}, `{"op":"delete","kind":"role","id":"r"}`},
		{graph.Task{Name: "t", Requires: []string{"p"}}, `{"op":"delete","kind":"task","name":"t"}`},
		{graph.RoleAssignment{Role: "r", Principal: graph.UserRef("u"), BusinessUnit: "b"}, `{"op":"delete","kind":"role_assignment","role":"r","principal":"user:u","business_unit":"b"}`},
		{graph.RecordShare{Record: graph.RecordRef("e", "i"), Principal: graph.Organization, Rights: 1}, `{"op":"delete","kind":"share","record":"e:i","principal":"organization"}`},
		{graph.Relationship{Child: "c", Lookup: "l", Parent: "p", Share: graph.CascadeAll}, `{"op":"delete","kind":"relationship","child":"c","lookup":"l","parent":"p"}`},
		{graph.Record{Entity: "e", ID: "\"", Owner: graph.UserRef("u")}, `{"op":"delete","kind":"record","entity":"e","id":"\""}`},
	} {
		line := loader.AppendChange([]byte("before "), graph.DeleteObject{Object: each.object})
		require.Equal(t, "before "+each.want, string(line))
		op, _, err := loader.DecodeChange(line[len("before "):])
		require.NoError(t, err, each.want)
		require.Equal(t, loader.OpDelete, op)
	}
	require.Equal(t, `{"kind":"user","id":"u"}`, string(loader.AppendChange(nil, graph.PutObject{Object: graph.User{ID: "u"}})))
}
