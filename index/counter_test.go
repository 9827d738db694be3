package index_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// The random organisations and histories of this package take every branch of the rules that the
// oracle tells apart; what they missed would not be tested.
func TestHistoriesTakeEveryBranch(t *testing.T) {
	if testing.Short() {
		t.Skip("the oracle counts its branches in the run that is not short")
	}
	t.Parallel()
	taken := map[string]int{}
	for seed := uint64(1); seed <= 100; seed++ {
		objects := indextest.Organisation(seed, indextest.Shape{})
		oracle := indextest.New()
		require.NoError(t, oracle.Load(objects), "seed %d", seed)
		require.Error(t, oracle.Clone().Load(twice(objects)), "seed %d", seed)
		ask(oracle)
		history := indextest.NewHistory(seed, objects)
		for range 30 {
			_ = oracle.Apply(history.Next(oracle.Objects()))
		}
		ask(oracle)
		for branch, times := range oracle.Hits() {
			taken[branch] += times
		}
	}
	missed := slices.DeleteFunc(slices.Clone(indextest.Branches), func(branch string) bool { return taken[branch] > 0 })
	require.Empty(t, missed)
}

// twice is the objects and one of them again with another name: ErrDuplicate (15.3).
func twice(objects []graph.Object) []graph.Object {
	for _, object := range objects {
		if unit, ok := object.(graph.BusinessUnit); ok {
			unit.Name += " twice"
			return append(slices.Clone(objects), unit)
		}
	}
	return objects
}

// ask asks every user for the rights on every record.
func ask(oracle *indextest.Oracle) {
	for _, user := range oracle.UserIDs() {
		for _, entity := range oracle.EntityNames() {
			for _, ref := range oracle.RecordRefs(entity) {
				_, _ = oracle.Rights(user, ref)
			}
		}
	}
}
