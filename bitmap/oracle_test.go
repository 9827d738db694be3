package bitmap_test

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/bitmap"
)

// oracle is a set as anyone would write it.
type oracle map[uint32]bool

func oracleOf(values []uint32) oracle {
	o := oracle{}
	for _, x := range values {
		o[x] = true
	}
	return o
}

func (o oracle) sorted() []uint32 { return slices.Sorted(maps.Keys(o)) }

// with is the members for which keep holds, given whether they are in o and p.
func (o oracle) with(p oracle, keep func(inO, inP bool) bool) oracle {
	out := oracle{}
	for _, source := range []oracle{o, p} {
		for x := range source {
			if keep(o[x], p[x]) {
				out[x] = true
			}
		}
	}
	return out
}

func either(a, b bool) bool  { return a || b }
func both(a, b bool) bool    { return a && b }
func onlyOne(a, b bool) bool { return a && !b }

// newRand is a source whose seed is printed.
func newRand(t testing.TB, seed uint64) *rand.Rand {
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// shapes make values of one structure each, about n of them.
var shapes = map[string]func(r *rand.Rand, n int) []uint32{
	"scattered": func(r *rand.Rand, n int) []uint32 { return pick(r, n, 0, math.MaxUint32) },
	"sparse":    func(r *rand.Rand, n int) []uint32 { return pick(r, n, 0, 1<<20) },
	"dense":     func(r *rand.Rand, n int) []uint32 { return pick(r, n, 1<<18, 1<<18+uint32(n)*3/2) },
	"runs": func(r *rand.Rand, n int) (values []uint32) {
		for at := uint32(0); len(values) < n; at += r.Uint32N(2000) {
			for range r.Uint32N(1000) + 1 {
				values = append(values, at)
				at++
			}
		}
		return values
	},
	"one run": func(r *rand.Rand, n int) []uint32 { return stretch(r.Uint32N(1<<20), n) },
	"low end": func(_ *rand.Rand, n int) []uint32 { return stretch(0, n) },
	"top end": func(_ *rand.Rand, n int) []uint32 { return stretch(math.MaxUint32-uint32(n)+1, n) },
	"border": func(r *rand.Rand, n int) (values []uint32) {
		for i := range uint32(n/4 + 1) {
			border := i%1000<<16 + 1<<16
			values = append(values, border-2+r.Uint32N(2), border-1, border, border+r.Uint32N(2))
		}
		return append(values, math.MaxUint32)
	},
	"every other": func(_ *rand.Rand, n int) (values []uint32) {
		for i := range uint32(n) {
			values = append(values, 1<<17+2*i)
		}
		return values
	},
	"full blocks": func(r *rand.Rand, n int) []uint32 {
		return append(stretch(r.Uint32N(10)<<16, n/(1<<16)<<16), pick(r, n%(1<<16), 0, 1<<22)...)
	},
	"mixed": func(r *rand.Rand, n int) []uint32 {
		values := append(pick(r, n/3, 0, 1<<16), stretch(1<<16+r.Uint32N(100), n/3)...)
		return append(values, pick(r, n/3, 1<<19, 1<<21)...)
	},
}

func pick(r *rand.Rand, n int, from, to uint32) []uint32 {
	values := make([]uint32, n)
	for i := range values {
		values[i] = from + r.Uint32N(to-from)
	}
	return values
}

func stretch(first uint32, n int) []uint32 {
	values := make([]uint32, n)
	for i := range values {
		values[i] = first + uint32(i)
	}
	return values
}

// anyValues is values of a random shape and size, from none up to most.
func anyValues(r *rand.Rand, most int) []uint32 {
	name := slices.Sorted(maps.Keys(shapes))[r.IntN(len(shapes))]
	size := int(math.Pow(float64(most+1), r.Float64())) - 1
	return shapes[name](r, size)
}

// requireSame fails unless s answers every question as o does.
func requireSame(t testing.TB, o oracle, s bitmap.Set) {
	t.Helper()
	want := o.sorted()
	require.Equal(t, len(want), s.Len())
	require.Equal(t, len(want) == 0, s.IsEmpty())
	require.True(t, slices.Equal(want, slices.Collect(s.All())), "All")
	require.True(t, slices.Equal(append([]uint32{7}, want...), s.AppendTo([]uint32{7})), "AppendTo")
	requireRuns(t, want, s)
	least, ok := s.Min()
	greatest, ok2 := s.Max()
	require.Equal(t, len(want) > 0, ok)
	require.Equal(t, len(want) > 0, ok2)
	_, ok = s.Select(-1)
	require.False(t, ok)
	_, ok = s.Select(len(want))
	require.False(t, ok)
	if len(want) == 0 {
		require.Zero(t, s.SizeBytes())
		return
	}
	require.Equal(t, want[0], least)
	require.Equal(t, want[len(want)-1], greatest)
	for i := 0; i < len(want); i += 1 + len(want)/50 {
		requireAround(t, o, want, i, s)
	}
	for _, x := range []uint32{0, 1, 1<<16 - 1, 1 << 16, math.MaxUint32 - 1, math.MaxUint32} {
		rank, found := slices.BinarySearch(want, x)
		require.Equal(t, found, s.Contains(x), x)
		require.Equal(t, rank, s.Rank(x), x)
	}
}

// requireAround asks about the i-th member and its neighbours.
func requireAround(t testing.TB, o oracle, want []uint32, i int, s bitmap.Set) {
	t.Helper()
	x, ok := s.Select(i)
	require.True(t, ok)
	require.Equal(t, want[i], x, "Select(%d)", i)
	for _, x := range []uint32{x - 1, x, x + 1} {
		rank, _ := slices.BinarySearch(want, x)
		require.Equal(t, o[x], s.Contains(x), x)
		require.Equal(t, rank, s.Rank(x), x)
		page := want[rank:min(rank+20, len(want))]
		var got []uint32
		for y := range s.From(x) {
			if len(got) == 20 {
				break
			}
			got = append(got, y)
		}
		require.True(t, slices.Equal(page, got), "From(%d): %v, not %v", x, got, page)
	}
}

func requireRuns(t testing.TB, want []uint32, s bitmap.Set) {
	t.Helper()
	var got []uint32
	before := int64(-2)
	for first, last := range s.Runs() {
		require.Greater(t, int64(first), before+1, "runs are maximal")
		before = int64(last)
		for x := first; ; x++ {
			got = append(got, x)
			if x == last {
				break
			}
		}
	}
	require.True(t, slices.Equal(want, got), "Runs")
}
