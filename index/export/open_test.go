package export_test

import (
	"context"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
	"github.com/accessindex/ambit/loader"
)

// snapshot is an index with the objects of a load.
func snapshot(tb testing.TB, objects iter.Seq[graph.Object]) *index.Snapshot {
	tb.Helper()
	ix, err := index.Open(tb.TempDir(), nil)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, ix.Close()) })
	var settings, others []graph.Change
	for each := range objects {
		if each.Kind() == graph.KindSettings {
			settings = append(settings, graph.PutObject{Object: each})
		} else {
			others = append(others, graph.PutObject{Object: each})
		}
	}
	_, err = ix.Apply(context.Background(), append(settings, others...)...)
	require.NoError(tb, err)
	return ix.Snapshot()
}

func worked(tb testing.TB) *index.Snapshot {
	tb.Helper()
	return snapshot(tb, slices.Values(indextest.Worked()))
}

// stream is an index with an org stream loaded.
func stream(tb testing.TB, path string) *index.Snapshot {
	tb.Helper()
	ix, err := index.Open(tb.TempDir(), nil)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, ix.Close()) })
	_, err = ix.Load(context.Background(), loader.New([]string{path}, nil).Load)
	require.NoError(tb, err)
	return ix.Snapshot()
}
