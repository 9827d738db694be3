package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/export"
	"github.com/accessindex/ambit/index/indextest"
)

// exported is the text of an export that must succeed.
func exported(t *testing.T, s *index.Snapshot, c export.Config) string {
	t.Helper()
	var text bytes.Buffer
	sum, err := export.Write(t.Context(), s, &text, c)
	require.NoError(t, err)
	require.EqualValues(t, text.Len(), sum.Bytes)
	return text.String()
}

// 17: the lists of the worked example.
func TestWorked(t *testing.T) {
	s := worked(t)
	for _, each := range []struct {
		format export.Format
		users  []string
		want   string
	}{
		{export.CSV, nil, "user,record\nada,a1\nada,a3\nada,a4\nada,a6\nben,a1\nben,a2\nben,a3\nben,a4\nben,a6\ncy,a1\ncy,a4\ncy,a5\n"},
		{export.CSV, []string{"cy"}, "user,record\ncy,a1\ncy,a4\ncy,a5\n"},
		{export.CSV, []string{}, "user,record\n"},
		{export.CSV, []string{"dee"}, "user,record\n"},
		{export.NDJSON, nil, `{"user":"ada","records":["a1","a3","a4","a6"]}
{"user":"ben","records":["a1","a2","a3","a4","a6"]}
{"user":"cy","records":["a1","a4","a5"]}
{"user":"dee","records":[]}
{"user":"eve","records":[]}
`},
		{export.NDJSON, []string{"dee", "cy", "dee"}, `{"user":"cy","records":["a1","a4","a5"]}
{"user":"dee","records":[]}
`},
		{export.NDJSON, []string{}, ""},
	} {
		got := exported(t, s, export.Config{Right: index.Read, Entity: "Account", Users: each.users, Format: each.format})
		require.Equal(t, each.want, got)
	}
}

// odd is an organisation whose ids need care.
func odd(t *testing.T) *index.Snapshot {
	objects := []graph.Object{
		graph.Entity{Name: "account"}, graph.BusinessUnit{ID: "root"},
		graph.Role{ID: "owner", Privileges: map[string]graph.Depth{"prvReadAccount": graph.Basic}},
	}
	for _, id := range []string{`Doe, "Jane"`, ` ä\b`, `=1+1`} {
		objects = append(objects, graph.User{ID: id}, graph.RoleAssignment{Role: "owner", Principal: graph.UserRef(id)})
	}
	for i, id := range []string{`plain`, `"`, `a,b`, `back\slash`, ` blank `, "\u2028", `</script>`} {
		owner := []string{`Doe, "Jane"`, ` ä\b`}[i%2]
		objects = append(objects, graph.Record{Entity: "account", ID: id, Owner: graph.UserRef(owner)})
	}
	return snapshot(t, slices.Values(objects))
}

func TestQuoting(t *testing.T) {
	s := odd(t)
	c := export.Config{Right: index.Read, Entity: "account"}
	require.Equal(t, `user,record
 ä\b,""""
 ä\b,back\slash
 ä\b,`+"\u2028"+`
"Doe, ""Jane""",plain
"Doe, ""Jane""","a,b"
"Doe, ""Jane""", blank 
"Doe, ""Jane""",</script>
`, exported(t, s, c))
	c.Format = export.NDJSON
	require.Equal(t, `{"user":" ä\\b","records":["\"","back\\slash","`+"\u2028"+`"]}
{"user":"=1+1","records":[]}
{"user":"Doe, \"Jane\"","records":["plain","a,b"," blank ","</script>"]}
`, exported(t, s, c))
}

// Read by others, an export of a random organisation is what Records says, for all users and for some.
func TestEqualsRecords(t *testing.T) {
	for seed := range uint64(6) {
		objects := indextest.Organisation(seed, indextest.Shape{})
		s := snapshot(t, slices.Values(objects))
		users, entities := []string(nil), []string(nil)
		for _, each := range objects {
			switch o := each.(type) {
			case graph.User:
				users = append(users, o.ID)
			case graph.Entity:
				entities = append(entities, o.Name)
			}
		}
		slices.Sort(users)
		for _, entity := range entities {
			for _, right := range index.EachRight {
				for _, asked := range [][]string{nil, users[:len(users)/2]} {
					requireRecords(t, s, export.Config{Right: right, Entity: entity, Users: asked}, users,
						fmt.Sprintf("seed %d, %s of %s", seed, right, entity))
				}
			}
		}
	}
}

