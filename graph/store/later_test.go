package store_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

// inTime puts syncs off until a test is over.
var inTime = &store.Options{SyncDelay: time.Hour}

func skipUnlessLater(t *testing.T) {
	if !store.SyncsItself {
		t.Skip("every write is synced at once here")
	}
}

func TestEveryWriteIsSynced(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	for i := range 20 {
		w.append(users(i*10, 10, 20)...)
		require.Zero(t, w.st.Unsynced())
	}
	w.append(users(0, 5_000, 700)...)
	w.checkpoint()
	require.Zero(t, w.st.Unsynced())
}

func TestSyncsPutOff(t *testing.T) {
	skipUnlessLater(t)
	w := openWorld(t, t.TempDir(), inTime)
	synced := func() {
		t.Helper()
		require.Zero(t, w.st.Unsynced())
		w.append(user("u"))
		w.append(user("u"))
		require.Equal(t, 2, w.st.Unsynced())
	}
	require.Equal(t, 1, w.st.Unsynced(), "the root unit")
	requireOpens(t, w, crashed(t, w), nil) // a process that dies loses nothing
	w.checkpoint()
	synced()
	w.append(users(0, 5_000, 700)...) // too much for one transaction
	synced()
	require.NoError(t, w.st.Sync())
	synced()
	w.reopen(inTime)
	synced()
	w.reopen(&store.Options{SyncDelay: time.Millisecond})
	w.append(user("u"))
	require.Eventually(t, func() bool { return w.st.Unsynced() == 0 }, 10*time.Second, time.Millisecond)
	w.append(user("u"))
	require.Eventually(t, func() bool { return w.st.Unsynced() == 0 }, 10*time.Second, time.Millisecond)
}

// After a sync that failed nothing is written, though the next one might succeed.
func TestSyncFails(t *testing.T) {
	skipUnlessLater(t)
	w := openWorld(t, t.TempDir(), inTime)
	w.append(user("u"))
	require.NoError(t, w.st.Sync())
	w.append(user("v"))
	w.st.BreakSync()
	require.Error(t, w.st.Sync())
	require.ErrorIs(t, w.st.Sync(), store.ErrFailed)
	entry := store.Entry{Revision: w.rev + 1, Changes: []graph.Change{user("u")}}
	require.ErrorIs(t, w.st.Append(context.Background(), entry), store.ErrFailed)
	require.ErrorIs(t, w.st.Checkpoint(context.Background(), w.rev, w.state), store.ErrFailed)
	for _, err := range w.st.Log(w.rev) {
		require.NoError(t, err)
	}
	w.reopen(inTime)
	w.append(user("u"))
	w.reopen(nil)
}

// Of entries that were written late one may be missing before others: these are lost with it. Any other that
// is missing is damage.
func TestMissingEntries(t *testing.T) {
	skipUnlessLater(t)
	for _, row := range []struct {
		name    string
		options *store.Options
		sync    graph.Revision // after which revision, 0: none
		missing graph.Revision
		left    graph.Revision // 0: damage
	}{
		{"synced at once", nil, 0, 5, 0},
		{"the first", inTime, 0, 2, 1},
		{"one between", inTime, 0, 5, 4},
		{"the last", inTime, 0, 9, 8},
		{"before a sync", inTime, 6, 5, 0},
		{"the last before a sync", inTime, 6, 6, 0},
		{"the first after a sync", inTime, 6, 7, 6},
		{"one after a sync", inTime, 6, 8, 7},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := openWorld(t, t.TempDir(), row.options)
			states := map[graph.Revision]*graph.State{w.rev: w.state}
			for w.rev < 9 {
				if w.rev == row.sync {
					require.NoError(t, w.st.Sync())
				}
				w.append(users(int(w.rev)*10, 3, 10)...)
				states[w.rev] = w.state
			}
			require.NoError(t, w.st.Remove(store.LogKey(row.missing)))
			require.NoError(t, w.st.Close())
			if row.left == 0 {
				_, _, _, err := store.Open(w.dir, nil)
				require.ErrorIs(t, err, store.ErrCorrupt)
				return
			}
			// As after a machine failed, when no Close has noted how far it went.
			mark := store.MarkText(store.FormatVersion, 1)
			require.NoError(t, os.WriteFile(filepath.Join(w.dir, store.MarkName), []byte(mark), 0o600))
			w.state, w.rev = states[row.left], row.left
			w.open(&store.Options{ReadOnly: true})
			w.reopen(row.options)
			for range 3 {
				w.append(user("again"))
			}
			w.checkpoint()
			w.reopen(nil)
		})
	}
}

