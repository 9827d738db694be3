package index_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// backedUp is the backup of an index at its present revision.
func backedUp(t testing.TB, ix *index.Index) []byte {
	t.Helper()
	var out bytes.Buffer
	revision, err := ix.Backup(context.Background(), &out)
	require.NoError(t, err)
	require.Equal(t, ix.Revision(), revision)
	return out.Bytes()
}

// ballast is the worked example with so many more records.
func ballast(records int) index.Source {
	objects := indextest.Worked()
	for i := range records {
		objects = append(objects, graph.Record{Entity: "account", ID: fmt.Sprint("more-", i), Owner: graph.UserRef("ben")})
	}
	return source(objects)
}

// A backup of a random organisation answers as the oracle does (16.1), and an index restored from it goes on as the
// original would have.
func TestBackupAgreesWithOracle(t *testing.T) {
	t.Parallel()
	t.Logf("seeds from %d", *firstSeed)
	for seed := *firstSeed; seed < *firstSeed+4; seed++ {
		p := begin(t, indextest.Organisation(seed, indextest.Shape{}))
		history := indextest.NewHistory(seed, p.story.Objects)
		for range 3 {
			p.apply(history.Next(p.oracle.Objects()))
		}
		original, data := p.index, backedUp(t, p.index)
		defer original.Close()
		s, err := index.OpenBackup(t.Context(), bytes.NewReader(data))
		require.NoError(t, err)
		require.Equal(t, original.Revision(), s.Revision())
		require.Equal(t, dumped(t, original.Snapshot()), dumped(t, s))
		require.Empty(t, difference(p.oracle, s), "seed %d", seed)

		p.dir = filepath.Join(t.TempDir(), "restored")
		revision, err := index.Restore(t.Context(), p.dir, bytes.NewReader(data))
		require.NoError(t, err)
		p.open()
		require.Equal(t, original.Revision(), revision)
		require.Equal(t, revision, p.index.Revision())
		require.Equal(t, dumped(t, s), dumped(t, p.index.Snapshot()))
		p.compare("")
		for range 2 {
			p.apply(history.Next(p.oracle.Objects()))
		}
		p.reopen()
		require.Empty(t, p.failure, "seed %d", seed)
		require.NoError(t, p.index.Close())
	}
}

// A backup is of one revision, whatever is written meanwhile.
func TestBackupBesideAWriter(t *testing.T) {
	ix := openedAt(t, t.TempDir(), nil)
	_, err := ix.Load(t.Context(), ballast(30_000))
	require.NoError(t, err)
	states := map[index.Revision]*index.Snapshot{}
	var mutex sync.Mutex
	var writer sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	defer writer.Wait()
	defer stop()
	writer.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			record := index.Record{Entity: "account", ID: fmt.Sprint("new-", i), Owner: index.UserRef("cy")}
			mutex.Lock()
			revision, err := ix.Apply(t.Context(), index.PutObject{Object: record})
			states[revision] = ix.Snapshot()
			mutex.Unlock()
			if err != nil {
				t.Error(err)
				return
			}
		}
	})
	for last := index.Revision(1); last < 30; {
		var out bytes.Buffer
		revision, err := ix.Backup(t.Context(), &slow{&out, ix})
		require.NoError(t, err)
		require.Greater(t, ix.Revision(), revision, "the writer went on")
		s, err := index.OpenBackup(t.Context(), &out)
		require.NoError(t, err)
		require.Equal(t, revision, s.Revision())
		mutex.Lock()
		want := states[revision]
		mutex.Unlock()
		if want != nil { // of the load there is none
			want.State().CompareFacts(s.State(), func(text string) { t.Error(text) })
		}
		last = revision
	}
}

// slow is a writer that waits for another revision at each write.
type slow struct {
	io.Writer
	ix *index.Index
}

func (w *slow) Write(p []byte) (int, error) {
	if _, err := w.ix.SnapshotAt(context.Background(), w.ix.Revision()+1); err != nil {
		return 0, err
	}
	return w.Writer.Write(p)
}

// Of an index that is read only a backup can be made, of a closed one not, and it ends with its context.
func TestBackupOfAClosedIndex(t *testing.T) {
	dir := t.TempDir()
	ix := openedAt(t, dir, nil)
	_, err := ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	want := backedUp(t, ix)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = ix.Backup(ctx, io.Discard)
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, ix.Close())
	_, err = ix.Backup(t.Context(), io.Discard)
	require.ErrorIs(t, err, index.ErrClosed)
	require.Equal(t, want, backedUp(t, openedAt(t, dir, &index.Options{ReadOnly: true})))
}

// Two backups can be told apart, one from an index too.
func TestDiffOfBackups(t *testing.T) {
	ix := openedAt(t, t.TempDir(), nil)
	_, err := ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	before, err := index.OpenBackup(t.Context(), bytes.NewReader(backedUp(t, ix)))
	require.NoError(t, err)
	_, err = ix.Apply(t.Context(), index.GrantShare{Record: graph.RecordRef("account", "a5"), Principal: index.UserRef("ben"), Rights: index.RightsOf(index.Read)})
	require.NoError(t, err)
	after, err := index.OpenBackup(t.Context(), bytes.NewReader(backedUp(t, ix)))
	require.NoError(t, err)
	for _, now := range []*index.Snapshot{after, ix.Snapshot()} {
		var rows []string
		for each, err := range index.Diff(t.Context(), before, now) {
			require.NoError(t, err)
			rows = append(rows, fmt.Sprint(each.User, each.Right, " ", each.Gained.Len(), " ", each.Lost.Len()))
		}
		require.Contains(t, rows, "benRead 1 0")
	}
}
