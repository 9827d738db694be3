package index_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// returned is what Apply gave back.
type returned struct {
	revision index.Revision
	err      error
}

// together applies batches that wait for one another, in the order given, and are then written as groups.
// Before that it calls meanwhile, if given.
func together(t *testing.T, ix *index.Index, ctx func(i int) context.Context, meanwhile func(), batches ...[]graph.Change) []returned {
	t.Helper()
	release := ix.Hold()
	all := make([]returned, len(batches))
	var wait sync.WaitGroup
	for i, batch := range batches {
		wait.Go(func() {
			revision, err := ix.Apply(ctx(i), batch...)
			all[i] = returned{revision, err}
		})
		require.Eventually(t, func() bool { return ix.Waiting() == i+1 }, 10*time.Second, 50*time.Microsecond)
	}
	if meanwhile != nil {
		meanwhile()
	}
	release()
	wait.Wait()
	return all
}

func noContext(int) context.Context { return context.Background() }

// putRecord is a batch of one record.
func putRecord(id string) []graph.Change {
	return []graph.Change{graph.PutObject{Object: graph.Record{Entity: "account", ID: id, Owner: graph.UserRef("cy")}}}
}

func workedIndex(t *testing.T, options *index.Options) (ix *index.Index, dir string) {
	t.Helper()
	dir = t.TempDir()
	ix, err := index.Open(dir, options)
	require.NoError(t, err)
	t.Cleanup(func() { _ = ix.Close() })
	_, err = ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	return ix, dir
}

func hasRecord(s *index.Snapshot, id string) bool {
	accounts, _ := s.State().Entity("account")
	_, found := accounts.Find(id)
	return found
}

// Of batches written together each has its own revision or its own refusal, by what those before it led to; the
// refused leave no trace (15.3).
func TestBatchesTogether(t *testing.T) {
	requireNoneLeft(t)
	ix, dir := workedIndex(t, nil)
	unknownOwner := []graph.Change{putRecord("half")[0], graph.PutObject{
		Object: graph.Record{Entity: "account", ID: "bad", Owner: graph.UserRef("nobody")}}}
	share := []graph.Change{graph.GrantShare{
		Record: graph.RecordRef("account", "one"), Principal: graph.UserRef("cy"), Rights: graph.RightsOf(graph.Read)}}
	gone := []graph.Change{graph.DeleteObject{Object: graph.Record{Entity: "account", ID: "one"}}}
	got := together(t, ix, noContext, nil,
		share, putRecord("one"), unknownOwner, share, putRecord("two"), gone, share, putRecord("three"))
	var facts index.FactErrors
	for i, revision := range []index.Revision{0, 2, 0, 3, 4, 5, 0, 6} {
		require.Equal(t, revision, got[i].revision, "batch %d: %v", i, got[i].err)
		if revision == 0 {
			require.ErrorAs(t, got[i].err, &facts, "batch %d", i)
		} else {
			require.NoError(t, got[i].err, "batch %d", i)
		}
	}
	check := func(s *index.Snapshot) {
		require.EqualValues(t, 6, s.Revision())
		for id, there := range map[string]bool{"one": false, "two": true, "three": true, "half": false, "bad": false} {
			require.Equal(t, there, hasRecord(s, id), id)
		}
		requireSound(t, ix)
	}
	check(ix.Snapshot())
	// Each is an event of its own.
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var events []index.Event
	for event, err := range ix.Watch(ctx, 1) {
		if err != nil {
			require.ErrorIs(t, err, context.Canceled)
			break
		}
		if events = append(events, event); len(events) == 5 {
			stop()
		}
	}
	for i, changes := range [][]graph.Change{putRecord("one"), share, putRecord("two"), gone, putRecord("three")} {
		require.EqualValues(t, i+2, events[i].Revision)
		require.Equal(t, changes, events[i].Changes)
	}
	require.NoError(t, ix.Close())
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	check(ix.Snapshot())
	require.NoError(t, ix.Close())
}

