package index_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// countdown is a context that is cancelled once it has been asked a number of times whether it is.
type countdown struct {
	context.Context
	cancel context.CancelFunc
	mutex  sync.Mutex
	left   int
}

func newCountdown(t *testing.T, asked int) *countdown {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	return &countdown{Context: ctx, cancel: cancel, left: asked}
}

func (c *countdown) Err() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.left--; c.left < 0 {
		c.cancel()
	}
	return c.Context.Err()
}

// cancelled does something with contexts that are cancelled later and later, until it succeeds in spite of
// them: each time before, it fails with the context's error.
func cancelled(t *testing.T, do func(ctx context.Context) error, untouched func()) {
	t.Helper()
	failed := 0
	for asked := 0; ; asked = asked*5/4 + 1 {
		err := do(newCountdown(t, asked))
		if err == nil {
			require.Positive(t, failed, "it asks no context")
			return
		}
		failed++
		require.ErrorIs(t, err, context.Canceled, "asked %d times", asked)
		untouched()
	}
}

// Load, Apply and Verify that are cancelled, at whatever moment, change nothing, and the index goes on.
func TestCancelled(t *testing.T) {
	requireNoneLeft(t)
	dir := t.TempDir()
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, ix.Close()) }()
	_, err = ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	now := ix.Snapshot()
	facts := dumped(t, now)
	untouched := func() {
		require.Same(t, now, ix.Snapshot())
		differences, err := ix.Verify(t.Context())
		require.NoError(t, err)
		require.Empty(t, differences)
	}
	reopened := func() {
		require.NoError(t, ix.Close())
		ix, err = index.Open(dir, nil)
		require.NoError(t, err)
		require.Equal(t, string(facts), string(dumped(t, ix.Snapshot())))
		now = ix.Snapshot()
	}

	few := make([]graph.Object, 50)
	changes := make([]graph.Change, len(few))
	for i := range few {
		few[i] = graph.Record{Entity: "account", ID: fmt.Sprint("few", i), Owner: graph.UserRef("cy")}
		changes[i] = graph.PutObject{Object: few[i]}
	}
	for _, row := range []struct {
		name string
		do   func(ctx context.Context) error
	}{
		{"small load", func(ctx context.Context) error { _, err := ix.Load(ctx, source(few)); return err }},
		{"apply", func(ctx context.Context) error { _, err := ix.Apply(ctx, changes...); return err }},
		{"verify", func(ctx context.Context) error { _, err := ix.Verify(ctx); return err }},
		{"large load", func(ctx context.Context) error { _, err := ix.Load(ctx, source(many())); return err }},
	} {
		t.Run(row.name, func(t *testing.T) {
			reopened()
			cancelled(t, row.do, untouched)
			facts, now = dumped(t, ix.Snapshot()), ix.Snapshot()
			reopened()
		})
	}
}

// A source that is cancelled, or fails, in the middle of a load loads nothing.
func TestSourceFails(t *testing.T) {
	ix, err := index.Open(t.TempDir(), nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, ix.Close()) }()
	_, err = ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	_, err = ix.Load(ctx, func(ctx context.Context, b *graph.Builder) error {
		require.NoError(t, source(many()[:100])(ctx, b))
		cancel()
		return source(many()[100:])(ctx, b) // it does not look
	})
	require.ErrorIs(t, err, context.Canceled)
	_, err = ix.Load(t.Context(), func(ctx context.Context, b *graph.Builder) error {
		require.NoError(t, source(many())(ctx, b))
		return index.ErrInvalid
	})
	require.ErrorIs(t, err, index.ErrInvalid)
	_, err = ix.SnapshotAt(ctx, 2)
	require.ErrorIs(t, err, context.Canceled)
	require.EqualValues(t, 1, ix.Revision())
	revision, err := ix.Load(t.Context(), func(context.Context, *graph.Builder) error { return nil })
	require.NoError(t, err)
	require.EqualValues(t, 1, revision)
}
