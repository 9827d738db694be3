package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

// keeping is options that keep so many bytes of the log.
func keeping(bytes int64) *store.Options { return &store.Options{KeepBytes: bytes} }

// requireLog compares the revisions that the log yields from one on, and which of them are loads.
func requireLog(t *testing.T, st *store.Store, from, last graph.Revision, loads ...graph.Revision) {
	t.Helper()
	next := from
	var resets []graph.Revision
	for e, err := range st.Log(from) {
		require.NoError(t, err)
		require.Equal(t, next, e.Revision)
		require.Equal(t, graph.RulesVersion, e.Rules)
		if e.Reset {
			require.Nil(t, e.Changes)
			require.Nil(t, e.Effects)
			resets = append(resets, e.Revision)
		}
		next++
	}
	require.Equal(t, last+1, next)
	require.Equal(t, loads, resets)
}

func requireTrimmed(t *testing.T, st *store.Store, from graph.Revision) {
	t.Helper()
	yielded := 0
	for _, err := range st.Log(from) {
		require.ErrorIs(t, err, store.ErrTrimmed)
		yielded++
	}
	require.Equal(t, 1, yielded)
}

func TestLogIsKeptAcrossCheckpointsAndLoads(t *testing.T) {
	w := openWorld(t, t.TempDir(), keeping(1<<20))
	var loads []graph.Revision
	for i := range 6 {
		w.append(users(i*10, 3, 20)...)
		w.append(users(i*10, 3, 20)...)
		if i%3 == 1 {
			w.replay(users(1000*i, 100, 20)...)
			loads = append(loads, w.rev)
		}
		w.checkpoint()
		requireLog(t, w.st, 1, w.rev, loads...)
		w.append(user("after"))
		requireLog(t, w.st, 1, w.rev, loads...)
		if i%2 == 0 {
			w.reopen(keeping(1 << 20))
			requireLog(t, w.st, 1, w.rev, loads...)
		}
	}
	requireLog(t, w.st, w.rev, w.rev)
	requireLog(t, w.st, w.rev+1, w.rev)
	w.reopen(&store.Options{ReadOnly: true})
	requireLog(t, w.st, 1, w.rev, loads...)
	_, _, err := w.st.Read(context.Background())
	require.NoError(t, err)
}

func TestOldestEntriesGoFirst(t *testing.T) {
	const keep = 100_000
	w := openWorld(t, t.TempDir(), keeping(keep))
	last := graph.Revision(1)
	for range 40 {
		for range 10 {
			w.append(users(int(w.rev), 10, 100)...) // about 1,500 bytes
		}
		w.checkpoint()
		oldest, bytes := w.st.Kept()
		require.GreaterOrEqual(t, oldest, last)
		last = oldest
		if oldest > 1 {
			require.GreaterOrEqual(t, bytes, int64(keep))
			requireTrimmed(t, w.st, oldest-1)
		}
		require.Less(t, bytes, int64(keep+30_000), "what ten batches take more")
		requireLog(t, w.st, oldest, w.rev)
		require.Contains(t, w.st.Keys(), fmt.Sprintf("log/%016x", uint64(oldest)))
		require.NotContains(t, w.st.Keys(), fmt.Sprintf("log/%016x", uint64(oldest-1)))
	}
	require.Greater(t, last, graph.Revision(100))
	oldest, bytes := w.st.Kept()
	w.reopen(keeping(keep / 2))
	againOldest, againBytes := w.st.Kept()
	require.Equal(t, oldest, againOldest, "what is kept changes with the next checkpoint")
	require.Equal(t, bytes, againBytes)
	w.checkpoint()
	fewer, _ := w.st.Kept()
	require.Greater(t, fewer, oldest)
	requireLog(t, w.st, fewer, w.rev)
	w.reopen(nil) // keeps none
	w.checkpoint()
	requireTrimmed(t, w.st, w.rev)
	for _, key := range w.st.Keys() {
		require.False(t, strings.HasPrefix(key, "log/"), key)
	}
}

