package index_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// twoIndexes are the directory of an index that was closed at revision 3, and a backup of another of a revision.
func twoIndexes(t *testing.T, revision index.Revision) (dir string, data []byte) {
	t.Helper()
	dir = t.TempDir()
	ix := openedAt(t, dir, nil)
	_, err := ix.Load(t.Context(), ballast(500))
	require.NoError(t, err)
	_, err = ix.Apply(t.Context(), index.DisableUser{User: "ada"})
	require.NoError(t, err)
	_, err = ix.Apply(t.Context(), index.EnableUser{User: "ada"})
	require.NoError(t, err)
	require.NoError(t, ix.Close())

	other := openedAt(t, t.TempDir(), nil)
	_, err = other.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	for other.Revision() < revision {
		_, err = other.Apply(t.Context(), index.PutObject{Object: index.Position{ID: "p"}})
		require.NoError(t, err)
	}
	return dir, backedUp(t, other)
}

// Who watches the index that is replaced is told, by a reset or by ErrTrimmed; no revision stands for two states.
func TestRestoreIsWatched(t *testing.T) {
	for _, each := range []struct{ backup, want index.Revision }{{1, 4}, {3, 4}, {4, 4}, {7, 7}} {
		dir, data := twoIndexes(t, each.backup)
		revision, err := index.Restore(t.Context(), dir, bytes.NewReader(data))
		require.NoError(t, err)
		require.Equal(t, each.want, revision)
		ix := openedAt(t, dir, nil)
		require.Equal(t, each.want, ix.Revision())
		requireSound(t, ix)
		for from := range index.Revision(4) {
			if each.want > 4 {
				require.ErrorIs(t, failed(t, t.Context(), ix, from), index.ErrTrimmed)
				continue
			}
			all := events(t, ix, from)
			require.Len(t, all, int(each.want-from))
			require.True(t, all[len(all)-1].Reset)
		}
		all := events(t, ix, each.want-1)
		require.Equal(t, []index.Event{{Revision: each.want, Reset: true, Rules: graph.RulesVersion}}, all)
		require.Empty(t, events(t, ix, each.want))
		_, err = ix.Apply(t.Context(), index.DisableUser{User: "ada"})
		require.NoError(t, err)
		require.Len(t, events(t, ix, each.want), 1)
	}
}

// A copy is watched from the revision of the backup on, and knows nothing of what was before or came after.
func TestCopyIsWatched(t *testing.T) {
	_, data := twoIndexes(t, 5)
	dir := filepath.Join(t.TempDir(), "copy")
	revision, err := index.Restore(t.Context(), dir, bytes.NewReader(data))
	require.NoError(t, err)
	require.EqualValues(t, 5, revision)
	ix := openedAt(t, dir, nil)
	require.ErrorIs(t, failed(t, t.Context(), ix, 4), index.ErrTrimmed)
	require.ErrorIs(t, failed(t, t.Context(), ix, 6), index.ErrNotReached)
	_, err = ix.Apply(t.Context(), index.DisableUser{User: "ada"})
	require.NoError(t, err)
	require.Len(t, events(t, ix, 5), 1)
}

// Page tokens of the index that was there, of that of the backup, and of an earlier restore are refused.
func TestRestoreEndsWalks(t *testing.T) {
	dir, data := twoIndexes(t, 1)
	s, err := index.OpenBackup(t.Context(), bytes.NewReader(data))
	require.NoError(t, err)
	snapshots := []*index.Snapshot{openedAndClosed(t, dir), s}
	for range 3 {
		_, err = index.Restore(t.Context(), dir, bytes.NewReader(data))
		require.NoError(t, err)
		copied := filepath.Join(t.TempDir(), "copy")
		_, err = index.Restore(t.Context(), copied, bytes.NewReader(data))
		require.NoError(t, err)
		snapshots = append(snapshots, openedAndClosed(t, dir), openedAndClosed(t, copied))
	}
	for i, of := range snapshots[1:] {
		records, err := of.Records("ben", index.Read, "account")
		require.NoError(t, err)
		_, token, err := records.Page("", 2)
		require.NoError(t, err)
		for j, in := range snapshots[1:] {
			records, err := in.Records("ben", index.Read, "account")
			require.NoError(t, err)
			_, _, err = records.Page(token, 2)
			if i == j {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, index.ErrPageExpired)
			}
		}
	}
}

// openedAndClosed is the snapshot of the index in a directory.
func openedAndClosed(t *testing.T, dir string) *index.Snapshot {
	t.Helper()
	ix, err := index.Open(dir, &index.Options{ReadOnly: true})
	require.NoError(t, err)
	require.NoError(t, ix.Close())
	return ix.Snapshot()
}

// A restore that is refused, or told to stop, leaves the index as it was.
func TestRestoreRefused(t *testing.T) {
	dir, data := twoIndexes(t, 1)
	before := openedAndClosed(t, dir)
	same := func() {
		t.Helper()
		after := openedAndClosed(t, dir)
		require.Equal(t, before.Revision(), after.Revision())
		require.Equal(t, before.State().Numbering(), after.State().Numbering())
		require.Equal(t, dumped(t, before), dumped(t, after))
	}
	for i := range 200 {
		end := len(data) * i / 200
		_, err := index.OpenBackup(t.Context(), bytes.NewReader(data[:end]))
		require.ErrorIs(t, err, index.ErrCorrupt)
		bent := bytes.Clone(data)
		bent[end] ^= 1 << (i % 8)
		if _, err = index.OpenBackup(t.Context(), bytes.NewReader(bent)); end < 8 {
			require.ErrorIs(t, err, index.ErrFormat)
		} else {
			require.ErrorIs(t, err, index.ErrCorrupt)
		}
		if i%25 == 0 {
			_, err = index.Restore(t.Context(), dir, bytes.NewReader(data[:end]))
			require.ErrorIs(t, err, index.ErrCorrupt)
			_, err = index.Restore(t.Context(), dir, bytes.NewReader(bent))
			require.Error(t, err)
			same()
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	in := iotest.OneByteReader(bytes.NewReader(data))
	_, err := index.Restore(ctx, dir, readerFunc(func(p []byte) (int, error) { cancel(); return in.Read(p) }))
	require.ErrorIs(t, err, context.Canceled)
	same()

	ix := openedAt(t, dir, nil)
	_, err = index.Restore(t.Context(), dir, bytes.NewReader(data))
	require.ErrorIs(t, err, index.ErrLocked)
	require.NoError(t, ix.Close())
	same()
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
