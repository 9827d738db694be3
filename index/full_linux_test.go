package index_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// smallDisk is a directory on a file system of its own with few megabytes.
func smallDisk(t *testing.T, megabytes int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", megabytes)); err != nil {
		t.Skipf("a small disk takes the right to mount one: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
	return dir
}

// On a full disk writes are refused, the index is as before and answers on; with room again it goes on.
func TestFullDisk(t *testing.T) {
	disk := smallDisk(t, 12)
	dir := filepath.Join(disk, "index")
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	_, err = ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)

	filler := filepath.Join(disk, "filler")
	require.NoError(t, os.WriteFile(filler, make([]byte, 6<<20), 0o600))
	requireFull := func(write func() error) {
		t.Helper()
		before := ix.Snapshot()
		err := write()
		for try := 0; err == nil && try < 50; try++ {
			before = ix.Snapshot()
			err = write()
		}
		facts := string(dumped(t, before))
		require.ErrorIs(t, err, index.ErrFull)
		require.ErrorContains(t, err, dir)
		require.Same(t, before, ix.Snapshot())
		requireSound(t, ix)
		require.NoError(t, ix.Close())
		ix, err = index.Open(dir, &index.Options{ReadOnly: true})
		require.NoError(t, err)
		require.Equal(t, facts, string(dumped(t, ix.Snapshot())))
		require.Equal(t, before.Revision(), ix.Revision())
		require.NoError(t, ix.Close())
		ix, err = index.Open(dir, nil)
		require.NoError(t, err)
	}
	random := rand.NewChaCha8([32]byte{1})
	long := func() graph.Change { // a megabyte that does not shrink
		name := make([]byte, 400_000)
		_, _ = random.Read(name)
		return graph.PutObject{Object: graph.User{ID: "talker", Name: fmt.Sprintf("%x", name)}}
	}
	requireFull(func() error {
		_, err := ix.Apply(t.Context(), long())
		return err
	})
	requireFull(func() error {
		objects := many()
		for i := range objects {
			id := make([]byte, 200)
			_, _ = random.Read(id)
			objects[i] = graph.Record{Entity: "account", ID: fmt.Sprintf("%x", id), Owner: graph.UserRef("cy")}
		}
		_, err := ix.Load(t.Context(), source(objects))
		return err
	})

	require.NoError(t, os.Remove(filler))
	_, err = ix.Apply(t.Context(), graph.PutObject{Object: graph.Task{Name: "room"}})
	require.NoError(t, err)
	requireSound(t, ix)
	require.NoError(t, ix.Close())
}
