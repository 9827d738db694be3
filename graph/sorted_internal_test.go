package graph

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// A sorted set is the set that it stands for, and no version changes when others are made from it.
func TestSortedIsASet(t *testing.T) {
	const seed = 12
	random := rand.New(rand.NewPCG(seed, 1))
	type version struct {
		sorted sorted[pair]
		items  map[pair]bool
	}
	draw := func() pair { return pair{uint32(random.IntN(40)), uint32(random.IntN(400))} }
	first := version{items: map[pair]bool{}}
	var items []pair
	for range 5 * sortedPageItems {
		p := draw()
		items = append(items, p)
		first.items[p] = true
	}
	first.sorted = sortedOf(items)
	versions := []version{{items: map[pair]bool{}}, first}
	for step := range steps {
		from := versions[len(versions)-1-random.IntN(min(4, len(versions)))]
		next := version{from.sorted, map[pair]bool{}}
		for p := range from.items {
			next.items[p] = true
		}
		e := &edit{}
		changes := 1 + random.IntN(60)
		if step%20 == 0 {
			changes = 3000 // splits pages, and empties some
		}
		grows := random.IntN(2) == 0
		for range changes {
			if p := draw(); grows {
				require.Equal(t, !next.items[p], next.sorted.insert(e, p))
				next.items[p] = true
			} else {
				require.Equal(t, next.items[p], next.sorted.remove(e, p))
				delete(next.items, p)
			}
		}
		versions = append(versions, next)
	}
	for i, v := range versions {
		want := make([]pair, 0, len(v.items))
		for p := range v.items {
			want = append(want, p)
		}
		slices.SortFunc(want, pair.compare)
		requireSorted(t, &v.sorted, want, "seed %d version %d", seed, i)
		for range 20 {
			low := draw()
			at, found := slices.BinarySearchFunc(want, low, pair.compare)
			require.Equal(t, found, v.sorted.has(low))
			require.True(t, slices.Equal(want[at:], slices.Collect(v.sorted.from(low))))
			var of []uint32
			for _, p := range want {
				if p.first == low.first {
					of = append(of, p.second)
				}
			}
			require.Equal(t, of, slices.Collect(seconds(&v.sorted, low.first)))
			_, some := anySecond(&v.sorted, low.first)
			require.Equal(t, len(of) > 0, some)
		}
	}
}

// requireSorted tests the items, the length and the pages of a sorted set.
func requireSorted(t *testing.T, s *sorted[pair], want []pair, at ...any) {
	t.Helper()
	require.Equal(t, len(want), s.length, at...)
	require.True(t, slices.Equal(want, slices.Collect(s.all())), at...)
	numbers := map[uint32]bool{}
	for _, page := range s.pages {
		require.NotEmpty(t, page.items, at...)
		require.LessOrEqual(t, len(page.items), sortedPageItems, at...)
		require.Less(t, page.number, s.named, at...)
		require.False(t, numbers[page.number], at...)
		numbers[page.number] = true
	}
}

// Items that come in order fill their pages; a walk may end anywhere.
func TestSortedInOrder(t *testing.T) {
	var s sorted[pair]
	e := &edit{}
	for n := range uint32(3 * sortedPageItems) {
		s.insert(e, pair{n, n})
	}
	require.Len(t, s.pages, 3)
	for p := range s.from(pair{sortedPageItems - 1, 0}) {
		if p.first == sortedPageItems {
			break
		}
	}
	require.False(t, s.insert(e, pair{5, 5}))
	require.False(t, s.remove(e, pair{5, 6}))
	require.Zero(t, e.clones)
}

// 12.6: the entries of a share come with the explicit part first, then the unknown origin, then the others.
func TestShareEntryOrder(t *testing.T) {
	entries := []shareEntry{
		{ordinal: 1, principal: 2}, {ordinal: 1, principal: 2, source: 1}, {ordinal: 1, principal: 2, source: 1, origin: 4},
		{ordinal: 1, principal: 2, source: 3}, {ordinal: 1, principal: 2, source: shareNoOrigin},
		{ordinal: 1, principal: 3}, {ordinal: 2, principal: 1},
	}
	for i, a := range entries {
		for j, b := range entries {
			require.Equal(t, cmp.Compare(i, j), a.compare(b))
		}
	}
	for mask := range 256 {
		require.EqualValues(t, mask, packRights(packedRights(mask).mask())) // 1.1
	}
}
