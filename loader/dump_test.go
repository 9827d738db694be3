package loader_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"os"
	"slices"
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
	"github.com/stretchr/testify/require"
)

// file decodes an org stream without comments.
func file(t *testing.T, path string) (text []byte, objects []graph.Object) {
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	for line := range bytes.Lines(text) {
		o, err := loader.Decode(line)
		require.NoError(t, err)
		objects = append(objects, o)
	}
	return text, objects
}

func byKind(objects []graph.Object) func(graph.Kind) iter.Seq[graph.Object] {
	return func(kind graph.Kind) iter.Seq[graph.Object] {
		return func(yield func(graph.Object) bool) {
			for _, o := range objects {
				if o.Kind() == kind && !yield(o) {
					return
				}
			}
		}
	}
}

// What is in canonical form is dumped as it was, in the order of the kinds. 16.14
func TestDump(t *testing.T) {
	text, objects := file(t, "testdata/canonical.ndjson")
	slices.Reverse(objects) // of a kind they stand as they come
	slices.SortStableFunc(objects, func(a, b graph.Object) int { return bytes.Compare(order(text, a), order(text, b)) })
	var dumped bytes.Buffer
	require.NoError(t, loader.Dump(context.Background(), &dumped, byKind(objects)))
	require.Equal(t, string(text), dumped.String())
}

// order is what stands before the object's line.
func order(text []byte, o graph.Object) []byte {
	return bytes.Repeat([]byte("x"), bytes.Index(text, loader.AppendObject(nil, o)))
}

// Fields at their defaults are left out, those that the graph fills in as well.
func TestDumpLeavesOutDefaults(t *testing.T) {
	for want, o := range map[string]graph.Object{
		`{"kind":"settings"}`:                          graph.DefaultSettings(),
		`{"kind":"entity","name":"a"}`:                 graph.Entity{Name: "a", Privilege: "a"},
		`{"kind":"business_unit","id":"a"}`:            graph.BusinessUnit{ID: "a", Name: "a"},
		`{"kind":"position","id":"a"}`:                 graph.Position{ID: "a", Name: "a"},
		`{"kind":"user","id":"a"}`:                     graph.User{ID: "a", Name: "a"},
		`{"kind":"privilege","name":"a"}`:              graph.Privilege{Name: "a", ID: "a"},
		`{"kind":"task","name":"a","requires":[]}`:     graph.Task{Name: "a", Title: "a"},
		`{"kind":"team","id":"a","business_unit":"b"}`: graph.Team{ID: "a", Name: "a", BusinessUnit: "b"},
		`{"kind":"role","id":"a","privileges":{"b":"Deep"}}`: graph.Role{
			ID: "a", Name: "a", Privileges: map[string]graph.Depth{"b": graph.Deep, "c": graph.None}, Overrides: []graph.Override{},
		},
		`{"kind":"share","record":"a:b","principal":"user:c"}`: graph.RecordShare{
			Record: graph.RecordRef("a", "b"), Principal: graph.UserRef("c"), Inherited: []graph.InheritedShare{},
		},
	} {
		require.Equal(t, want, string(loader.AppendObject(nil, o)))
	}
	var dumped bytes.Buffer
	require.NoError(t, loader.Dump(context.Background(), &dumped, byKind([]graph.Object{graph.DefaultSettings()})))
	require.Empty(t, dumped.String())
}

// Dump stops at the first error, and when its context ends.
func TestDumpStops(t *testing.T) {
	objects := make([]graph.Object, 10_000)
	for i := range objects {
		objects[i] = graph.User{ID: "somebody"}
	}
	full := errors.New("disk full")
	w := &failing{err: full}
	require.ErrorIs(t, loader.Dump(context.Background(), w, byKind(objects)), full)
	require.Equal(t, 1, w.calls)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, loader.Dump(ctx, w, byKind(objects)), context.Canceled)
	require.Equal(t, 1, w.calls)
}

type failing struct {
	err   error
	calls int
}

func (f *failing) Write([]byte) (int, error) {
	f.calls++
	return 0, f.err
}
