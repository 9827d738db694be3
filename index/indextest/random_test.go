package indextest_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// requireAgreement tests law 16.1 for every user, right and record: list is what check accepts, who is
// its inverse, and rights is the eight checks.
func requireAgreement(t *testing.T, o *indextest.Oracle, at string, args ...any) {
	t.Helper()
	args = append([]any{at}, args...)
	for _, user := range o.UserIDs() {
		for _, entity := range o.EntityNames() {
			for _, r := range graph.EachRight {
				var checked []string
				for _, ref := range o.RecordRefs(entity) {
					if may, err := o.Check(user, r, ref); may {
						require.NoError(t, err, args...)
						checked = append(checked, ref.ID)
					}
				}
				listed, err := o.List(user, r, entity)
				require.NoError(t, err, args...)
				require.Equal(t, checked, listed, args...)
			}
		}
	}
}

// A random organisation loads, its lists are its checks, and its dump loads to the same.
func TestRandomOrganisations(t *testing.T) {
	for seed := range uint64(150) {
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects), "seed %d", seed)
		requireAgreement(t, o, "seed %d", seed)
		again := indextest.New()
		require.NoError(t, again.Load(o.Objects()), "seed %d", seed)
		require.Equal(t, o.Objects(), again.Objects(), "seed %d", seed)
	}
}

// 16.12: the order of a load makes no difference. 16.11: nor does putting all of it again.
func TestOrderOfLoad(t *testing.T) {
	for seed := range uint64(60) {
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects), "seed %d", seed)
		dice := rand.New(rand.NewPCG(seed, 1))
		dice.Shuffle(len(objects), func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
		shuffled := indextest.New()
		require.NoError(t, shuffled.Load(objects), "seed %d", seed)
		require.Equal(t, len(o.Objects()), len(shuffled.Objects()), "seed %d", seed)
		require.NoError(t, o.Load(o.Objects()), "seed %d", seed)
		require.Equal(t, len(o.Objects()), len(shuffled.Objects()), "seed %d", seed)
	}
}

// 15.3, 16.13: if every change succeeds alone, in order, the batch succeeds with the same state; a
// refused batch leaves no trace.
func TestRandomHistories(t *testing.T) {
	accepted, refused := 0, 0
	for seed := range uint64(60) {
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects), "seed %d", seed)
		history := indextest.NewHistory(seed, objects)
		for step := range 30 {
			before := o.Objects()
			batch := history.Next(before)
			single := o.Clone()
			var alone error
			for _, change := range batch {
				if alone == nil {
					alone = single.Apply([]graph.Change{change})
				}
			}
			if err := o.Apply(batch); err != nil {
				refused++
				require.Error(t, alone, "seed %d step %d", seed, step)
				require.Equal(t, before, o.Objects(), "seed %d step %d", seed, step)
				continue
			}
			accepted++
			if alone == nil {
				require.Equal(t, single.Objects(), o.Objects(), "seed %d step %d", seed, step)
			}
		}
		requireAgreement(t, o, "seed %d", seed)
	}
	t.Logf("%d batches accepted, %d refused", accepted, refused)
}
