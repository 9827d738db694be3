package store_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

// The tests of this file each stand for something that Badger does and the store must bear.

// crashed copies the files of an open store, which is what a killed process leaves.
func crashed(t *testing.T, w *world) string {
	dir := t.TempDir()
	restoreFiles(t, dir, saveFiles(t, w.dir))
	return dir
}

func requireOpens(t *testing.T, w *world, dir string, o *store.Options) {
	t.Helper()
	st, state, rev, err := store.Open(dir, o)
	require.NoError(t, err)
	require.Equal(t, w.rev, rev)
	requireSame(t, w.state, state)
	require.NoError(t, st.Close())
}

// Open fails on a write-ahead file or a value log that was created and never written to.
func TestEmptyFilesAfterAKill(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(users(0, 100, 20)...)
	for _, name := range []string{"00009.mem", "000009.vlog", "DISCARD"} {
		for _, readOnly := range []bool{false, true} {
			dir := crashed(t, w)
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
			requireOpens(t, w, dir, &store.Options{ReadOnly: readOnly})
		}
	}
	// A reader, too, meets an empty value log of a process that was killed before it wrote anything.
	require.NoError(t, w.st.Close())
	require.NoError(t, os.WriteFile(filepath.Join(w.dir, "000009.vlog"), nil, 0o600))
	requireOpens(t, w, w.dir, &store.Options{ReadOnly: true})
}

// A read-only open fails after a crash until the store was opened for writing once.
func TestReadOnlyAfterACrash(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(users(0, 100, 20)...)
	w.checkpoint()
	w.append(user("u"))
	dir := crashed(t, w)
	for range 2 {
		requireOpens(t, w, dir, &store.Options{ReadOnly: true})
	}
}

// A process may die at any step of creating a store.
func TestDeathWhileCreating(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	require.NoError(t, w.st.Close())
	files := saveFiles(t, w.dir)
	for _, names := range [][]string{
		{}, {"MANIFEST-REWRITE"}, {"MANIFEST"}, {"MANIFEST", "KEYREGISTRY"}, {"MANIFEST", "KEYREGISTRY", "00001.mem"},
	} {
		dir := t.TempDir()
		for _, name := range names {
			content := files[name]
			if name == "MANIFEST" {
				content = content[:16] // without tables
			}
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
		}
		st, _, rev, err := store.Open(dir, nil)
		require.NoError(t, err, "%v", names)
		require.Zero(t, rev)
		require.NoError(t, st.Close())
	}
}

// Another program's Badger is not ours, though it would open.
func TestBadgerOfAnotherProgramIsRefused(t *testing.T) {
	dir := t.TempDir()
	db, err := badger.Open(badger.DefaultOptions(dir).WithLogger(nil))
	require.NoError(t, err)
	require.NoError(t, db.Close())
	before := saveFiles(t, dir)
	_, _, _, err = store.Open(dir, nil)
	require.ErrorIs(t, err, store.ErrFormat)
	_, _, _, err = store.Open(dir, &store.Options{ReadOnly: true})
	require.ErrorIs(t, err, store.ErrFormat)
	require.Equal(t, before, saveFiles(t, dir))
}

// Values of 1 MiB go to the value log, which would need its own collection.
func TestNothingReachesTheValueLog(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(users(0, 10_000, 700)...) // an entry of 7 MiB, pages of 3 MiB
	w.checkpoint()
	parts := 0
	for _, key := range w.st.Keys() {
		value, err := w.st.Value(key)
		require.NoError(t, err)
		require.LessOrEqual(t, len(value), store.CutSize+64)
		if strings.HasPrefix(key, "page/") && strings.HasSuffix(key, "/00000001") {
			parts++
		}
	}
	require.NotZero(t, parts, "a page in parts")
	w.reopen(nil)
	require.NoError(t, w.st.Close())
	for name, content := range saveFiles(t, w.dir) {
		if filepath.Ext(name) == ".vlog" {
			require.LessOrEqual(t, len(content), 20, name)
		}
	}
}

// On 32-bit systems Badger's table builder writes over its first blocks when their arena, which the sizes of
// the values decide, is full.
func TestTablesOfValuesOfAnySize(t *testing.T) {
	if testing.Short() {
		t.Skip("writes much, by one goroutine")
	}
	for _, nameBytes := range []int{1, 60, 150} {
		w := openWorld(t, t.TempDir(), nil)
		for i := range 3 {
			// Entries a little above 8 KiB, pages of some 100 KiB and more.
			var batches []store.Entry
			for j := range 200 {
				changes := users(i*20_000+j*100, 8_000/(nameBytes+60), nameBytes)
				w.replay(changes...)
				batches = append(batches, store.Entry{Revision: w.rev, Changes: changes})
			}
			require.NoError(t, w.st.Append(context.Background(), batches...))
			w.checkpoint()
		}
		w.append(users(0, 10_000, 1_000)...)
		w.checkpoint()
		w.reopen(nil)
	}
}

// The files of an open store are sparse, and gone once it is closed.
func TestSizeIsThatOfBlocks(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	size, err := w.st.Size()
	require.NoError(t, err)
	require.NotZero(t, size)
	if runtime.GOOS != "windows" {
		require.Less(t, size, int64(2<<20))
	}
	require.NoError(t, w.st.Close())
	require.Less(t, store.DiskUse(w.dir), int64(1<<20))
}

// Badger's default options take 85 MB at once.
func TestEmptyStoreIsSmall(t *testing.T) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	w := openWorld(t, t.TempDir(), nil)
	runtime.GC()
	runtime.ReadMemStats(&after)
	require.Less(t, int64(after.HeapAlloc)-int64(before.HeapAlloc), int64(25_000_000))
	runtime.KeepAlive(w)
}

// Badger merges waiting transactions but syncs each, so the store writes batches given together as one.
func TestBatchesTogetherAreOneTransaction(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	var batches []store.Entry
	for range 1_000 {
		w.replay(user("u"))
		batches = append(batches, store.Entry{Revision: w.rev, Changes: []graph.Change{user("u")}})
	}
	versions := w.st.Versions()
	require.NoError(t, w.st.Append(context.Background(), batches...))
	require.Equal(t, versions+1, w.st.Versions())
	w.reopen(nil)
}
