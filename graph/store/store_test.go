package store_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

func TestOpenCreatesAnEmptyStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	st, state, rev, err := store.Open(dir, nil)
	require.NoError(t, err)
	require.Zero(t, rev)
	requireSame(t, graph.NewState().WithNumbering(state.Numbering()), state)
	require.NoError(t, st.Close())
	numbering := state.Numbering()

	st, state, rev, err = store.Open(dir, nil)
	require.NoError(t, err)
	require.Zero(t, rev)
	requireSame(t, graph.NewState().WithNumbering(numbering), state)

	other, state, _, err := store.Open(filepath.Join(t.TempDir(), "other"), nil)
	require.NoError(t, err)
	require.NotEqual(t, numbering, state.Numbering(), "the ordinals of one are none of the other's")
	require.NoError(t, other.Close())
	require.NoError(t, st.Close())
	require.ErrorIs(t, st.Close(), store.ErrClosed)
}

func TestAppendIsThereAfterReopening(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	for i := range 20 {
		w.append(users(i*3, 3, 20)...)
		require.Equal(t, w.rev, w.st.Revision())
	}
	w.reopen(nil)
	w.append(user("late"))
	w.reopen(&store.Options{ReadOnly: true})
}

func TestAppendOfSeveralBatches(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	var batches []store.Entry
	for i := range 5 {
		changes := users(i*10, 10, 20)
		w.replay(changes...)
		batches = append(batches, store.Entry{Revision: w.rev, Changes: changes})
	}
	require.NoError(t, w.st.Append(context.Background(), batches...))
	w.reopen(nil)
}

func TestEffectsAreWhatIsReplayed(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	given, effects := users(0, 2, 5), users(0, 4, 5)
	w.replay(effects...)
	require.NoError(t, w.st.Append(context.Background(),
		store.Entry{Revision: w.rev, Changes: given, Effects: effects}))
	// A batch that changes nothing has effects, but none in number.
	w.replay()
	require.NoError(t, w.st.Append(context.Background(),
		store.Entry{Revision: w.rev, Changes: given[:1], Effects: []graph.Change{}}))
	w.reopen(nil)
	var entries []store.Entry
	for e, err := range w.st.Log(2) {
		require.NoError(t, err)
		entries = append(entries, e)
	}
	require.Equal(t, []store.Entry{
		{Revision: 2, Changes: given, Effects: effects, Rules: graph.RulesVersion},
		{Revision: 3, Changes: given[:1], Effects: []graph.Change{}, Rules: graph.RulesVersion},
	}, entries)
}

func TestReadIsWhatOpenWouldRecover(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	for range 2 {
		w.append(users(0, 50, 20)...)
		w.append(users(30, 50, 20)...)
		state, rev, err := w.st.Read(context.Background())
		require.NoError(t, err)
		require.Equal(t, w.rev, rev)
		requireSame(t, w.state, state)
		w.checkpoint()
	}
	for _, key := range w.st.Keys() {
		value, err := w.st.Value(key)
		require.NoError(t, err)
		value[0] ^= 1
		require.NoError(t, w.st.Put(key, value))
		_, _, err = w.st.Read(context.Background())
		require.ErrorIs(t, err, store.ErrCorrupt)
		value[0] ^= 1
		require.NoError(t, w.st.Put(key, value))
	}
}

func TestAppendRefusesARevisionOutOfOrder(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	for _, rev := range []graph.Revision{0, w.rev, w.rev + 2} {
		err := w.st.Append(context.Background(), store.Entry{Revision: rev, Changes: []graph.Change{user("u")}})
		require.ErrorIs(t, err, store.ErrRevision)
	}
	w.append(user("u"))
	w.reopen(nil)
}

func TestAppendStopsWithItsContext(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, w.st.Append(ctx, store.Entry{Revision: w.rev + 1}), context.Canceled)
}

func TestReadOnly(t *testing.T) {
	dir := t.TempDir()
	_, _, _, err := store.Open(filepath.Join(dir, "absent"), &store.Options{ReadOnly: true})
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.NoDirExists(t, filepath.Join(dir, "absent"))
	_, _, _, err = store.Open(dir, &store.Options{ReadOnly: true})
	require.ErrorIs(t, err, fs.ErrNotExist)

	w := openWorld(t, dir, nil)
	w.reopen(&store.Options{ReadOnly: true})
	require.ErrorIs(t, w.st.Append(context.Background(), store.Entry{Revision: 2}), store.ErrReadOnly)
	require.ErrorIs(t, w.st.Checkpoint(context.Background(), 1, w.state), store.ErrReadOnly)
}

func TestClosedStoreRefuses(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	require.NoError(t, w.st.Close())
	require.ErrorIs(t, w.st.Append(context.Background(), store.Entry{Revision: 2}), store.ErrClosed)
	require.ErrorIs(t, w.st.Checkpoint(context.Background(), 1, w.state), store.ErrClosed)
	_, err := w.st.Size()
	require.ErrorIs(t, err, store.ErrClosed)
	for _, err := range w.st.Log(1) {
		require.ErrorIs(t, err, store.ErrClosed)
	}
}

func TestDirectoryOfAnotherProgramIsRefused(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "notes.txt")
	require.NoError(t, os.WriteFile(other, []byte("mine"), 0o600))
	_, _, _, err := store.Open(dir, nil)
	require.ErrorIs(t, err, store.ErrFormat)
	require.ErrorContains(t, err, dir)
	_, _, _, err = store.Open(other, nil)
	require.ErrorIs(t, err, store.ErrFormat)

	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 1)
}
