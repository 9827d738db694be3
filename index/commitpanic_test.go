package index_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// A context that panics does so in its caller, and leaves nothing behind that others trip over.
func TestContextThatPanics(t *testing.T) {
	ix, err := index.Open(t.TempDir(), nil)
	require.NoError(t, err)
	require.Panics(t, func() {
		_, _ = ix.Apply(struct{ context.Context }{}, graph.PutObject{Object: graph.BusinessUnit{ID: "root"}})
	})
	revision, err := ix.Apply(t.Context(), graph.PutObject{Object: graph.BusinessUnit{ID: "root"}})
	require.NoError(t, err)
	require.EqualValues(t, 1, revision)
	require.NoError(t, ix.Close())
}
