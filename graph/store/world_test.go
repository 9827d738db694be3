package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

// world is an open store with the State that it should hold.
type world struct {
	t     testing.TB
	dir   string
	st    *store.Store
	state *graph.State
	rev   graph.Revision
}

// openWorld opens a store in the directory and states the root business unit, if that is still to do.
func openWorld(t testing.TB, dir string, o *store.Options) *world {
	w := &world{t: t, dir: dir}
	var err error
	w.st, w.state, w.rev, err = store.Open(dir, o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = w.st.Close() })
	if w.rev == 0 {
		w.append(unit("root", ""))
	}
	return w
}

// append makes changes durable, as effects too.
func (w *world) append(changes ...graph.Change) {
	w.t.Helper()
	w.replay(changes...)
	require.NoError(w.t, w.st.Append(context.Background(), store.Entry{Revision: w.rev, Changes: changes}))
}

// replay makes changes in memory only.
func (w *world) replay(changes ...graph.Change) {
	w.t.Helper()
	state, err := w.state.Replay(changes)
	require.NoError(w.t, err)
	w.state, w.rev = state, w.rev+1
}

func (w *world) checkpoint() {
	w.t.Helper()
	require.NoError(w.t, w.st.Checkpoint(context.Background(), w.rev, w.state))
}

// reopen closes the store, opens it again and compares what it holds.
func (w *world) reopen(o *store.Options) {
	w.t.Helper()
	require.NoError(w.t, w.st.Close())
	w.open(o)
}

// open opens the store once it is closed and compares what it holds.
func (w *world) open(o *store.Options) {
	w.t.Helper()
	st, state, rev, err := store.Open(w.dir, o)
	require.NoError(w.t, err)
	w.t.Cleanup(func() { _ = st.Close() })
	require.Equal(w.t, w.rev, rev)
	require.Equal(w.t, rev, st.Revision())
	requireSame(w.t, w.state, state)
	w.st, w.state = st, state
}

// requireSame compares two States page by page.
func requireSame(t testing.TB, want, got *graph.State) {
	t.Helper()
	wanted, have := content(want), content(got)
	require.Equal(t, len(wanted), len(have), "number of pages")
	for key, page := range wanted {
		require.True(t, have[key] == page, "page %v differs", key)
	}
}

func content(s *graph.State) map[graph.PageKey]string {
	pages := map[graph.PageKey]string{}
	for page := range s.Pages() {
		pages[page.Key] = string(page.Append(nil))
	}
	return pages
}

func unit(id, parent string) graph.Change {
	return graph.PutObject{Object: graph.BusinessUnit{ID: id, Parent: parent}}
}

func user(id string) graph.Change {
	return graph.PutObject{Object: graph.User{ID: id, BusinessUnit: "root"}}
}

// users are n users whose names are text that does not compress.
func users(from, n, nameBytes int) []graph.Change {
	random := rand.New(rand.NewPCG(1, uint64(from)))
	changes := make([]graph.Change, n)
	for i := range changes {
		name := make([]byte, nameBytes)
		for j := range name {
			name[j] = byte('!' + random.IntN(90))
			if name[j] == '"' || name[j] == '\\' {
				name[j] = 'x'
			}
		}
		changes[i] = graph.PutObject{Object: graph.User{
			ID: fmt.Sprintf("user-%06d", from+i), Name: string(name), BusinessUnit: "root",
		}}
	}
	return changes
}
