package scenario_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/scenario"
	"github.com/accessindex/ambit/loader"
)

// worked is an index of the organisation of rule section 17.
func worked(t testing.TB) *index.Index {
	t.Helper()
	ix, err := index.Open(t.TempDir(), nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, ix.Close()) })
	_, err = ix.Load(t.Context(), loader.New([]string{"../../testdata/orgs/worked.ndjson"}, nil).Load)
	require.NoError(t, err)
	return ix
}

func write(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestAssert(t *testing.T) {
	s := worked(t).Snapshot()
	path := write(t, "live.scenario", "check ben Write account:a2 => deny reach\nerror ErrUnknown who Read account:a9\nlist cy Read account => a1\n"+
		`dry-run {"op":"disable","user":"dee"} => loses dee Read task 1`)
	result, err := scenario.Assert(t.Context(), path, s)
	require.NoError(t, err)
	require.Equal(t, 4, result.Questions)
	require.Len(t, result.Failures, 1)
	require.Equal(t, path+":3: list cy Read account: want a1, got a1 a4 a5 (not wanted a4 a5)", result.Failures[0].String())
}

// What changes the index or has none of its own is refused before anything is asked.
func TestAssertTakesQuestionsAlone(t *testing.T) {
	s, err := scenario.Parse("x", []byte(`{"kind":"user","id":"new"}
check ben Read account:a1 => allow
{"op":"delete","kind":"user","id":"dee"}
error ErrUnknown {"op":"delete","kind":"user","id":"new"}
reopen
verify
dry-run {"op":"disable","user":"dee"} => none
`))
	require.NoError(t, err)
	result, err := s.Assert(t.Context(), worked(t).Snapshot())
	require.EqualError(t, err, `x:1: invalid: an assertion has questions alone
x:3: invalid: an assertion has questions alone
x:4: invalid: an assertion has questions alone
x:5: invalid: an assertion has questions alone
x:6: invalid: an assertion has questions alone`)
	require.Zero(t, result.Questions)
}

// A page is some of the ids, and which is for the index to say; --within is a file beside the scenario.
func TestFlagsOfList(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "mine"), []byte("a1\r\na2\n\na5\nnobody's"), 0o600))
	path := filepath.Join(dir, "x.scenario")
	text := `list cy Read account --limit 1 => a1
list cy Read account --limit 1 => a4
list cy Read account --limit 1 => a5
list cy Read account --limit=3 => a5 a1 a4
list --within mine cy Read account => a1 a5
list cy Read account --within "mine" --count => 2
count cy Read account --within mine => 2
`
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	s := worked(t).Snapshot()
	result, err := scenario.Assert(t.Context(), path, s)
	require.NoError(t, err)
	require.Len(t, result.Failures, 2)
	for _, each := range result.Failures {
		require.LessOrEqual(t, each.Line, 3)
	}

	require.NoError(t, os.Remove(filepath.Join(dir, "mine")))
	_, err = scenario.Assert(t.Context(), path, s)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, path+":5: ")
}

// Nothing is left of a run, not even of one that is broken off.
func TestRunLeavesNothing(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary) // Windows
	path := write(t, "x.scenario", "{\"kind\":\"business_unit\",\"id\":\"root\"}\nreopen\nverify\n")
	result, err := scenario.Run(t.Context(), path)
	require.NoError(t, err)
	require.Equal(t, scenario.Result{Questions: 2}, result)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = scenario.Run(ctx, path)
	require.ErrorIs(t, err, context.Canceled)
	left, err := os.ReadDir(temporary)
	require.NoError(t, err)
	require.Empty(t, left)

	_, err = scenario.Run(t.Context(), filepath.Join(temporary, "none"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestPaths(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "b", "deep"), 0o700))
	for _, name := range []string{"z.scenario", "b/deep/1.scenario", "b/a.scenario", "notes.txt"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), nil, 0o600))
	}
	notes := filepath.Join(dir, "notes.txt")
	paths, err := scenario.Paths([]string{notes, dir})
	require.NoError(t, err)
	require.Equal(t, []string{
		notes, filepath.Join(dir, "b", "a.scenario"), filepath.Join(dir, "b", "deep", "1.scenario"), filepath.Join(dir, "z.scenario"),
	}, paths)

	_, err = scenario.Paths([]string{filepath.Join(dir, "none")})
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = scenario.Paths([]string{t.TempDir()})
	require.ErrorContains(t, err, "no *.scenario in ")
}
