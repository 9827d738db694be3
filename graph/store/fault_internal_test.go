package store

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
)

// manifestOf is what a manifest says once it is read.
func manifestOf(t *testing.T, dir string) badger.Manifest {
	f, err := os.Open(filepath.Join(dir, manifestName))
	require.NoError(t, err)
	defer f.Close()
	info, err := f.Stat()
	require.NoError(t, err)
	o := &Options{}
	manifest, end, err := badger.ReplayManifestFile(f, badgerMagic, badgerOptions(dir, o))
	require.NoError(t, err)
	require.Equal(t, info.Size(), end, "all of it is read")
	return manifest
}

// A record of the manifest that was written in part, or whose table is gone, is made to say nothing, so that
// what Badger writes behind it can be read.
func TestVoidMissing(t *testing.T) {
	dir := t.TempDir()
	for range 3 {
		st, state, revision, err := Open(dir, nil)
		require.NoError(t, err)
		require.NoError(t, st.Checkpoint(t.Context(), revision, state))
		require.NoError(t, st.Close())
	}
	tables := filesOf(dir, ".sst")
	require.NotEmpty(t, tables)
	name := filepath.Join(dir, manifestName)
	whole, err := os.ReadFile(name)
	require.NoError(t, err)
	said := manifestOf(t, dir)

	// All is well: nothing is touched.
	goesOn, err := voidMissing(dir)
	require.NoError(t, err)
	require.True(t, goesOn)
	got, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, whole, got)

	// A record of table 77, which is not there, and any first part of it.
	body := []byte{1<<3 | 2, 4, 1 << 3, 77, 6 << 3, 0}
	record := voidRecord(len(body))
	copy(record[8:], body)
	sum := checksum(nil, body)
	copy(record[4:], []byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
	for size := range len(record) + 1 {
		require.NoError(t, os.WriteFile(name, append(append([]byte(nil), whole...), record[:size]...), 0o600))
		if size == len(record) {
			require.Contains(t, manifestOf(t, dir).Tables, uint64(77))
		}
		goesOn, err := voidMissing(dir)
		require.NoError(t, err)
		require.Equal(t, said.Tables, manifestOf(t, dir).Tables, "after %d bytes", size)
		if goesOn {
			info, err := os.Stat(name)
			require.NoError(t, err)
			require.EqualValues(t, len(whole)+size, info.Size(), "Badger goes on there")
		}
	}
	st, _, _, err := Open(dir, nil)
	require.NoError(t, err)
	require.NoError(t, st.Close())
}

// Badger is let try to write a table for ever only while the store is open.
func TestTableThatCannotBeWritten(t *testing.T) {
	b := newBackground(t.TempDir(), slog.New(slog.DiscardHandler))
	require.NoError(t, os.WriteFile(filepath.Join(b.dir, manifestName), make([]byte, manifestHead), 0o600))
	tries := 0
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			b.ending.Store(tries >= 5)
			tries++
			b.Errorf("error flushing memtable to disk: %v, retrying", os.ErrPermission)
		}
	}()
	<-ended
	require.Equal(t, 5+maxTries, tries)
	require.True(t, b.gaveUp())
	require.ErrorContains(t, b.failure(), os.ErrPermission.Error())
	select {
	case <-b.broken:
	default:
		require.Fail(t, "nobody is told")
	}
}

// Until a merge of tables has been seen to the end, the tables before it are what counts.
func TestUndoMerge(t *testing.T) {
	dir := t.TempDir()
	before, err := graph.NewState().Replay([]graph.Change{
		graph.PutObject{Object: graph.BusinessUnit{ID: "root"}},
	})
	require.NoError(t, err)
	for revision := range graph.Revision(3) {
		st, _, _, err := Open(dir, nil)
		require.NoError(t, err)
		require.NoError(t, st.Checkpoint(t.Context(), revision+1, before))
		require.NoError(t, st.Close())
	}
	old, err := os.ReadFile(filepath.Join(dir, manifestName))
	require.NoError(t, err)
	saved := t.TempDir()
	require.NoError(t, os.CopyFS(saved, os.DirFS(dir)))
	require.NoError(t, merge(dir, &Options{}))
	require.NoFileExists(t, filepath.Join(dir, beforeName))
	require.Len(t, manifestOf(t, dir).Tables, 1)

	reopen := func(tables int) {
		for _, readOnly := range []bool{true, false} {
			st, _, revision, err := Open(dir, &Options{ReadOnly: readOnly})
			require.NoError(t, err)
			require.Equal(t, graph.Revision(3), revision)
			require.NoError(t, st.Close())
			require.NoFileExists(t, filepath.Join(dir, beforeName))
		}
		require.Len(t, manifestOf(t, dir).Tables, tables)
	}
	// The old tables were being removed: the new one counts.
	require.NoError(t, os.WriteFile(filepath.Join(dir, beforeName), old, 0o600))
	reopen(1)
	// All of them are there, and the new one may be anything.
	for _, info := range filesOf(saved, ".sst") {
		content, err := os.ReadFile(filepath.Join(saved, info.Name()))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, info.Name()), content, 0o600))
	}
	for id := range manifestOf(t, dir).Tables {
		require.NoError(t, os.Remove(table.NewFilename(id, dir)))
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, beforeName), old, 0o600))
	reopen(len(manifestOf(t, saved).Tables))
}
