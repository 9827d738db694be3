package store_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

// restored opens a store after a restore, and compares it but for the numbering.
func restored(t *testing.T, dir string, o *store.Options, rev graph.Revision, want *graph.State) *world {
	t.Helper()
	w := &world{t: t, dir: dir}
	var err error
	w.st, w.state, w.rev, err = store.Open(dir, o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = w.st.Close() })
	require.Equal(t, rev, w.rev)
	requireSame(t, want.WithNumbering(0), w.state.WithNumbering(0))
	require.Greater(t, w.state.Numbering(), want.Numbering())
	require.Less(t, w.state.Numbering(), uint64(1<<62))
	_, _, err = w.st.Read(context.Background())
	require.NoError(t, err)
	return w
}

// Where there is no store, the one that is made has the revision of the backup.
func TestRestoreMakesAStore(t *testing.T) {
	state := organisation(t, 1)
	for _, rev := range []graph.Revision{0, 1, 1 << 40} {
		dir := filepath.Join(t.TempDir(), "in", "index")
		got, err := store.Restore(t.Context(), dir, keeping(1<<20), bytes.NewReader(backup(t, rev, state)))
		require.NoError(t, err)
		require.Equal(t, rev, got)
		w := restored(t, dir, keeping(1<<20), rev, state)
		if rev > 0 {
			requireTrimmed(t, w.st, rev)
		}
		requireLog(t, w.st, rev+1, rev)
		w.append(graph.PutObject{Object: graph.Position{ID: "more"}})
		requireLog(t, w.st, rev+1, rev+1)
		w.reopen(keeping(1 << 20))
		w.checkpoint()
		w.reopen(nil)
	}
}

// A store that is there goes on: no revision stands for two of its states, and the log says what happened.
func TestRestoreReplacesAStore(t *testing.T) {
	state := organisation(t, 1)
	for _, each := range []struct{ backup, want, oldest graph.Revision }{
		{0, 5, 1},
		{3, 5, 1},
		{4, 5, 1},
		{5, 5, 1},
		{6, 6, 6}, // a leap: what is kept does not lead there
		{1 << 40, 1 << 40, 1 << 40},
	} {
		for _, keep := range []int64{1 << 20, 0} {
			w := openWorld(t, t.TempDir(), keeping(keep))
			w.append(users(0, 300, 40)...)
			w.checkpoint()
			w.append(user("a"))
			w.append(user("b"))
			numbering := w.state.Numbering()
			require.EqualValues(t, 4, w.rev)
			require.NoError(t, w.st.Close())

			got, err := store.Restore(t.Context(), w.dir, keeping(keep), bytes.NewReader(backup(t, each.backup, state)))
			require.NoError(t, err)
			require.Equal(t, each.want, got)
			r := restored(t, w.dir, keeping(keep), each.want, state)
			require.Greater(t, r.state.Numbering(), numbering)
			oldest := each.oldest
			if keep == 0 {
				oldest = each.want + 1
				requireLog(t, r.st, oldest, each.want)
			} else {
				requireLog(t, r.st, oldest, each.want, each.want)
			}
			if oldest > 1 {
				requireTrimmed(t, r.st, oldest-1)
			}
			r.append(graph.PutObject{Object: graph.Position{ID: "more"}})
			r.checkpoint()
			r.reopen(&store.Options{ReadOnly: true})
		}
	}
}

// A restore that does not succeed leaves what there was: an old store, or none.
func TestRefusedRestoreChangesNothing(t *testing.T) {
	good := backup(t, 9, organisation(t, 1))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, each := range []struct {
		ctx  context.Context
		data []byte
		free uint64
		want error
	}{
		{t.Context(), good[:len(good)-1], 1 << 40, store.ErrCorrupt},
		{t.Context(), []byte("something else"), 1 << 40, store.ErrFormat},
		{ended, good, 1 << 40, context.Canceled},
		{t.Context(), good, 1 << 10, store.ErrFull},
	} {
		o := &store.Options{Free: func(string) (uint64, bool) { return each.free, true }}
		none := filepath.Join(t.TempDir(), "none")
		_, err := store.Restore(each.ctx, none, o, bytes.NewReader(each.data))
		require.ErrorIs(t, err, each.want)
		_, _, _, err = store.Open(none, &store.Options{ReadOnly: true})
		require.ErrorIs(t, err, fs.ErrNotExist)

		w := openWorld(t, t.TempDir(), nil)
		w.append(users(0, 300, 40)...)
		require.NoError(t, w.st.Close())
		_, err = store.Restore(each.ctx, w.dir, o, bytes.NewReader(each.data))
		require.ErrorIs(t, err, each.want)
		w.open(nil)
	}
}

// endsAt is a context that ends when it is asked the n-th time.
type endsAt struct {
	context.Context
	left int
}

func (c *endsAt) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// A restore that is told to stop while it reads leaves what there was, or is done.
func TestRestoreIsToldToStop(t *testing.T) {
	state := organisation(t, 1)
	data := backup(t, 9, state)
	w := openWorld(t, t.TempDir(), nil)
	require.NoError(t, w.st.Close())
	for n := 0; ; n++ {
		_, err := store.Restore(&endsAt{t.Context(), n}, w.dir, nil, bytes.NewReader(data))
		if err == nil {
			require.Greater(t, n, 10)
			restored(t, w.dir, nil, 9, state)
			return
		}
		require.ErrorIs(t, err, context.Canceled)
		w.open(nil)
		require.NoError(t, w.st.Close())
	}
}

// What is in use is refused before anything is read.
func TestRestoreNeedsTheDirectoryAlone(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	in := bytes.NewReader(backup(t, 9, organisation(t, 1)))
	size := in.Len()
	_, err := store.Restore(t.Context(), w.dir, nil, in)
	require.ErrorIs(t, err, store.ErrLocked)
	require.Equal(t, size, in.Len())
	w.append(user("u"))
	w.reopen(nil)

	other := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(other, "notes.txt"), []byte("mine"), 0o600))
	_, err = store.Restore(t.Context(), other, nil, in)
	require.ErrorIs(t, err, store.ErrFormat)
	require.Equal(t, size, in.Len())
}

// A store that another makes while the backup is read is replaced by the rules for one that is there.
func TestRestoreMeetsAnother(t *testing.T) {
	dir, state := filepath.Join(t.TempDir(), "index"), organisation(t, 1)
	read := func(p []byte) (int, error) {
		w := openWorld(t, dir, nil)
		w.append(user("a"))
		w.append(user("b"))
		require.NoError(t, w.st.Close())
		return 0, io.EOF
	}
	in := io.MultiReader(readerFunc(read), bytes.NewReader(backup(t, 2, state)))
	got, err := store.Restore(t.Context(), dir, nil, in)
	require.NoError(t, err)
	require.EqualValues(t, 4, got)
	restored(t, dir, nil, 4, state)
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