// However little is to be kept, the entry of a load is, until something else comes.
func TestLoadIsKeptWhereAnythingIs(t *testing.T) {
	w := openWorld(t, t.TempDir(), keeping(1))
	w.replay(users(0, 100, 20)...)
	w.checkpoint()
	requireLog(t, w.st, w.rev, w.rev, w.rev)
	w.append(user("u"))
	requireLog(t, w.st, w.rev-1, w.rev, w.rev-1)
	w.reopen(nil)
	w.replay(users(0, 100, 20)...)
	w.checkpoint()
	requireTrimmed(t, w.st, w.rev)
}

// Many small checkpoints make few stretches, and so a small root.
func TestRootStaysSmall(t *testing.T) {
	w := openWorld(t, t.TempDir(), keeping(1<<20))
	root, err := w.st.Value("root")
	require.NoError(t, err)
	before := len(root)
	for range 200 {
		w.append(user("u"))
		w.checkpoint()
	}
	root, err = w.st.Value("root")
	require.NoError(t, err)
	require.Less(t, len(root), before+200)
	requireLog(t, w.st, 1, w.rev)
}

// Nothing of what is kept is read to recover the State.
func TestKeptEntriesAreNotRecovered(t *testing.T) {
	w := openWorld(t, t.TempDir(), keeping(1<<20))
	w.append(users(0, 10, 20)...)
	w.append(user("v"))
	w.checkpoint()
	w.append(user("u"))
	value, err := w.st.Value("log/0000000000000002")
	require.NoError(t, err)
	value[5] ^= 1
	require.NoError(t, w.st.Put("log/0000000000000002", value))
	w.reopen(nil)
	for _, err := range w.st.Log(2) {
		require.ErrorIs(t, err, store.ErrCorrupt)
	}
	requireLog(t, w.st, 3, w.rev)
	_, _, err = w.st.Read(context.Background())
	require.ErrorIs(t, err, store.ErrCorrupt)
	require.NoError(t, w.st.Remove("log/0000000000000002"))
	for _, err := range w.st.Log(2) {
		require.ErrorIs(t, err, store.ErrCorrupt)
	}
	_, _, err = w.st.Read(context.Background())
	require.ErrorIs(t, err, store.ErrCorrupt)
}

func TestMissingKeptEntriesShow(t *testing.T) {
	w := openWorld(t, t.TempDir(), keeping(1<<20))
	for range 5 {
		w.append(user("u"))
	}
	w.checkpoint()
	for _, key := range []string{"log/0000000000000006", "log/0000000000000003"} {
		require.NoError(t, w.st.Remove(key))
		var got error
		for _, err := range w.st.Log(2) {
			got = err
		}
		require.ErrorIs(t, got, store.ErrCorrupt)
		_, _, err := w.st.Read(context.Background())
		require.ErrorIs(t, err, store.ErrCorrupt)
	}
	w.reopen(nil)
}

// A process that dies while it trims leaves entries, or parts of them, that the root says are gone.
func TestTrimmingIsFinishedByOpen(t *testing.T) {
	w := openWorld(t, t.TempDir(), keeping(1))
	e := large(w, 0)
	keys, values, err := store.EntryValues(e)
	require.NoError(t, err)
	require.Greater(t, len(keys), 2)
	w.append(e.Changes...)
	w.checkpoint()
	w.append(user("u"))
	w.append(user("v"))
	w.checkpoint()
	oldest, _ := w.st.Kept()
	require.Equal(t, e.Revision+1, oldest)
	before := w.st.Keys()
	for first := range keys { // the first ones went
		for i, key := range keys[first:] {
			require.NoError(t, w.st.Put(key, values[first+i]))
		}
		requireTrimmed(t, w.st, e.Revision)
		w.reopen(&store.Options{ReadOnly: true})
		requireTrimmed(t, w.st, e.Revision)
		requireLog(t, w.st, oldest, w.rev)
		w.reopen(keeping(1))
		require.Equal(t, before, w.st.Keys())
		requireLog(t, w.st, oldest, w.rev)
	}
}

