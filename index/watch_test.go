package index_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// openedAt is the index in a directory, closed when the test ends.
func openedAt(t *testing.T, dir string, o *index.Options) *index.Index {
	t.Helper()
	ix, err := index.Open(dir, o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	return ix
}

// events are those after a revision up to the present one.
func events(t *testing.T, ix *index.Index, from index.Revision) (all []index.Event) {
	t.Helper()
	if from == ix.Revision() {
		return nil
	}
	for e, err := range ix.Watch(t.Context(), from) {
		require.NoError(t, err)
		require.Equal(t, graph.RulesVersion, e.Rules)
		require.EqualValues(t, int(from)+len(all)+1, e.Revision)
		require.GreaterOrEqual(t, ix.Snapshot().Revision(), e.Revision)
		all = append(all, e)
		if e.Revision == ix.Revision() {
			break
		}
	}
	return all
}

// failed is the error that a watch ends with at once.
func failed(t *testing.T, ctx context.Context, ix *index.Index, from index.Revision) (failure error) {
	t.Helper()
	for e, err := range ix.Watch(ctx, from) {
		require.Zero(t, e)
		require.NoError(t, failure)
		failure = err
	}
	return failure
}

func TestWatchYieldsChangesAsGiven(t *testing.T) {
	dir := t.TempDir()
	ix := openedAt(t, dir, nil)
	batches := [][]index.Change{
		1: {index.PutObject{Object: index.BusinessUnit{ID: "root"}}},
		2: {
			index.PutObject{Object: index.User{ID: "u", BusinessUnit: "root"}},
			index.PutObject{Object: index.User{ID: "u", BusinessUnit: "root"}}, // changes nothing
		},
		3: {index.DisableUser{User: "u"}},
		4: {index.DisableUser{User: "u"}}, // changes nothing
	}
	for _, batch := range batches[1:] {
		_, err := ix.Apply(t.Context(), batch...)
		require.NoError(t, err)
	}
	_, err := ix.Apply(t.Context(), index.EnableUser{User: "nobody"})
	require.ErrorIs(t, err, index.ErrUnknown)
	for range 2 {
		for from := range index.Revision(5) {
			for _, e := range events(t, ix, from) {
				require.Equal(t, batches[e.Revision], e.Changes)
				require.False(t, e.Reset)
			}
		}
		require.NoError(t, ix.Close())
		ix = openedAt(t, dir, nil)
	}
}

func TestWatchTellsOfLoads(t *testing.T) {
	dir := t.TempDir()
	ix := openedAt(t, dir, nil)
	_, err := ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	_, err = ix.Load(t.Context(), source(many()))
	require.NoError(t, err)
	_, err = ix.Apply(t.Context(), index.DisableUser{User: "ada"})
	require.NoError(t, err)
	for range 2 {
		all := events(t, ix, 0)
		require.Len(t, all, 3)
		require.Len(t, all[0].Changes, len(indextest.Worked()))
		require.Equal(t, index.Event{Revision: 2, Reset: true, Rules: graph.RulesVersion}, all[1])
		require.Len(t, all[2].Changes, 1)
		require.NoError(t, ix.Close())
		ix = openedAt(t, dir, nil)
	}
}

func TestWatchOfWhatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	ix := openedAt(t, dir, nil)
	_, err := ix.Apply(t.Context(), index.PutObject{Object: index.BusinessUnit{ID: "root"}})
	require.NoError(t, err)
	for _, from := range []index.Revision{2, math.MaxUint64} {
		require.ErrorIs(t, failed(t, t.Context(), ix, from), index.ErrNotReached)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, failed(t, ctx, ix, 0), context.Canceled)
	require.ErrorIs(t, failed(t, ctx, ix, 1), context.Canceled)
	require.NoError(t, ix.Close())
	require.ErrorIs(t, failed(t, t.Context(), ix, 0), index.ErrClosed)
	require.ErrorIs(t, failed(t, t.Context(), ix, 1), index.ErrClosed)

	// Where nothing new can come, a watch ends.
	ix = openedAt(t, dir, &index.Options{ReadOnly: true})
	require.NoError(t, failed(t, t.Context(), ix, 1))
	var all []index.Event
	for e, err := range ix.Watch(t.Context(), 0) {
		require.NoError(t, err)
		all = append(all, e)
	}
	require.Len(t, all, 1)
	require.ErrorIs(t, failed(t, t.Context(), ix, 2), index.ErrNotReached)
	_, err = ix.SnapshotAt(t.Context(), 2)
	require.ErrorIs(t, err, index.ErrNotReached)
	s, err := ix.SnapshotAt(t.Context(), 1)
	require.NoError(t, err)
	require.EqualValues(t, 1, s.Revision())
}