// A batch whose context ends while it waits is not applied, whether its caller or the writer sees it first.
func TestContextEndsInTheQueue(t *testing.T) {
	requireNoneLeft(t)
	ix, _ := workedIndex(t, nil)
	ended, end := context.WithCancel(t.Context())
	got := together(t, ix, func(i int) context.Context {
		if i == 1 || i == 2 {
			return ended
		}
		return t.Context()
	}, end, putRecord("a"), putRecord("b"), putRecord("c"), putRecord("d"))
	require.Equal(t, []returned{{2, nil}, {0, context.Canceled}, {0, context.Canceled}, {3, nil}}, got)
	for id, there := range map[string]bool{"a": true, "b": false, "c": false, "d": true} {
		require.Equal(t, there, hasRecord(ix.Snapshot(), id), id)
	}

	// Nobody need have the turn for that, and one without changes waits as well, as do Load and Verify.
	release := ix.Hold()
	for _, do := range []func(ctx context.Context) error{
		func(ctx context.Context) error { _, err := ix.Apply(ctx, putRecord("e")...); return err },
		func(ctx context.Context) error { _, err := ix.Apply(ctx); return err },
		func(ctx context.Context) error { _, err := ix.Load(ctx, source(indextest.Worked())); return err },
		func(ctx context.Context) error { _, err := ix.Verify(ctx); return err },
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
		require.ErrorIs(t, do(ctx), context.DeadlineExceeded)
		cancel()
	}
	require.Zero(t, ix.Waiting())
	release()
	require.False(t, hasRecord(ix.Snapshot(), "e"))
	require.EqualValues(t, 3, ix.Revision())
}

// More than one group goes, one after the other.
func TestMoreThanOneGroup(t *testing.T) {
	ix, _ := workedIndex(t, nil)
	var batches [][]graph.Change
	for i, size := range []int{1, 3_000, 2_000, 1, 6_000, 1, 1} {
		var batch []graph.Change
		for n := range size {
			batch = append(batch, putRecord(fmt.Sprint(i, "-", n))...)
		}
		batches = append(batches, batch)
	}
	for i, each := range together(t, ix, noContext, nil, batches...) {
		require.NoError(t, each.err)
		require.EqualValues(t, i+2, each.revision)
	}
	accounts, _ := ix.Snapshot().State().Entity("account")
	require.GreaterOrEqual(t, accounts.Len(), 11_004)
	requireSound(t, ix)
}

// When the disk fails, everybody in the group is told, nothing is published, and the index answers on.
func TestGroupFails(t *testing.T) {
	requireNoneLeft(t)
	ix, dir := workedIndex(t, nil)
	before := ix.Snapshot()
	require.NoError(t, ix.CloseStore())
	for _, each := range together(t, ix, noContext, nil, putRecord("a"), putRecord("b"), putRecord("a")) {
		require.ErrorIs(t, each.err, index.ErrClosed)
		require.Zero(t, each.revision)
	}
	require.Same(t, before, ix.Snapshot())
	require.ErrorIs(t, ix.Close(), index.ErrClosed)
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	require.Equal(t, dumped(t, before), dumped(t, ix.Snapshot()))
	require.NoError(t, ix.Close())
}

// Batches that wait when the index is closed are told so.
func TestCloseWithAQueue(t *testing.T) {
	requireNoneLeft(t)
	ix, _ := workedIndex(t, nil)
	release := ix.Hold()
	failed := make(chan error)
	closed := make(chan error)
	go func() { closed <- ix.Close() }()
	time.Sleep(20 * time.Millisecond) // so that it waits first; if not, the batches are written
	for i := range 3 {
		go func() {
			_, err := ix.Apply(context.Background(), putRecord(fmt.Sprint(i))...)
			failed <- err
		}()
	}
	release()
	require.NoError(t, <-closed)
	acknowledged := 0
	for range 3 {
		if err := <-failed; err == nil {
			acknowledged++
		} else {
			require.ErrorIs(t, err, index.ErrClosed)
		}
	}
	require.EqualValues(t, 1+acknowledged, ix.Revision())
}

// With SyncDelay an index is as without, and Close keeps everything.
func TestSyncDelay(t *testing.T) {
	requireNoneLeft(t)
	for _, delay := range []time.Duration{time.Millisecond, time.Hour} {
		ix, dir := workedIndex(t, &index.Options{SyncDelay: delay})
		for i := range 50 {
			revision, err := ix.Apply(t.Context(), putRecord(fmt.Sprint(i))...)
			require.NoError(t, err)
			require.EqualValues(t, i+2, revision)
		}
		requireSound(t, ix)
		require.NoError(t, ix.Close())
		ix, err := index.Open(dir, nil)
		require.NoError(t, err)
		require.EqualValues(t, 51, ix.Revision())
		requireSound(t, ix)
		require.NoError(t, ix.Close())
	}
}
