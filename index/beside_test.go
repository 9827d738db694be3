package index_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// requireNoneLeft tests, when the test is over, that no goroutine is left that it began.
func requireNoneLeft(t *testing.T) {
	t.Helper()
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				stacks := make([]byte, 1<<20)
				t.Fatalf("goroutines are left:\n%s", stacks[:runtime.Stack(stacks, true)])
			}
		}
	})
}

// chronicle is an index with one writer, and the known answers of each of its revisions.
type chronicle struct {
	t       *testing.T
	seed    uint64
	index   *index.Index
	answers sync.Map // revision to *known, there before the revision is
	newest  atomic.Uint64
	done    atomic.Bool
	closed  atomic.Bool
}

func (c *chronicle) of(r graph.Revision) *known {
	k, there := c.answers.Load(r)
	if !there {
		return &known{}
	}
	return k.(*known)
}

// write applies random batches, and now and then loads; what the oracle refuses is refused.
func (c *chronicle) write(steps int) {
	random := rand.New(rand.NewPCG(c.seed, 1))
	o, objects := indextest.New(), indextest.Organisation(c.seed, indextest.Shape{})
	require.NoError(c.t, o.Load(objects))
	history := indextest.NewHistory(c.seed, objects)
	c.answers.Store(graph.Revision(1), knownOf(random, o))
	revision, err := c.index.Load(context.Background(), source(objects))
	require.NoError(c.t, err)
	require.EqualValues(c.t, 1, revision)
	for step := range steps {
		var err error
		var got graph.Revision
		next := o.Clone()
		batch := history.Next(o.Objects())
		loads := step%30 == 29
		if loads {
			objects = next.Objects()
			err = next.Load(objects)
		} else {
			err = next.Apply(batch)
		}
		if err == nil {
			c.answers.Store(revision+1, knownOf(random, next))
		}
		expected := err
		if loads {
			got, err = c.index.Load(context.Background(), source(objects))
		} else {
			got, err = c.index.Apply(context.Background(), batch...)
		}
		if text := indextest.Disagreement(expected, err); text != "" {
			c.t.Errorf("seed %d step %d: %s", c.seed, step, text)
			break
		}
		if err == nil {
			o, revision = next, revision+1
			if got != revision {
				c.t.Errorf("seed %d step %d: revision %d after %d", c.seed, step, got, revision-1)
			}
			c.newest.Store(uint64(revision))
		}
		if now := c.index.Revision(); now != revision {
			c.t.Errorf("seed %d step %d: the newest revision is %d, not %d", c.seed, step, now, revision)
		}
	}
}

// read asks snapshots, new ones and ones kept for long, until there is something wrong or all is done.
func (c *chronicle) read(reader uint64) {
	random := rand.New(rand.NewPCG(c.seed, reader+2))
	kept := []*index.Snapshot{c.index.Snapshot()}
	wrong, seen, last := "", graph.Revision(0), 0
	for ; wrong == "" && last < 20; time.Sleep(100 * time.Microsecond) { // which leaves the writer a processor
		if c.done.Load() {
			last++ // the index is closed: its snapshots answer on
		}
		var s *index.Snapshot
		switch random.IntN(4) {
		case 0:
			s = kept[random.IntN(len(kept))]
			wrong = c.of(s.Revision()).wrong(s)
			continue
		case 1:
			asked := graph.Revision(c.newest.Load())
			var err error
			if s, err = c.index.SnapshotAt(context.Background(), asked); err != nil || s.Revision() < asked {
				wrong = fmt.Sprintf("a snapshot of revision %d or later is of %d: %v", asked, s.Revision(), err)
			}
		default:
			s = c.index.Snapshot()
		}
		if s.Revision() < seen {
			wrong = fmt.Sprintf("revision %d after %d", s.Revision(), seen)
		}
		seen = s.Revision()
		k := c.of(seen)
		if wrong == "" {
			wrong = k.wrong(s)
		}
		if wrong == "" && len(k.lists) > 0 {
			wrong = k.lists[random.IntN(len(k.lists))].pages(s, 1+random.IntN(7))
		}
		if len(kept) < 12 {
			kept = append(kept, s)
		} else if random.IntN(30) == 0 {
			kept[random.IntN(len(kept))] = s
		}
	}
	if wrong != "" {
		c.t.Errorf("seed %d reader %d: %s", c.seed, reader, wrong)
	}
}

// verify proves the index and counts it while others read and write.
func (c *chronicle) verify() {
	for ; !c.done.Load(); time.Sleep(time.Millisecond) {
		differences, err := c.index.Verify(context.Background())
		closed := c.closed.Load()
		if len(differences) > 0 || err != nil && !closed {
			c.t.Errorf("seed %d: %v %v", c.seed, differences, err)
			return
		}
		before := c.index.Revision()
		stats, err := c.index.Stats()
		closed = c.closed.Load()
		if err != nil && !closed || stats.Revision < before {
			c.t.Errorf("seed %d: stats of revision %d after %d: %v", c.seed, stats.Revision, before, err)
			return
		}
	}
}

// Readers get the answers of exactly the revision that they hold, also of old snapshots and in pages,
// while one writer changes everything, others verify and count, and in the end the index is closed. Run it
// with -race.
func TestEachRevisionAnswersForItself(t *testing.T) {
	const readers = 3
	steps := 120
	if testing.Short() {
		steps = 40
	}
	for seed := uint64(1); seed <= 2; seed++ {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			requireNoneLeft(t)
			ix, err := index.Open(t.TempDir(), nil)
			require.NoError(t, err)
			c := &chronicle{t: t, seed: seed, index: ix}
			var wait sync.WaitGroup
			for reader := range uint64(readers) {
				wait.Go(func() { c.read(reader) })
			}
			wait.Go(c.verify)
			c.write(steps)
			c.closed.Store(true)
			require.NoError(t, ix.Close())
			c.done.Store(true)
			wait.Wait()

			newest := ix.Snapshot()
			require.Empty(t, c.of(newest.Revision()).wrong(newest))
			_, err = ix.Apply(t.Context(), graph.PutObject{Object: graph.Task{Name: "x"}})
			require.ErrorIs(t, err, index.ErrClosed)
			_, err = ix.Load(t.Context(), source(indextest.Worked()))
			require.ErrorIs(t, err, index.ErrClosed)
			_, err = ix.Verify(t.Context())
			require.ErrorIs(t, err, index.ErrClosed)
			_, err = ix.Stats()
			require.ErrorIs(t, err, index.ErrClosed)
		})
	}
}

// Who waits for a revision when the index is closed is told so.
func TestSnapshotAtEndsWithClose(t *testing.T) {
	ix, err := index.Open(t.TempDir(), nil)
	require.NoError(t, err)
	waited := make(chan error)
	go func() {
		_, err := ix.SnapshotAt(context.Background(), 1)
		waited <- err
	}()
	require.NoError(t, ix.Close())
	require.ErrorIs(t, <-waited, index.ErrClosed)
}
