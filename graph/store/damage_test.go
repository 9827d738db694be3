package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

// closedStore is a small store with pages and log entries, closed; with entries that are kept too, if asked.
func closedStore(t *testing.T, o *store.Options) (*world, []string) {
	w := openWorld(t, t.TempDir(), o)
	w.append(users(0, 200, 20)...)
	w.checkpoint()
	w.append(users(500, 30, 20)...)
	w.append(user("u"))
	keys := w.st.Keys()
	require.NoError(t, w.st.Close())
	return w, keys
}

// requireDamageShown opens a damaged store: it must say so, or hold what it held.
func requireDamageShown(t *testing.T, w *world, readOnly bool, what string, args ...any) (shown bool) {
	t.Helper()
	st, state, rev, err := store.Open(w.dir, &store.Options{ReadOnly: readOnly})
	if err != nil {
		known := errors.Is(err, store.ErrCorrupt) || errors.Is(err, store.ErrFormat) || errors.Is(err, fs.ErrNotExist)
		require.True(t, known, "%v: %s", err, fmt.Sprintf(what, args...))
		return true
	}
	require.Equal(t, w.rev, rev, fmt.Sprintf(what, args...))
	requireSame(t, w.state, state)
	oldest, _ := st.Kept()
	requireLog(t, st, oldest, rev)
	require.NoError(t, st.Close())
	return false
}

func TestFlippedBitsInFilesShow(t *testing.T) {
	w, _ := closedStore(t, keeping(1<<20))
	saved := saveFiles(t, w.dir)
	random := rand.New(rand.NewPCG(7, 7))
	const flips = 25 // of each file
	shown := map[string]int{}
	for name, content := range saved {
		if len(content) == 0 || name == "DISCARD" {
			continue
		}
		for range flips {
			restoreFiles(t, w.dir, saved)
			at, bit := random.IntN(len(content)), byte(1)<<random.IntN(8)
			bent := append([]byte(nil), content...)
			bent[at] ^= bit
			require.NoError(t, os.WriteFile(filepath.Join(w.dir, name), bent, 0o600))
			if requireDamageShown(t, w, at%2 == 0, "bit %d of byte %d of %s", bit, at, name) {
				shown[name]++
			}
		}
	}
	restoreFiles(t, w.dir, saved)
	require.False(t, requireDamageShown(t, w, true, "restored"))
	for name := range shown {
		if strings.HasSuffix(name, ".sst") || strings.HasSuffix(name, store.MarkName) {
			require.Equal(t, flips, shown[name], "flips in %s", name)
		}
	}
}

func TestTruncatedFilesShow(t *testing.T) {
	w, _ := closedStore(t, keeping(1<<20))
	saved := saveFiles(t, w.dir)
	random := rand.New(rand.NewPCG(8, 8))
	for name, content := range saved {
		sizes := []int{0, len(content) - 1}
		for range 10 {
			sizes = append(sizes, random.IntN(len(content)+1))
		}
		for _, size := range sizes {
			restoreFiles(t, w.dir, saved)
			if size < 0 {
				continue
			}
			require.NoError(t, os.WriteFile(filepath.Join(w.dir, name), content[:size], 0o600))
			requireDamageShown(t, w, false, "%d bytes of %s", size, name)
		}
		restoreFiles(t, w.dir, saved)
		require.NoError(t, os.Remove(filepath.Join(w.dir, name)))
		requireDamageShown(t, w, false, "without %s", name)
	}
}

func TestDamagedValuesShow(t *testing.T) {
	w, keys := closedStore(t, nil)
	saved := saveFiles(t, w.dir)
	random := rand.New(rand.NewPCG(9, 9))
	for _, key := range keys {
		for _, damage := range []func([]byte) []byte{
			func(v []byte) []byte { v[random.IntN(len(v))] ^= 1 << random.IntN(8); return v },
			func(v []byte) []byte { return v[:random.IntN(len(v))] },
			func(v []byte) []byte { return append(v, 0) },
		} {
			restoreFiles(t, w.dir, saved)
			st, _, _, err := store.Open(w.dir, nil)
			require.NoError(t, err)
			value, err := st.Value(key)
			require.NoError(t, err)
			require.NoError(t, st.Put(key, damage(value)))
			require.NoError(t, st.Close())
			_, _, _, err = store.Open(w.dir, nil)
			require.ErrorIs(t, err, store.ErrCorrupt, "value of %s", key)
		}
	}
}

func TestValueInAWrongPlaceShows(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(users(0, 200, 20)...)
	w.checkpoint()
	var pages []string
	for _, key := range w.st.Keys() {
		if strings.HasPrefix(key, "page/") {
			pages = append(pages, key)
		}
	}
	value, err := w.st.Value(pages[0])
	require.NoError(t, err)
	require.NoError(t, w.st.Put(pages[1], value))
	require.NoError(t, w.st.Close())
	_, _, _, err = store.Open(w.dir, nil)
	require.ErrorIs(t, err, store.ErrCorrupt)
}

func TestNewerFormatIsRefused(t *testing.T) {
	w, _ := closedStore(t, nil)
	saved := saveFiles(t, w.dir)
	text := store.MarkText(store.FormatVersion+1, graph.Revision(3))
	require.NoError(t, os.WriteFile(filepath.Join(w.dir, store.MarkName), []byte(text), 0o600))
	_, _, _, err := store.Open(w.dir, nil)
	require.ErrorIs(t, err, store.ErrFormat)
	restoreFiles(t, w.dir, saved)

	st, _, _, err := store.Open(w.dir, nil)
	require.NoError(t, err)
	root, err := st.Value("root")
	require.NoError(t, err)
	require.NoError(t, st.Put("root", store.SealRoot(store.FormatVersion+1, graph.RulesVersion, root)))
	require.NoError(t, st.Close())
	_, _, _, err = store.Open(w.dir, nil)
	require.ErrorIs(t, err, store.ErrFormat)
	require.ErrorContains(t, err, fmt.Sprintf("format %d", store.FormatVersion+1))
}

func saveFiles(t *testing.T, dir string) map[string][]byte {
	files := map[string][]byte{}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, each := range entries {
		files[each.Name()], err = os.ReadFile(filepath.Join(dir, each.Name()))
		require.NoError(t, err)
	}
	return files
}

func restoreFiles(t *testing.T, dir string, files map[string][]byte) {
	require.NoError(t, os.RemoveAll(dir))
	require.NoError(t, os.Mkdir(dir, 0o700))
	for name, content := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
}