func requireRecords(t *testing.T, s *index.Snapshot, c export.Config, users []string, at string) {
	t.Helper()
	if c.Users != nil {
		users = c.Users
	}
	type line struct {
		User    string   `json:"user"`
		Records []string `json:"records"`
	}
	rows, lines := [][]string{{"user", "record"}}, []line(nil)
	for _, user := range users {
		found, err := s.Records(user, c.Right, c.Entity)
		require.NoError(t, err)
		records := slices.Collect(found.All())
		lines = append(lines, line{user, append([]string{}, records...)})
		for _, id := range records {
			rows = append(rows, []string{user, id})
		}
	}
	gotRows, err := csv.NewReader(strings.NewReader(exported(t, s, c))).ReadAll()
	require.NoError(t, err, at)
	require.Equal(t, rows, gotRows, at)

	c.Format = export.NDJSON
	var gotLines []line
	for in := json.NewDecoder(strings.NewReader(exported(t, s, c))); in.More(); {
		var got line
		require.NoError(t, in.Decode(&got), at)
		gotLines = append(gotLines, got)
	}
	require.Equal(t, lines, gotLines, at)
}

// 3.15: what is not there is refused before anything is written.
func TestUnknown(t *testing.T) {
	s := worked(t)
	known := export.Config{Right: index.Read, Entity: "account"}
	with := func(change func(*export.Config)) export.Config {
		c := known
		change(&c)
		return c
	}
	for _, each := range []struct {
		config export.Config
		err    error
	}{
		{with(func(c *export.Config) { c.Right = 0 }), index.ErrUnknown},
		{with(func(c *export.Config) { c.Right = 3 }), index.ErrUnknown},
		{with(func(c *export.Config) { c.Entity = "invoice" }), index.ErrUnknown},
		{with(func(c *export.Config) { c.Entity = "a:b" }), index.ErrInvalid},
		{with(func(c *export.Config) { c.Entity = "" }), index.ErrInvalid},
		{with(func(c *export.Config) { c.Users = []string{"ben", "zoe"} }), index.ErrUnknown},
		{with(func(c *export.Config) { c.Users = []string{"ben", ""} }), index.ErrInvalid},
		{with(func(c *export.Config) { c.Format = 9 }), index.ErrInvalid},
	} {
		var text bytes.Buffer
		sum, err := export.Write(t.Context(), s, &text, each.config)
		require.ErrorIs(t, err, each.err)
		require.Zero(t, sum)
		require.Zero(t, text.Len())

		dir := t.TempDir()
		_, err = export.File(t.Context(), s, dir+"/out.csv", each.config)
		require.ErrorIs(t, err, each.err)
		requireFiles(t, dir)
	}
}

func TestFormat(t *testing.T) {
	for _, each := range []export.Format{export.CSV, export.NDJSON} {
		got, err := export.ParseFormat(each.String())
		require.NoError(t, err)
		require.Equal(t, each, got)
	}
	_, err := export.ParseFormat("xml")
	require.ErrorIs(t, err, index.ErrInvalid)
	require.Equal(t, "Format(9)", export.Format(9).String())
}

// limited fails, or only writes some, once so many bytes are written.
type limited struct {
	left int
	err  error
}

func (w *limited) Write(text []byte) (int, error) {
	if len(text) <= w.left {
		w.left -= len(text)
		return len(text), nil
	}
	n := w.left
	w.left = 0
	return n, w.err
}

func TestFailingWriter(t *testing.T) {
	s := wide(t)
	full := errors.New("full")
	for _, c := range []export.Config{
		{Right: index.Read, Entity: "account"}, {Right: index.Read, Entity: "account", Format: export.NDJSON},
	} {
		for _, left := range []int{0, 5, 12, 13, 200_000, 500_000} {
			for _, err := range []error{full, nil} {
				w := &limited{left, err}
				sum, got := export.Write(t.Context(), s, w, c)
				require.Error(t, got)
				if err != nil {
					require.ErrorIs(t, got, full)
				}
				require.EqualValues(t, left, sum.Bytes)
			}
		}
	}
}

// stopping cancels a context when it is written to for the second time.
type stopping struct {
	bytes.Buffer
	writes int
	cancel context.CancelFunc
}

func (w *stopping) Write(text []byte) (int, error) {
	if w.writes++; w.writes == 2 {
		w.cancel()
	}
	return w.Buffer.Write(text)
}

func TestCancelled(t *testing.T) {
	s := wide(t)
	ctx, cancel := context.WithCancel(t.Context())
	w := &stopping{cancel: cancel}
	sum, err := export.Write(ctx, s, w, export.Config{Right: index.Read, Entity: "account"})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 2, w.writes)
	require.EqualValues(t, w.Len(), sum.Bytes)
	require.Positive(t, sum.Rows)

	sum, err = export.Write(ctx, s, w, export.Config{Right: index.Read, Entity: "account", Format: export.NDJSON})
	require.ErrorIs(t, err, context.Canceled)
	require.Zero(t, sum)
}
