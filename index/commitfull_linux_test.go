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

// Where the disk has no room for a group, those of its batches that find room alone are written.
func TestFullDiskForAGroup(t *testing.T) {
	disk := smallDisk(t, 16)
	ix, err := index.Open(filepath.Join(disk, "index"), nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	_, err = ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	var stat syscall.Statfs_t
	require.NoError(t, syscall.Statfs(disk, &stat))
	free := int64(stat.Bavail) * int64(stat.Bsize)
	require.NoError(t, os.WriteFile(filepath.Join(disk, "filler"), make([]byte, free-1<<20), 0o600))

	name := make([]byte, 400_000)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(name)
	long := []graph.Change{graph.PutObject{Object: graph.User{ID: "talker", Name: fmt.Sprintf("%x", name)}}}
	got := together(t, ix, noContext, nil, putRecord("a"), long, putRecord("b"))
	require.NoError(t, got[0].err)
	require.ErrorIs(t, got[1].err, index.ErrFull)
	require.NoError(t, got[2].err)
	require.EqualValues(t, 2, got[0].revision)
	require.EqualValues(t, 3, got[2].revision)
	require.EqualValues(t, 3, ix.Revision())
	requireSound(t, ix)
	require.NoError(t, ix.Close())
}
