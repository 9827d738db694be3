package bitmap_test

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/bitmap"
)

// useAll runs every operation on the sets and drops the results.
func useAll(t testing.TB, sets []bitmap.Set) {
	for i, s := range sets {
		next := sets[(i+1)%len(sets)]
		bitmap.Union(s, next)
		bitmap.Intersect(s, next)
		bitmap.Difference(s, next)
		s.With([]uint32{3, 70000, 1 << 31}, []uint32{4, 65536, 90000})
		s.Equal(next)
		least, _ := s.Min()
		greatest, _ := s.Max()
		middle, _ := s.Select(s.Len() / 2)
		s.Contains(middle)
		s.Rank(middle)
		s.SizeBytes()
		for x := range s.From(middle) {
			require.LessOrEqual(t, x, greatest)
			require.GreaterOrEqual(t, x, least)
			break
		}
		_, err := s.WriteTo(&bytes.Buffer{})
		require.NoError(t, err)
		var b bitmap.Builder
		b.AddSet(s)
		b.AddSet(next)
		b.Add(77)
		b.Remove(middle)
		b.Set()
	}
	bitmap.Union(sets...)
	bitmap.Union(slices.Concat(sets, sets)...)
}

// eachShape is a set of each shape, in each form, and what is in it.
func eachShape(t testing.TB, n int) (sets []bitmap.Set, members [][]uint32) {
	r := newRand(t, 19)
	for _, shape := range shapes {
		for _, size := range []int{20, n} {
			s := bitmap.Of(shape(r, size)...)
			sets = append(sets, s, s.With([]uint32{5, 1 << 17}, nil), bitmap.Union(s, bitmap.Range(1<<16, 1<<18)))
		}
	}
	for _, s := range sets {
		members = append(members, s.AppendTo(nil))
	}
	return sets, members
}

func TestNoOperationChangesItsOperands(t *testing.T) {
	sets, members := eachShape(t, 40000)
	useAll(t, sets)
	useAll(t, sets[:len(sets)/2])
	for i, s := range sets {
		require.True(t, slices.Equal(members[i], s.AppendTo(nil)))
	}
}

func TestResultsDoNotShareMemoryThatPatchesWrite(t *testing.T) {
	sets, members := eachShape(t, 15000)
	for i, s := range sets {
		next := sets[(i+1)%len(sets)]
		for _, result := range []bitmap.Set{
			bitmap.Union(s, next), bitmap.Intersect(s, next), bitmap.Difference(s, next), s.With([]uint32{9}, nil),
		} {
			var b bitmap.Builder
			b.AddSet(result)
			for x := range uint32(300) {
				b.Add(x * 701)
				if x%3 == 0 {
					b.Remove(x * 1009)
				}
			}
			b.AddSet(bitmap.Range(0, 1<<22))
			b.Set()
			result.With(members[i], nil)
			result.With(nil, members[i])
		}
	}
	for i, s := range sets {
		require.True(t, slices.Equal(members[i], s.AppendTo(nil)))
	}
}

func TestManyReadersOfSharedSets(t *testing.T) {
	sets, members := eachShape(t, 12000)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() { useAll(t, sets) })
	}
	wait.Wait()
	for i, s := range sets {
		require.True(t, slices.Equal(members[i], s.AppendTo(nil)))
	}
}
