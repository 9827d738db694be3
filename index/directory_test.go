package index_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// written is a directory with an index that was closed, and its dump.
func written(t *testing.T) (dir string, facts string) {
	t.Helper()
	dir = t.TempDir()
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	_, err = ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	_, err = ix.Load(t.Context(), source(many()))
	require.NoError(t, err)
	_, err = ix.Apply(t.Context(), graph.PutObject{Object: graph.Task{Name: "last"}})
	require.NoError(t, err)
	facts = string(dumped(t, ix.Snapshot()))
	require.NoError(t, ix.Close())
	return dir, facts
}

// A directory in use is refused with its name, and whoever has it goes on.
func TestDirectoryInUse(t *testing.T) {
	dir, _ := written(t)
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	for _, options := range []*index.Options{nil, {ReadOnly: true}} {
		_, err := index.Open(dir, options)
		require.ErrorIs(t, err, index.ErrLocked)
		require.ErrorContains(t, err, dir)
	}
	_, err = ix.Apply(t.Context(), graph.PutObject{Object: graph.Task{Name: "more"}})
	require.NoError(t, err)
	requireSound(t, ix)
	require.NoError(t, ix.Close())
	require.ErrorIs(t, ix.Close(), index.ErrClosed)
}

// What is no index is refused and left as it is.
func TestForeignDirectory(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "notes.txt")
	require.NoError(t, os.WriteFile(file, []byte("mine"), 0o600))
	empty, absent := t.TempDir(), filepath.Join(dir, "absent")
	for _, row := range []struct {
		path     string
		readOnly bool
		want     error
	}{
		{dir, false, index.ErrFormat},
		{dir, true, nil},
		{file, false, index.ErrFormat},
		{file, true, nil},
		{empty, true, fs.ErrNotExist},
		{absent, true, fs.ErrNotExist},
	} {
		_, err := index.Open(row.path, &index.Options{ReadOnly: row.readOnly})
		require.Error(t, err)
		if row.want != nil {
			require.ErrorIs(t, err, row.want)
		}
		require.ErrorContains(t, err, row.path)
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	entries, err = os.ReadDir(empty)
	require.NoError(t, err)
	require.Empty(t, entries)
}

// A reader writes nothing.
func TestReadOnly(t *testing.T) {
	dir, facts := written(t)
	ix, err := index.Open(dir, &index.Options{ReadOnly: true})
	require.NoError(t, err)
	require.Equal(t, facts, string(dumped(t, ix.Snapshot())))
	_, err = ix.Apply(t.Context(), graph.PutObject{Object: graph.Task{Name: "more"}})
	require.ErrorIs(t, err, index.ErrReadOnly)
	_, err = ix.Load(t.Context(), source(many()))
	require.ErrorIs(t, err, index.ErrReadOnly)
	require.Equal(t, facts, string(dumped(t, ix.Snapshot())))
	requireSound(t, ix)
	require.NoError(t, ix.Close())
}

// Whatever file is cut short or gone, the index is refused as damaged or has lost nothing.
func TestDamagedDirectory(t *testing.T) {
	dir, facts := written(t)
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	refused := 0
	for _, file := range files {
		info, err := file.Info()
		require.NoError(t, err)
		for _, size := range []int64{-1, 0, info.Size() / 2, info.Size() - 1} {
			if size >= info.Size() {
				continue
			}
			copied := t.TempDir()
			require.NoError(t, os.CopyFS(copied, os.DirFS(dir)))
			path := filepath.Join(copied, file.Name())
			if size < 0 {
				require.NoError(t, os.Remove(path))
			} else {
				require.NoError(t, os.Truncate(path, size))
			}
			ix, err := index.Open(copied, nil)
			if err != nil {
				refused++
				require.Condition(t, func() bool { return isDamage(err) }, "%s cut to %d of %d: %v", file.Name(), size, info.Size(), err)
				require.ErrorContains(t, err, copied)
				continue
			}
			require.Equal(t, facts, string(dumped(t, ix.Snapshot())), "%s cut to %d of %d", file.Name(), size, info.Size())
			requireSound(t, ix)
			require.NoError(t, ix.Close())
		}
	}
	require.Greater(t, refused, 4)
}

// isDamage reports whether an error says that the directory is damaged or no index.
func isDamage(err error) bool {
	return errors.Is(err, index.ErrCorrupt) || errors.Is(err, index.ErrFormat)
}
