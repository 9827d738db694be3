package store_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

func TestLogYieldsWhatWasAppended(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	want := [][]graph.Change{nil, {unit("root", "")}}
	for i := range 10 {
		changes := users(i*3, 3, 20)
		w.append(changes...)
		want = append(want, changes)
	}
	for range 2 {
		next := graph.Revision(1)
		for e, err := range w.st.Log(next) {
			require.NoError(t, err)
			require.Equal(t, next, e.Revision)
			require.Equal(t, want[next], e.Changes)
			require.Nil(t, e.Effects)
			next++
		}
		require.Equal(t, w.rev+1, next)
		w.reopen(nil)
	}
	for e, err := range w.st.Log(5) {
		require.NoError(t, err)
		require.Equal(t, graph.Revision(5), e.Revision)
		// Appending and closing while one walks the log must not wait for the walk.
		w.append(user("more"))
		break
	}
	for range w.st.Log(w.rev + 1) {
		t.Fatal("an entry after the last")
	}
}

func TestEntryOfManyTransactions(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	// About 6 MiB: a dozen chunks and three transactions.
	w.append(users(0, 12_000, 500)...)
	w.append(user("small"))
	w.reopen(nil)
	w.checkpoint()
	w.reopen(&store.Options{ReadOnly: true})
}

func TestBatchesOfManyTransactions(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	var batches []store.Entry
	for i := range 4 {
		changes := users(i*10_000, 2_000, 500)
		w.replay(changes...)
		batches = append(batches, store.Entry{Revision: w.rev, Changes: changes})
	}
	require.NoError(t, w.st.Append(context.Background(), batches...))
	w.reopen(nil)
}