// More entries than one transaction removes.
func TestTrimmingOfManyEntries(t *testing.T) {
	w := openWorld(t, t.TempDir(), keeping(1<<30))
	var batches []store.Entry
	for range 25_000 {
		w.rev++
		batches = append(batches, store.Entry{Revision: w.rev, Changes: []graph.Change{user("u")}})
	}
	state, err := w.state.Replay([]graph.Change{user("u")})
	require.NoError(t, err)
	w.state = state
	require.NoError(t, w.st.Append(context.Background(), batches...))
	w.checkpoint()
	requireLog(t, w.st, 1, w.rev)
	w.reopen(nil)
	versions := w.st.Versions()
	w.checkpoint()
	require.GreaterOrEqual(t, w.st.Versions(), versions+4, "the root and three parts of the log")
	for _, key := range w.st.Keys() {
		require.False(t, strings.HasPrefix(key, "log/"), key)
	}
}

// A store of version 1 has no kept entries, and becomes one of version 2 with its next checkpoint.
func TestOldFormatOpens(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(users(0, 100, 20)...)
	w.checkpoint()
	w.append(user("u"))
	root, err := w.st.Value("root")
	require.NoError(t, err)
	root, err = store.OldRoot(root)
	require.NoError(t, err)
	require.NoError(t, w.st.Put("root", root))
	require.NoError(t, w.st.Close())
	mark := store.MarkText(1, w.rev)
	require.NoError(t, os.WriteFile(filepath.Join(w.dir, store.MarkName), []byte(mark), 0o600))
	for _, o := range []*store.Options{{ReadOnly: true}, keeping(1 << 20)} {
		w.open(o)
		requireTrimmed(t, w.st, w.rev-1)
		requireLog(t, w.st, w.rev, w.rev)
		require.NoError(t, w.st.Close())
	}
	w.open(keeping(1 << 20))
	first := w.rev
	w.append(user("v"))
	w.checkpoint()
	w.append(user("w"))
	w.reopen(keeping(1 << 20))
	requireTrimmed(t, w.st, first-1)
	requireLog(t, w.st, first, w.rev)
}

func TestLoadIsNoBatch(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	require.ErrorIs(t, w.st.Append(context.Background(), store.Entry{Revision: w.rev + 1, Reset: true}), graph.ErrInvalid)
	// Nor may one stand in the log after the root.
	keys, values, err := store.EntryValues(store.Entry{Revision: w.rev + 1, Reset: true})
	require.NoError(t, err)
	require.NoError(t, w.st.Put(keys[0], values[0]))
	require.NoError(t, w.st.Close())
	_, _, _, err = store.Open(w.dir, nil)
	require.ErrorIs(t, err, store.ErrCorrupt)
}

// A load that the disk has no room for leaves no entry, and a torn batch after the kept ones none either.
func TestRefusedLoadAndTornBatchLeaveTheLog(t *testing.T) {
	var d disk
	d.free.Store(1 << 30)
	o := d.options()
	o.KeepBytes = 1 << 20
	w := openWorld(t, t.TempDir(), o)
	w.append(users(0, 100, 20)...)
	w.checkpoint()
	keys := w.st.Keys()
	loaded, err := w.state.Replay(users(0, 10_000, 100))
	require.NoError(t, err)
	d.free.Store(100_000)
	require.ErrorIs(t, w.st.Checkpoint(context.Background(), w.rev+1, loaded), store.ErrFull)
	d.free.Store(1 << 30)
	require.Equal(t, keys, w.st.Keys())
	requireLog(t, w.st, 1, w.rev)

	torn, values, err := store.EntryValues(large(w, 0))
	require.NoError(t, err)
	require.NoError(t, w.st.Put(torn[0], values[0]))
	requireLog(t, w.st, 1, w.rev)
	w.reopen(&store.Options{ReadOnly: true})
	requireLog(t, w.st, 1, w.rev)
	w.reopen(o)
	require.Equal(t, keys, w.st.Keys())
	requireLog(t, w.st, 1, w.rev)
	w.replay(users(0, 100, 20)...)
	w.checkpoint()
	requireLog(t, w.st, 1, w.rev, w.rev)
}