// A watch that waits ends with its context, and with the index.
func TestWatchWaits(t *testing.T) {
	ix := openedAt(t, t.TempDir(), nil)
	ctx, cancel := context.WithCancel(t.Context())
	var cancelled, closed []error
	var ended, begun sync.WaitGroup
	begun.Add(2)
	watch := func(ctx context.Context, errs *[]error) {
		for e, err := range ix.Watch(ctx, 0) {
			if err != nil {
				*errs = append(*errs, err)
			} else if e.Revision == 1 {
				begun.Done()
			}
		}
	}
	ended.Go(func() { watch(ctx, &cancelled) })
	_, err := ix.Apply(t.Context(), index.PutObject{Object: index.BusinessUnit{ID: "root"}})
	require.NoError(t, err)
	ended.Go(func() { watch(t.Context(), &closed) })
	begun.Wait()
	cancel()
	_, err = ix.Apply(t.Context(), index.PutObject{Object: index.Task{Name: "other"}})
	require.NoError(t, err)
	require.NoError(t, ix.Close())
	ended.Wait()
	require.Len(t, cancelled, 1)
	require.ErrorIs(t, cancelled[0], context.Canceled)
	require.Len(t, closed, 1)
	require.ErrorIs(t, closed[0], index.ErrClosed)
}

// talk is a change of some 40,000 bytes.
func talk(revision index.Revision) index.Change {
	name := make([]byte, 30_000)
	_, _ = rand.NewChaCha8([32]byte{byte(revision), byte(revision >> 8)}).Read(name)
	return index.PutObject{Object: index.User{ID: "talker", BusinessUnit: "root", Name: base64.StdEncoding.EncodeToString(name)}}
}

// Options.FeedBytes is what stays beyond what opening needs. A watch that falls behind learns of it, however
// slow it is, and holds up nobody.
func TestWatchOfWhatIsTrimmed(t *testing.T) {
	for _, each := range []struct {
		bytes   int64
		at      string
		trimmed bool
	}{{-1, "none", true}, {1 << 20, "some", true}, {0, "default", false}} {
		t.Run(each.at, func(t *testing.T) {
			dir := t.TempDir()
			o := &index.Options{FeedBytes: each.bytes}
			ix := openedAt(t, dir, o)
			_, err := ix.Apply(t.Context(), index.PutObject{Object: index.BusinessUnit{ID: "root"}})
			require.NoError(t, err)
			const most = 10 << 20 / 40_000
			var failure error
			watched := index.Revision(0)
			for e, err := range ix.Watch(t.Context(), 0) {
				if failure = err; err != nil {
					break
				}
				watched = e.Revision
				if e.Revision > most {
					break
				}
				for e.Revision == 1 && ix.Revision() <= most {
					_, err = ix.Apply(t.Context(), talk(ix.Revision()))
					require.NoError(t, err)
				}
			}
			for range 2 {
				if each.trimmed {
					require.ErrorIs(t, failure, index.ErrTrimmed)
					require.ErrorIs(t, failed(t, t.Context(), ix, watched), index.ErrTrimmed)
				} else {
					require.NoError(t, failure)
					require.EqualValues(t, ix.Revision(), watched)
					require.Len(t, events(t, ix, 0), int(ix.Revision()))
				}
				require.Len(t, events(t, ix, ix.Revision()-1), 1)
				require.Empty(t, events(t, ix, ix.Revision()))
				require.NoError(t, ix.Close())
				ix = openedAt(t, dir, o)
			}
		})
	}
}

// Watches beside writers see each revision once, in order, not before it is published, and what was written.
func TestWatchesBesideWriters(t *testing.T) {
	const writers, watches, each = 3, 3, 60
	ix := openedAt(t, t.TempDir(), nil)
	_, err := ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	var written sync.Map // by revision: the task that was put
	var wait sync.WaitGroup
	for watch := range watches {
		wait.Go(func() {
			next := index.Revision(2)
			for next <= 1+writers*each {
				for e, err := range ix.Watch(t.Context(), next-1) {
					if err != nil || e.Revision != next || len(e.Changes) != 1 || ix.Revision() < next {
						t.Errorf("event %d %v, not %d: %v", e.Revision, e.Changes, next, err)
						return
					}
					// A writer may note its revision after the event.
					name := e.Changes[0].Subject().(index.Task).Name
					if was, known := written.LoadOrStore(e.Revision, name); known && was != name {
						t.Errorf("event %d: %s, not %s", e.Revision, name, was)
						return
					}
					if next++; next > 1+writers*each || int(next)%(7+watch) == 0 {
						break
					}
				}
			}
		})
	}
	for writer := range writers {
		wait.Go(func() {
			for i := range each {
				name := fmt.Sprintf("task %d of %d", i, writer)
				revision, err := ix.Apply(t.Context(), index.PutObject{Object: index.Task{Name: name}})
				if was, known := written.LoadOrStore(revision, name); err != nil || known && was != name {
					t.Errorf("revision %d: %v, not %s: %v", revision, was, name, err)
				}
			}
		})
	}
	wait.Wait()
}

// BenchmarkWatch reads 10,000 events of one change each.
func BenchmarkWatch(b *testing.B) {
	const revisions = 10_000
	ix, err := index.Open(b.TempDir(), nil)
	require.NoError(b, err)
	defer ix.Close()
	for i := range revisions {
		_, err := ix.Apply(b.Context(), index.PutObject{Object: index.Task{Name: fmt.Sprint(i)}})
		require.NoError(b, err)
	}
	for b.Loop() {
		next := index.Revision(1)
		for e, err := range ix.Watch(b.Context(), 0) {
			if err != nil || e.Revision != next || len(e.Changes) != 1 {
				b.Fatalf("revision %d: %v %v", next, e, err)
			}
			if next++; next > revisions {
				break
			}
		}
	}
	b.ReportMetric(float64(b.N*revisions)/b.Elapsed().Seconds(), "events/s")
}
