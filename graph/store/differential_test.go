package store_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
)

func TestCheckpointWritesOnlyPagesThatDiffer(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(users(0, 20_000, 4)...)
	w.checkpoint()
	for range 2 {
		base, names := w.state, w.st.PageNames()
		w.append(user("user-000007"))
		w.checkpoint()

		old := map[graph.PageKey]graph.Page{}
		for page := range base.Pages() {
			old[page.Key] = page
		}
		differ, now := 0, w.st.PageNames()
		for page := range w.state.Pages() {
			same := page.Same(old[page.Key])
			if !same {
				differ++
			}
			require.Equal(t, same, now[page.Key] == names[page.Key], "page %v", page.Key)
		}
		require.NotZero(t, differ)
		require.Less(t, differ, len(now))
		// The pages of the root are all that there are, and the log is empty.
		require.Len(t, w.st.Keys(), len(now)+1)
		w.reopen(nil) // and the names are known again
		require.Equal(t, now, w.st.PageNames())
	}
	// A checkpoint of the same State writes no page.
	names := w.st.PageNames()
	w.checkpoint()
	require.Equal(t, names, w.st.PageNames())
}

func TestOrphansAreSwept(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(users(0, 100, 4)...)
	w.checkpoint()
	w.append(user("u"))
	keys := w.st.Keys()
	// What a checkpoint that did not end leaves, and log entries that it did not come to remove.
	require.NoError(t, w.st.Put("page/0000000000ffffff", []byte("orphan")))
	require.NoError(t, w.st.Put("page/0000000000ffffff/00000001", []byte("orphan")))
	require.NoError(t, w.st.Put("log/0000000000000001", []byte("superseded")))
	w.reopen(nil)
	require.Equal(t, keys, w.st.Keys())
	// Names are never given twice.
	w.append(users(0, 100, 5)...)
	w.checkpoint()
	for _, name := range w.st.PageNames() {
		require.True(t, name < 0xffffff || name > 0xffffff)
	}
	for _, key := range w.st.Keys() {
		require.False(t, strings.HasPrefix(key, "log/"))
	}
}

func TestSupersededPagesGiveTheirSpaceBack(t *testing.T) {
	if testing.Short() {
		t.Skip("writes much, by one goroutine")
	}
	w := openWorld(t, t.TempDir(), nil)
	var first int64
	for i := range 4 {
		var err error
		w.state, err = graph.NewState().Replay(append([]graph.Change{unit("root", "")}, users(i, 5_000, 800)...))
		require.NoError(t, err)
		w.rev++
		w.checkpoint()
		w.reopen(nil)
		size, err := w.st.Size()
		require.NoError(t, err)
		if i == 0 {
			first = size
		}
		require.Less(t, size, 3*first+8<<20)
	}
}
