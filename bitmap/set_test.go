package bitmap_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/bitmap"
)

func TestEveryShapeAndSizeAnswersAsTheOracle(t *testing.T) {
	for name, shape := range shapes {
		for _, n := range []int{0, 1, 2, 60, 1000, 9000, 70000} {
			t.Run(fmt.Sprintf("%s/%d", name, n), func(t *testing.T) {
				values := shape(newRand(t, 1), n)
				requireSame(t, oracleOf(values), bitmap.Of(values...))
			})
		}
	}
}

func TestFromSortedKeepsNothingOfItsArgument(t *testing.T) {
	values := []uint32{1, 1, 5, 9}
	s := bitmap.FromSorted(values)
	clear(values)
	requireSame(t, oracle{1: true, 5: true, 9: true}, s)
}

func TestRange(t *testing.T) {
	requireSame(t, oracle{}, bitmap.Range(5, 5))
	requireSame(t, oracle{}, bitmap.Range(6, 5))
	requireSame(t, oracleOf(stretch(65530, 20)), bitmap.Range(65530, 65550))
	all := bitmap.Range(0, math.MaxUint32)
	require.Equal(t, min(uint64(math.MaxUint32), math.MaxInt), uint64(all.Len()))
	require.False(t, all.Contains(math.MaxUint32))
	require.Less(t, all.SizeBytes(), 100)
	whole := all.With([]uint32{math.MaxUint32}, nil)
	require.Equal(t, min(uint64(1<<32), math.MaxInt), uint64(whole.Len()))
	greatest, _ := whole.Max()
	require.Equal(t, uint32(math.MaxUint32), greatest)
}

func TestEqualSeesMembersNotForms(t *testing.T) {
	r := newRand(t, 2)
	for range 100 {
		values := anyValues(r, 20000)
		s := bitmap.Of(values...)
		slices.Sort(values)
		var patched bitmap.Set // the same members in another form, perhaps
		for part := range slices.Chunk(slices.Compact(values), 5000) {
			patched = patched.With(part, nil)
		}
		require.True(t, s.Equal(patched))
		require.True(t, patched.Equal(s))
		least, ok := s.Min()
		if !ok {
			continue
		}
		fewer := patched.With(nil, []uint32{least})
		require.False(t, s.Equal(fewer))
		for x := least; ; x++ {
			if !s.Contains(x) {
				require.False(t, s.Equal(fewer.With([]uint32{x}, nil)), "as many, but others")
				break
			}
		}
	}
}

func TestIterationStops(t *testing.T) {
	for name, shape := range shapes {
		s := bitmap.Of(shape(newRand(t, 3), 100000)...)
		for range s.All() {
			break
		}
		for range s.From(70000) {
			break
		}
		for range s.Runs() {
			break
		}
		require.NotZero(t, s.Len(), name)
	}
}
