package store_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
	"github.com/accessindex/ambit/index/indextest"
)

// organisation is a random State with all kinds of facts.
func organisation(t testing.TB, seed uint64) *graph.State {
	t.Helper()
	var settings, others []graph.Change
	for _, each := range indextest.Organisation(seed, indextest.Shape{}) {
		if each.Kind() == graph.KindSettings {
			settings = append(settings, graph.PutObject{Object: each})
		} else {
			others = append(others, graph.PutObject{Object: each})
		}
	}
	state, _, err := graph.NewState().Apply(append(settings, others...))
	require.NoError(t, err)
	return state
}

func backup(t testing.TB, rev graph.Revision, state *graph.State) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, store.WriteBackup(context.Background(), &out, rev, state))
	return out.Bytes()
}

// requireRefused is that a backup is refused for a reason.
func requireRefused(t testing.TB, data []byte, kind error, what ...any) {
	t.Helper()
	state, _, err := store.ReadBackup(context.Background(), bytes.NewReader(data))
	require.ErrorIs(t, err, kind, what...)
	var refused *store.BackupError
	require.ErrorAs(t, err, &refused, what...)
	require.Nil(t, state)
}

func TestBackupIsRead(t *testing.T) {
	for seed := range uint64(10) {
		state := organisation(t, seed)
		data := backup(t, graph.Revision(seed), state)
		again, rev, err := store.ReadBackup(t.Context(), iotest.OneByteReader(bytes.NewReader(data)))
		require.NoError(t, err, "seed %d", seed)
		require.EqualValues(t, seed, rev)
		requireSame(t, state, again)
		require.True(t, bytes.Equal(data, backup(t, rev, again)), "equal states, equal bytes")
	}
	state, _, err := store.ReadBackup(t.Context(), bytes.NewReader(backup(t, 0, graph.NewState())))
	require.NoError(t, err)
	requireSame(t, graph.NewState(), state)
}

// A page of several megabytes, and many pages.
func TestLargeBackup(t *testing.T) {
	state, err := graph.NewState().Replay(append([]graph.Change{unit("root", "")}, users(0, 9_000, 900)...))
	require.NoError(t, err)
	again, _, err := store.ReadBackup(t.Context(), bytes.NewReader(backup(t, 1, state)))
	require.NoError(t, err)
	requireSame(t, state, again)
}

func TestDamagedBackupIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("reads much, by one goroutine")
	}
	data := backup(t, 41, organisation(t, 3))
	random := rand.New(rand.NewPCG(3, 3))
	for at := range data {
		bent := bytes.Clone(data)
		bent[at] ^= 1 << random.IntN(8)
		kind := store.ErrCorrupt
		if at < 8 {
			kind = store.ErrFormat
		}
		requireRefused(t, bent, kind, "byte %d", at)
	}
	for i := range 200 {
		requireRefused(t, data[:len(data)*i/200], store.ErrCorrupt, "%d of 200", i)
	}
	requireRefused(t, data[:len(data)-1], store.ErrCorrupt)
	requireRefused(t, append(bytes.Clone(data), 0), store.ErrCorrupt)
	requireRefused(t, append(bytes.Clone(data), data...), store.ErrCorrupt)
	requireRefused(t, []byte("kind,name\nnot,a backup\n"), store.ErrFormat)
}

// Pages of one backup in another fit by their checksums, and not by the digest.
func TestSplicedBackupIsRefused(t *testing.T) {
	one, other := backup(t, 1, organisation(t, 3)), backup(t, 2, organisation(t, 3))
	const header = 32
	require.Equal(t, one[header:len(one)-32], other[header:len(other)-32])
	requireRefused(t, append(bytes.Clone(one[:header]), other[header:]...), store.ErrCorrupt)
}

func TestNewerBackupIsRefused(t *testing.T) {
	data := backup(t, 41, organisation(t, 3))
	for _, at := range []int{8, 12} { // format, rules
		newer := bytes.Clone(data)
		binary.LittleEndian.PutUint32(newer[at:], 99)
		requireRefused(t, newer, store.ErrCorrupt)
		sum := crc32.Checksum(newer[:28], crc32.MakeTable(crc32.Castagnoli))
		binary.LittleEndian.PutUint32(newer[28:], sum)
		requireRefused(t, newer, store.ErrFormat)
	}
}

// The bytes of version 1 stay readable. The file is of revision 3, and never written again.
func TestBackupOfVersion1(t *testing.T) {
	data, err := os.ReadFile("testdata/backup-1.ambit")
	require.NoError(t, err)
	facts, err := os.ReadFile("testdata/backup-1.facts")
	require.NoError(t, err)
	state, rev, err := store.ReadBackup(t.Context(), bytes.NewReader(data))
	require.NoError(t, err)
	require.EqualValues(t, 3, rev)
	require.Equal(t, string(facts), told(t, state))
	require.NoError(t, state.Verify(t.Context(), func(difference string) { t.Error(difference) }))
}

// Errors of the writer and the reader, and the end of the context, are passed on.
func TestBackupPassesErrorsOn(t *testing.T) {
	state := organisation(t, 3)
	data := backup(t, 1, state)
	broken := errors.New("broken")
	for n := range 60 {
		err := store.WriteBackup(t.Context(), &failing{n * len(data) / 60, broken}, 1, state)
		require.ErrorIs(t, err, broken)
		_, _, err = store.ReadBackup(t.Context(), io.MultiReader(bytes.NewReader(data[:n*len(data)/60]), iotest.ErrReader(broken)))
		require.ErrorIs(t, err, broken)
	}
	_, _, err := store.ReadBackup(t.Context(), io.MultiReader(bytes.NewReader(data), iotest.ErrReader(broken)))
	require.ErrorIs(t, err, broken)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, store.WriteBackup(ctx, io.Discard, 1, state), context.Canceled)
	_, _, err = store.ReadBackup(ctx, bytes.NewReader(data))
	require.ErrorIs(t, err, context.Canceled)
}

// failing is a writer that takes so many bytes.
type failing struct {
	room int
	err  error
}

func (w *failing) Write(p []byte) (int, error) {
	if w.room -= len(p); w.room < 0 {
		return 0, w.err
	}
	return len(p), nil
}
