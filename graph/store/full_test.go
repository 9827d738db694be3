package store_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

// disk is a disk that has as much room as a test says.
type disk struct{ free atomic.Uint64 }

func (d *disk) options() *store.Options {
	return &store.Options{Free: func(string) (uint64, bool) { return d.free.Load(), true }}
}

func TestFullDiskRefusesWritesAndLeavesTheStore(t *testing.T) {
	var d disk
	d.free.Store(1 << 30)
	w := openWorld(t, t.TempDir(), d.options())
	w.append(users(0, 100, 20)...)
	keys := w.st.Keys()

	d.free.Store(100_000)
	entry := store.Entry{Revision: w.rev + 1, Changes: users(500, 10, 20)}
	err := w.st.Append(context.Background(), entry)
	require.ErrorIs(t, err, store.ErrFull)
	require.ErrorContains(t, err, w.dir)
	require.ErrorIs(t, w.st.Checkpoint(context.Background(), w.rev, w.state), store.ErrFull)
	require.Equal(t, keys, w.st.Keys())
	for e, err := range w.st.Log(1) {
		require.NoError(t, err)
		require.LessOrEqual(t, e.Revision, w.rev)
	}

	d.free.Store(1 << 30) // room again: the same store goes on
	w.append(entry.Changes...)
	w.checkpoint()
	w.reopen(d.options())
}

func TestDiskThatFillsDuringALoad(t *testing.T) {
	var d disk
	d.free.Store(1 << 30)
	w := openWorld(t, t.TempDir(), d.options())
	w.append(users(0, 100, 20)...)
	load, err := graph.NewState().Replay(append([]graph.Change{unit("root", "")}, users(0, 20_000, 400)...))
	require.NoError(t, err)
	// Each look finds less: some pages are written, and the rest is not.
	left := atomic.Int64{}
	left.Store(16 << 20)
	filling := &store.Options{Free: func(string) (uint64, bool) { return uint64(max(0, left.Add(-1<<20))), true }}
	w.reopen(filling)
	require.ErrorIs(t, w.st.Checkpoint(context.Background(), w.rev+1, load), store.ErrFull)
	require.Equal(t, w.rev, w.st.Revision())
	w.reopen(d.options())
	// Opened again, nothing is left of the load.
	require.Len(t, w.st.Keys(), len(content(graph.NewState()))+1+int(w.rev))
	w.append(user("u"))
	w.reopen(nil)
}

func TestDiskThatFillsDuringABatch(t *testing.T) {
	if testing.Short() {
		t.Skip("writes much, by one goroutine")
	}
	w := openWorld(t, t.TempDir(), nil)
	before := w.st.Keys()
	large := users(0, 20_000, 400)
	looks := 0
	w.reopen(&store.Options{Free: func(string) (uint64, bool) {
		if looks++; looks == 4 { // of the third transaction
			return 0, true
		}
		return 1 << 30, true
	}})
	looks = 0
	require.ErrorIs(t, w.st.Append(context.Background(), store.Entry{Revision: w.rev + 1, Changes: large}), store.ErrFull)
	require.Equal(t, before, w.st.Keys())
	w.append(large...)
	w.reopen(nil)
}

func TestFullDiskDoesNotOpenForWriting(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(users(0, 100, 20)...)
	require.NoError(t, w.st.Close())
	var d disk
	_, _, _, err := store.Open(w.dir, d.options())
	require.ErrorIs(t, err, store.ErrFull)
	readOnly := d.options()
	readOnly.ReadOnly = true
	requireOpens(t, w, w.dir, readOnly)
}
