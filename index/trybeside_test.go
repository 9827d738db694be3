package index_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// try tries random batches on snapshots, new ones and ones that were tried, and compares each with the
// oracle and with what it was tried on, until all is done.
func (c *chronicle) try(trier uint64) {
	random := rand.New(rand.NewPCG(c.seed, 100+trier))
	history := indextest.NewHistory(c.seed+100*trier, indextest.Organisation(c.seed, indextest.Shape{}))
	var before, on *index.Snapshot
	for step := 0; !c.done.Load(); step++ {
		if on == nil || random.IntN(3) == 0 {
			on = c.index.Snapshot()
		}
		var objects []graph.Object
		for _, kind := range graph.Kinds {
			for object := range on.Objects(kind) {
				objects = append(objects, object)
			}
		}
		o := indextest.New()
		if err := o.Load(objects); err != nil {
			c.t.Errorf("seed %d trier %d step %d: %v", c.seed, trier, step, err)
			return
		}
		batch := history.Next(o.Objects())
		refused := o.Apply(batch)
		tried, err := on.Try(batch...)
		wrong := indextest.Disagreement(refused, err)
		if wrong == "" && err == nil {
			wrong = difference(o, tried)
		}
		if wrong == "" && err == nil {
			wrong = wrongDiff(c.t, on, tried)
		}
		if wrong == "" && before != nil {
			wrong = wrongDiff(c.t, before, on)
		}
		if wrong != "" {
			c.t.Errorf("seed %d trier %d step %d: %s", c.seed, trier, step, wrong)
			return
		}
		if before = on; err == nil {
			on = tried
		}
		time.Sleep(time.Millisecond) // which leaves the writer a processor
	}
}

// Tries and diffs are right, and so is whatever readers are told, while one writer changes everything.
// Run it with -race.
func TestTriesBesideAWriter(t *testing.T) {
	steps := 40
	if testing.Short() {
		steps = 12
	}
	for seed := uint64(5); seed <= 6; seed++ {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			requireNoneLeft(t)
			ix, err := index.Open(t.TempDir(), nil)
			require.NoError(t, err)
			c := &chronicle{t: t, seed: seed, index: ix}
			var wait sync.WaitGroup
			wait.Go(func() { c.read(0) })
			for trier := range uint64(2) {
				wait.Go(func() { c.try(trier) })
			}
			c.write(steps)
			c.done.Store(true)
			wait.Wait()
			newest := ix.Snapshot()
			require.Empty(t, c.of(newest.Revision()).wrong(newest))
			differences, err := ix.Verify(t.Context())
			require.NoError(t, err)
			require.Empty(t, differences)
			require.NoError(t, ix.Close())
		})
	}
}
