package index

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// A set of any version that the log reaches back to is brought up to date; of another it is not.
func TestLogPatchesWhatItReaches(t *testing.T) {
	const seed, records, units = 1, 500, 3
	dice := rand.New(rand.NewPCG(seed, 0))
	var now [records]graph.UnitNumber
	in := func(u graph.UnitNumber) bool { return u == 1 || u == 2 }
	current := func() bitmap.Set {
		var b bitmap.Builder
		for ordinal, u := range now {
			if in(u) {
				b.Add(uint32(ordinal))
			}
		}
		return b.Set()
	}
	log := &recordLog{stamp: 1}
	versions := map[uint64]bitmap.Set{1: {}}
	for stamp := uint64(3); stamp < 3*logSteps; stamp += 2 {
		var steps []placed
		for range dice.IntN(3) {
			ordinal := dice.IntN(records)
			to := graph.UnitNumber(dice.IntN(units + 1))
			steps = append(steps, placed{uint32(ordinal), now[ordinal], to})
			now[ordinal] = to
		}
		log = log.after(stamp, steps, false)
		if stamp%101 == 0 {
			versions[stamp] = current()
		}
	}
	length := 0
	for at := log; at != nil; at = at.before.Load() {
		length++
	}
	require.LessOrEqual(t, length, 2*logSteps)
	reached := 0
	for stamp, set := range versions {
		patched, found := log.patch(set, stamp, in)
		if found {
			reached++
			require.True(t, current().Equal(patched), "seed %d stamp %d", seed, stamp)
		}
		_, found = log.patch(set, stamp+1, in) // of a snapshot that was only tried
		require.False(t, found)
	}
	require.Greater(t, reached, 2)
	require.Less(t, reached, len(versions))
}

// More steps at once than the log keeps begin it anew.
func TestLogBeginsAnew(t *testing.T) {
	log := (&recordLog{stamp: 1}).after(2, make([]placed, logSteps+1), false)
	require.Nil(t, log.before.Load())
	_, found := log.patch(bitmap.Set{}, 1, func(graph.UnitNumber) bool { return true })
	require.False(t, found)
	_, found = log.patch(bitmap.Set{}, 2, func(graph.UnitNumber) bool { return true })
	require.True(t, found)
}
