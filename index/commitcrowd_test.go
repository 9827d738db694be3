package index_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// crowd is appliers and a loader on one index, and what it acknowledged to them.
type crowd struct {
	t     *testing.T
	seed  uint64
	index *index.Index
	mutex sync.Mutex
	done  map[index.Revision][]graph.Change
}

// note takes down what came of a batch, and reports whether the index is closed.
func (c *crowd) note(batch []graph.Change, revision index.Revision, err error) (closed bool) {
	var facts index.FactErrors
	switch {
	case err == nil:
	case errors.Is(err, index.ErrClosed):
		return true
	case errors.As(err, &facts), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return false
	default:
		c.t.Errorf("seed %d: %v", c.seed, err)
		return true
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if _, twice := c.done[revision]; twice || c.index.Revision() < revision {
		c.t.Errorf("seed %d: revision %d twice, or before it is published", c.seed, revision)
	}
	c.done[revision] = batch
	return false
}

// apply applies random batches to what there is, now and then with a context that ends.
func (c *crowd) apply(number uint64, objects []graph.Object) {
	random := rand.New(rand.NewPCG(c.seed, number))
	history := indextest.NewHistory(c.seed*100+number, objects)
	for closed := false; !closed; {
		var now []graph.Object
		for s, i := c.index.Snapshot(), 0; i < len(graph.Kinds); i++ {
			now = slices.AppendSeq(now, s.Objects(graph.Kinds[i]))
		}
		ctx, cancel := context.Background(), func() {}
		if random.IntN(3) == 0 {
			ctx, cancel = context.WithTimeout(ctx, time.Duration(random.IntN(1_000))*time.Microsecond)
		}
		for _, batch := range [][]graph.Change{history.Next(now), c.unlike(number, random.Uint64())} {
			revision, err := c.index.Apply(ctx, batch...)
			closed = closed || c.note(batch, revision, err)
		}
		cancel()
	}
}

// unlike is a batch that is refused only if its business unit is not there any more.
func (c *crowd) unlike(number, n uint64) []graph.Change {
	return []graph.Change{graph.PutObject{Object: graph.Task{Name: fmt.Sprintf("%s-%d", "task", number*1_000+n%1_000)}}}
}

// load loads a few objects, as one batch.
func (c *crowd) load(number uint64) {
	random := rand.New(rand.NewPCG(c.seed, number))
	for closed := false; !closed; time.Sleep(time.Millisecond) {
		task := graph.Task{Name: fmt.Sprint("loaded-", random.IntN(1_000))}
		revision, err := c.index.Load(context.Background(), source([]graph.Object{task}))
		closed = c.note([]graph.Change{graph.PutObject{Object: task}}, revision, err)
	}
}

// Appliers, a loader and one who verifies go on until the index is closed beside them. Each revision was
// acknowledged to one of them, what was not acknowledged did not happen, and applied in the order of the
// revisions the batches lead the oracle to what the index holds (15.3, 16.1). Run it with -race.
func TestCrowd(t *testing.T) {
	const appliers = 6
	for seed := uint64(1); seed <= 3; seed++ {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			requireNoneLeft(t)
			dir := t.TempDir()
			options := &index.Options{SyncDelay: time.Duration(seed-1) * time.Millisecond}
			ix, err := index.Open(dir, options)
			require.NoError(t, err)
			objects := indextest.Organisation(seed, indextest.Shape{})
			_, err = ix.Load(t.Context(), source(objects))
			require.NoError(t, err)
			c := &crowd{t: t, seed: seed, index: ix, done: map[index.Revision][]graph.Change{}}
			var wait sync.WaitGroup
			for number := range uint64(appliers) {
				wait.Go(func() { c.apply(number, objects) })
			}
			wait.Go(func() { c.load(appliers) })
			wait.Go(func() {
				for {
					differences, err := ix.Verify(context.Background())
					if err != nil || len(differences) > 0 {
						if len(differences) > 0 || !errors.Is(err, index.ErrClosed) {
							t.Errorf("seed %d: %v %v", seed, differences, err)
						}
						return
					}
				}
			})
			var events []index.Event
			wait.Go(func() {
				for event, err := range ix.Watch(context.Background(), 1) {
					if err == nil {
						events = append(events, event)
					}
				}
			})
			_, err = ix.SnapshotAt(t.Context(), 80)
			require.NoError(t, err)
			require.NoError(t, ix.Close())
			wait.Wait()

			newest := ix.Snapshot()
			require.Len(t, c.done, int(newest.Revision())-1, "seed %d", seed)
			oracle := indextest.New()
			require.NoError(t, oracle.Load(objects))
			for revision := index.Revision(2); revision <= newest.Revision(); revision++ {
				require.NoError(t, oracle.Apply(c.done[revision]), "seed %d revision %d", seed, revision)
			}
			require.Empty(t, difference(oracle, newest), "seed %d", seed)
			for i, event := range events {
				require.EqualValues(t, i+2, event.Revision)
				require.Equal(t, c.done[event.Revision], event.Changes)
			}
			ix, err = index.Open(dir, nil)
			require.NoError(t, err)
			require.Equal(t, newest.Revision(), ix.Revision())
			require.Empty(t, difference(oracle, ix.Snapshot()), "seed %d", seed)
			requireSound(t, ix)
			require.NoError(t, ix.Close())
		})
	}
}