// A machine that fails leaves any of the pages of 4 KiB that were not synced. What was synced is there, and of
// the rest the first batches, none in part; also where Badger went on to other files meanwhile.
func TestMachineFails(t *testing.T) {
	skipUnlessLater(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	for _, row := range []struct {
		batches, nameBytes int
		rotates            bool
	}{{100, 20, false}, {30, 7_000, true}} {
		w := openWorld(t, t.TempDir(), inTime)
		states := map[graph.Revision]*graph.State{w.rev: w.state}
		write := func() {
			for range row.batches {
				changes := users(int(w.rev)%5*50, 50, row.nameBytes)
				w.append(append(changes, user(fmt.Sprint("after-", w.rev)))...)
				states[w.rev] = w.state
			}
		}
		write()
		require.NoError(t, w.st.Sync())
		synced, old := w.rev, saveFiles(t, w.dir)
		write()
		written := saveFiles(t, w.dir)
		for try := range 6 {
			files := surviving(random, old, written, try)
			if try == 5 { // the file that Badger has gone on to is there, and nothing new of the one before
				files = newMem(old, written)
			}
			dir := t.TempDir()
			for name, content := range files {
				path, size := filepath.Join(dir, name), int64(len(content))
				require.NoError(t, os.WriteFile(path, bytes.TrimRight(content, "\x00"), 0o600))
				require.NoError(t, os.Truncate(path, size))
			}
			st, state, rev, err := store.Open(dir, nil)
			require.NoError(t, err)
			require.GreaterOrEqual(t, rev, synced)
			require.LessOrEqual(t, rev, w.rev)
			if try == 5 {
				require.Equal(t, synced, rev)
			}
			requireSame(t, states[rev], state)
			require.NoError(t, st.Append(t.Context(), store.Entry{Revision: rev + 1, Changes: []graph.Change{user("u")}}))
			require.NoError(t, st.Close())
			st, _, again, err := store.Open(dir, nil)
			require.NoError(t, err)
			require.Equal(t, rev+1, again)
			require.NoError(t, st.Close())
		}
		require.Equal(t, row.rotates, len(newMem(old, written)) > len(old))
	}
}

// newMem are the old files and the write-ahead files that came later.
func newMem(old, written map[string][]byte) map[string][]byte {
	files := maps.Clone(old)
	for name, content := range written {
		if _, there := old[name]; !there && filepath.Ext(name) == ".mem" {
			files[name] = content
		}
	}
	return files
}

// surviving are the files as written, where write-ahead files have lost some of the pages that are not in the
// old ones.
func surviving(random *rand.Rand, old, written map[string][]byte, try int) map[string][]byte {
	const page = 4 << 10
	files := map[string][]byte{}
	for name, content := range written {
		files[name] = content
		if filepath.Ext(name) != ".mem" {
			continue
		}
		left := append([]byte(nil), content...)
		for at := 0; at < len(left); at += page {
			if random.IntN(1<<try) > 0 { // all are lost, half of them, a quarter …
				continue
			}
			n := copy(left[at:min(at+page, len(left))], make([]byte, page))
			if at < len(old[name]) {
				copy(left[at:at+n], old[name][at:])
			}
		}
		files[name] = left
	}
	return files
}
