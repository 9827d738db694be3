package loader_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"
)

func changes(text string) ([]loader.Batch, error) {
	return loader.Changes(context.Background(), "-", strings.NewReader(text))
}

// Lines outside brackets are batches of their own.
func TestChanges(t *testing.T) {
	path := "testdata/changes.ndjson"
	batches, err := loader.Changes(context.Background(), path, nil)
	require.NoError(t, err)
	require.Equal(t, []loader.Batch{
		{File: path, Line: 2, Lines: []int{2}, Changes: []graph.Change{
			graph.PutObject{Object: graph.User{ID: "fay", BusinessUnit: "oslo", Manager: "ben"}},
		}},
		{File: path, Line: 3, Lines: []int{4, 5}, Changes: []graph.Change{
			graph.PutObject{Object: graph.RoleAssignment{Role: "seller", Principal: graph.UserRef("fay")}},
			graph.DeleteObject{Object: graph.RecordShare{Record: graph.RecordRef("account", "a3"), Principal: graph.UserRef("dee")}},
		}},
	}, batches)

	refused := graph.FactErrors{{Change: 1, Object: `share "account:a3" "user:dee"`, Err: graph.ErrUnknown}, {Change: -1, Err: graph.ErrCycle}}
	err = batches[1].Explain(refused)
	require.ErrorIs(t, err, graph.ErrUnknown)
	require.EqualError(t, err, path+":3: cycle\n"+path+":5: share \"account:a3\" \"user:dee\": unknown")
	require.Equal(t, io.EOF, batches[1].Explain(io.EOF))

	batches, err = changes("{\"op\":\"begin\"}\n{\"op\":\"commit\"}\n")
	require.NoError(t, err)
	require.Empty(t, batches)
}

// A delete takes the fields that identify, and each kind has its own.
func TestDelete(t *testing.T) {
	for line, want := range map[string]graph.Object{
		`{"op":"delete","kind":"entity","name":"e"}`:                                                   graph.Entity{Name: "e"},
		`{"op":"delete","kind":"business_unit","id":"b"}`:                                              graph.BusinessUnit{ID: "b"},
		`{"op":"delete","kind":"position","id":"p"}`:                                                   graph.Position{ID: "p"},
		`{"op":"delete","kind":"user","id":"u"}`:                                                       graph.User{ID: "u"},
		`{"id":"t","kind":"team","op":"delete"}`:                                                       graph.Team{ID: "t"},
		`{"op":"delete","kind":"member","team":"t","user":"u"}`:                                        graph.Member{Team: "t", User: "u"},
		`{"op":"delete","kind":"privilege","name":"p"}`:                                                graph.Privilege{Name: "p"},
		`{"op":"delete","kind":"role","id":"r"}`:                                                       graph.Role{ID: "r"},
		`{"op":"delete","kind":"role_assignment","role":"r","principal":"user:u"}`:                     graph.RoleAssignment{Role: "r", Principal: graph.UserRef("u")},
		`{"op":"delete","kind":"role_assignment","role":"r","principal":"team:t","business_unit":"b"}`: graph.RoleAssignment{Role: "r", Principal: graph.TeamRef("t"), BusinessUnit: "b"},
		`{"op":"delete","kind":"record","entity":"e","id":"i"}`:                                        graph.Record{Entity: "e", ID: "i"},
		`{"op":"delete","kind":"relationship","child":"c","lookup":"l","parent":"p"}`:                  graph.Relationship{Child: "c", Lookup: "l", Parent: "p"},
		`{"op":"delete","kind":"share","record":"e:i","principal":"organization"}`:                     graph.RecordShare{Record: graph.RecordRef("e", "i"), Principal: graph.Organization},
		`{"op":"delete","kind":"task","name":"t"}`:                                                     graph.Task{Name: "t"},
	} {
		op, change, err := loader.DecodeChange([]byte(line))
		require.NoError(t, err, line)
		require.Equal(t, loader.OpDelete, op)
		require.Equal(t, graph.DeleteObject{Object: want}, change)
	}
}

