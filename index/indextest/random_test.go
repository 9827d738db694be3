package indextest_test

import (
	"math/rand/v2"
	"slices"
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
	for seed := range uint64(60) {
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects), "seed %d", seed)
		requireAgreement(t, o, "seed %d", seed)
		again := indextest.New()
		require.NoError(t, again.Load(o.Objects()), "seed %d", seed)
		require.Equal(t, o.Objects(), again.Objects(), "seed %d", seed)
	}
}

// requireSame tests that two oracles grant the same users the same rights on the same records.
func requireSame(t *testing.T, a, b *indextest.Oracle, args ...any) {
	t.Helper()
	require.Equal(t, a.UserIDs(), b.UserIDs(), args...)
	for _, entity := range a.EntityNames() {
		for _, ref := range a.RecordRefs(entity) {
			for _, user := range a.UserIDs() {
				mine, err := a.Rights(user, ref)
				require.NoError(t, err, args...)
				others, err := b.Rights(user, ref)
				require.NoError(t, err, args...)
				require.Equal(t, mine, others, args...)
			}
		}
	}
}

// 16.12: the order of a load makes no difference. 16.11: nor does putting all of it again.
func TestOrderOfLoad(t *testing.T) {
	for seed := range uint64(30) {
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects), "seed %d", seed)
		dice := rand.New(rand.NewPCG(seed, 1))
		dice.Shuffle(len(objects), func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
		shuffled := indextest.New()
		require.NoError(t, shuffled.Load(objects), "seed %d", seed)
		requireSame(t, o, shuffled, "seed %d", seed)
		again := o.Clone()
		require.NoError(t, again.Load(o.Objects()), "seed %d", seed)
		require.Equal(t, o.Objects(), again.Objects(), "seed %d", seed)
	}
}

// 15.3, 16.13: if every change succeeds alone, in order, the batch succeeds with the same state; a
// refused batch leaves no trace.
func TestRandomHistories(t *testing.T) {
	accepted, refused := 0, 0
	for seed := range uint64(20) {
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

// Random organisations and histories take every branch of the rules, and none that is not named.
func TestRandomOrganisationsTakeEveryBranch(t *testing.T) {
	if testing.Short() {
		t.Skip("takes hundreds of organisations, by one goroutine")
	}
	first := worked(t) // too rare in histories:
	require.ErrorIs(t, first.Apply([]graph.Change{
		graph.DeleteObject{Object: graph.Member{Team: "root", User: "ada"}},
	}), graph.ErrDefaultTeam)
	hits, missed := first.Hits(), indextest.Branches
	for seed := uint64(0); len(missed) > 0 && seed < 1000; seed++ {
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects), "seed %d", seed)
		history := indextest.NewHistory(seed, objects)
		for range 15 {
			_ = o.Apply(history.Next(o.Objects())) // refusals are branches too
		}
		_ = o.Load(append(objects, o.Objects()...)) // 15.3: objects that changed since are stated twice
		if seed%8 == 0 {
			requireAgreement(t, o, "seed %d", seed)
		}
		for branch, count := range o.Hits() {
			hits[branch] += count
		}
		missed = slices.DeleteFunc(slices.Clone(missed), func(branch string) bool { return hits[branch] > 0 })
	}
	require.Empty(t, missed)
	for branch := range hits {
		require.Contains(t, indextest.Branches, branch)
	}
}
