package scenario

import (
	"errors"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader"
)

// What is read is written out so that it is read as the same; what is not names its line.
func FuzzParse(f *testing.F) {
	paths, err := Paths([]string{"../../testdata/scenarios", "testdata"})
	require.NoError(f, err)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(text)
	}
	for _, line := range []string{
		`check "a b" Read account:"x \"y\"" => deny reach # why`,
		"list a Read b --limit=2 --within \"my ids\" => \"#\" \"=>\" \"--x\"\r\ncount a Read b --within f => 0",
		`task u "go offline" --offline --entity task => deny prvA prvB`,
		"{\"op\":\"begin\"}\n{\"op\":\"commit\"}", `{"op":"begin"}`, `error ErrCycle {"kind":"user","id":"u"} # x`,
		`error ErrUnknown who Read a:b --count`, "reopen\nverify", `dry-run {} => none`,
		`dry-run {"op":"move","business_unit":"a","parent":"b"} {"kind":"user","id":"}"} => gains "a;b" read x 1 ;loses u Write "x y" 2;loses v Read x 3 # x`,
		`dry-run {"op":"disable","user":"u"} => none`, `error ErrCycle {"op":"link","record":"a:b","lookup":"l","target":"a:b"} {"op":"revoke","record":"a:b","principal":"user:u"}`,
		`{"op":"transfer","user":"u","business_unit":"b"}`, `{"op":"recompute_inherited"}`, `can share u a:b organization "" => allow`,
		"\ufeff# bom", `{"kind":"user","id":"}"}}`, `{"kind":"user","id":"\"`, "check \xff Read a:b => deny",
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := Parse("fuzz.scenario", text)
		if err != nil {
			requirePlaces(t, err)
			return
		}
		for _, each := range s.steps {
			switch does := each.does.(type) {
			case question:
				requireSame(t, does)
			case rehearsal:
				requireSameShifts(t, does)
			}
		}
	})
}

func requirePlaces(t *testing.T, err error) {
	t.Helper()
	var list *loader.ParseErrors
	require.ErrorAs(t, err, &list)
	require.NotEmpty(t, list.List)
	for _, each := range list.List {
		require.Equal(t, "fuzz.scenario", each.File)
		require.Positive(t, each.Line)
		require.True(t, errors.Is(each, index.ErrInvalid) || errors.Is(each, index.ErrUnknown) || errors.Is(each, index.ErrDuplicate), each)
	}
}

func requireSame(t *testing.T, q question) {
	t.Helper()
	text := q.String() + " => "
	if len(q.want) > 0 {
		text += q.want.String()
	}
	again, err := Parse("again", []byte(text))
	require.NoError(t, err, text)
	require.Len(t, again.steps, 1, text)
	read := again.steps[0].does.(question)
	require.Equal(t, q.args, read.args, text)
	require.Equal(t, q.flags, read.flags, text)
	require.Equal(t, q.want.String(), read.want.String(), text)
}

func requireSameShifts(t *testing.T, r rehearsal) {
	t.Helper()
	text := "dry-run " + r.batch.String() + " => " + r.want.String()
	again, err := Parse("again", []byte(text))
	require.NoError(t, err, text)
	require.Len(t, again.steps, 1, text)
	require.Equal(t, r.want, again.steps[0].does.(rehearsal).want, text)
}