// What is refused in a change, beside what is refused in an object.
func TestStrictChanges(t *testing.T) {
	for text, want := range map[string]string{
		`{"op":"delete","kind":"user","id":"u","name":"n"}`:                   `stdin:1: user "u": name "\"n\"": invalid: a delete takes nothing but id`,
		`{"op":"delete","kind":"share","record":"a:b"}`:                       `stdin:1: share "a:b": principal: invalid: the field is required`,
		`{"op":"delete","kind":"settings"}`:                                   `stdin:1: op "delete": invalid: settings cannot be deleted`,
		`{"op":"delete","kind":"unit","id":"b"}`:                              `stdin:1: kind "unit": invalid: no such kind`,
		`{"op":"delete","id":"b"}`:                                            `stdin:1: kind: invalid: the field is required`,
		`{"op":"upsert","kind":"user","id":"u"}`:                              `stdin:1: op "upsert": invalid: no such op, want put, delete, assign, grant, modify, revoke, move, transfer, enable, disable, link, unlink, recompute_inherited, begin or commit`,
		`{"op":"Put","kind":"user","id":"u"}`:                                 `stdin:1: op "Put": invalid: no such op, want put, delete, assign, grant, modify, revoke, move, transfer, enable, disable, link, unlink, recompute_inherited, begin or commit`,
		`{"op":1,"kind":"user","id":"u"}`:                                     `stdin:1: op "1": invalid: want a string`,
		`{"kind":"user","id":"u","nmae":"n"}`:                                 `stdin:1: user "u": nmae "\"n\"": invalid: no such field`,
		`{"op":"begin","kind":"user"}` + "\n":                                 `stdin:1: kind "user": invalid: no such field`,
		`{"op":"begin","id":"u"}` + "\n":                                      `stdin:1: id "\"u\"": invalid: no such field`,
		`{"op":"begin"} x`:                                                    `stdin:1: invalid: column 16: 'x' where the end of the line should be`,
		`{"op":"begin"}` + "\n" + `{"op":"begin"}` + "\n" + `{"op":"commit"}`: `stdin:2: op "begin": invalid: begin and commit do not alternate`,
		`{"op":"commit"}`:                                                     `stdin:1: op "commit": invalid: begin and commit do not alternate`,
		"\n" + `{"op":"begin"}` + "\n" + `{"kind":"user","id":"u"}`:           `stdin:2: invalid: begin without a commit`,
		`{"op":`:                         `stdin:1: invalid: column 7: the line ends inside its object`,
		`op,kind`:                        `stdin: invalid: the first line is "op,kind": expected an org stream, which is NDJSON, one JSON object a line, or CSV files that are named after their kinds, such as users.csv, plain or compressed with gzip or zstd`,
		strings.Repeat("x", 10) + "\x00": `stdin: invalid: a binary file: expected an org stream, which is NDJSON, one JSON object a line, or CSV files that are named after their kinds, such as users.csv, plain or compressed with gzip or zstd`,
		"#\n{" + strings.Repeat(" ", loader.MaxLine) + "}": `stdin:2: invalid: the line is longer than 1048576 bytes`,
	} {
		batches, err := changes(text)
		require.EqualError(t, err, want, text)
		require.ErrorIs(t, err, graph.ErrInvalid)
		require.Nil(t, batches)
	}

	_, err := changes(`{"op":"put","kind":"user","id":"u","op":"delete"}`)
	require.ErrorIs(t, err, graph.ErrDuplicate)
	require.EqualError(t, err, `stdin:1: user "u": op "\"delete\"": duplicate: the field is given twice`)

	_, err = changes(strings.Repeat("{\"op\":\"begin\",\"id\":1}\n", 1000))
	var list *loader.ParseErrors
	require.ErrorAs(t, err, &list)
	require.Len(t, list.List, graph.MaxErrors)
	require.True(t, list.More)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = loader.Changes(ctx, "testdata/changes.ndjson", nil)
	require.ErrorIs(t, err, context.Canceled)
	_, err = loader.Changes(ctx, "testdata/absent", nil)
	require.ErrorContains(t, err, "absent")
}

// Whoever waits for standard input can be told to stop.
func TestChangesInterrupted(t *testing.T) {
	stdin, typing := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := loader.Changes(ctx, "-", stdin)
		ended <- err
	}()
	_, err := typing.Write([]byte("{\"op\":\"begin\"}\n"))
	require.NoError(t, err)
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
	require.NoError(t, typing.Close())
}

// What is accepted as an object is accepted as a change, and a change that is accepted can be written
// and read again.
func FuzzDecodeChange(f *testing.F) {
	for _, line := range fuzzLines {
		f.Add([]byte(line))
		f.Add([]byte(`{"op":"delete",` + line[1:]))
	}
	for line := range verbLines() {
		f.Add([]byte(line))
	}
	f.Add([]byte(`{"op":"begin"}`))
	f.Add([]byte(`{"op":"delete","kind":"share","record":"a:b","principal":"team:t"}`))
	f.Add([]byte(`{"user":"u","team":"t","op":"transfer"}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		op, change, err := loader.DecodeChange(line)
		o, plain := loader.Decode(line)
		if plain == nil {
			require.NoError(t, err, "%q", line)
			require.Equal(t, loader.OpPut, op)
			require.Equal(t, o, change.Subject())
		}
		switch {
		case err != nil:
			requireReasons(t, err)
		case op == loader.OpBegin || op == loader.OpCommit:
			require.Nil(t, change)
		default:
			require.True(t, jsontext.Value(line).IsValid(), "%q", line)
			require.NotEmpty(t, fmt.Sprint(change.Subject()))
			written := loader.AppendChange(nil, change)
			again, decoded, err := loader.DecodeChange(written)
			require.NoError(t, err, "%q", written)
			require.Equal(t, op, again)
			require.Equal(t, canonicalChange(change), canonicalChange(decoded), "%q", written)
		}
	})
}

// canonicalChange clears what is at its default but was written out.
func canonicalChange(change graph.Change) graph.Change {
	if put, is := change.(graph.PutObject); is {
		return graph.PutObject{Object: canonical(put.Object)}
	}
	return change
}
