package bitmap_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/bitmap"
)

// rounds is how many random operands each law is tried on.
const rounds = 40

// draw is n random sets. Each may share values with the one before.
func draw(r *rand.Rand, n int) (sets []bitmap.Set, oracles []oracle) {
	var before []uint32
	for range n {
		values := anyValues(r, 20000)
		if r.IntN(3) == 0 && len(before) > 0 {
			values = append(values, before[:r.IntN(len(before))]...)
		}
		before = values
		sets = append(sets, bitmap.Of(values...))
		oracles = append(oracles, oracleOf(values))
	}
	return sets, oracles
}

func TestAlgebraAgainstOracle(t *testing.T) {
	r := newRand(t, 5)
	for range rounds {
		s, o := draw(r, 2)
		requireSame(t, o[0].with(o[1], either), bitmap.Union(s...))
		requireSame(t, o[0].with(o[1], both), bitmap.Intersect(s[0], s[1]))
		requireSame(t, o[0].with(o[1], onlyOne), bitmap.Difference(s[0], s[1]))
		requireSame(t, o[0], s[0])
		requireSame(t, o[1], s[1])
	}
}

func TestUnionOfManyAgainstOracle(t *testing.T) {
	r := newRand(t, 6)
	for _, n := range []int{0, 1, 2, 3, 16, 70} {
		for name, shape := range shapes {
			var sets []bitmap.Set
			want := oracle{}
			for range n {
				values := shape(r, 30000/(n+1))
				sets = append(sets, bitmap.Of(values...))
				maps.Copy(want, oracleOf(values))
			}
			got := bitmap.Union(sets...)
			require.True(t, slices.Equal(want.sorted(), got.AppendTo(nil)), "%d of shape %s", n, name)
		}
	}
}

func TestUnionOfManyLargeBitmaps(t *testing.T) {
	r := newRand(t, 7)
	var sets []bitmap.Set
	want := oracle{}
	for range 80 {
		values := pick(r, 10000, 1<<20, 1<<20+150000)
		sets = append(sets, bitmap.Of(values...))
		maps.Copy(want, oracleOf(values))
	}
	require.True(t, slices.Equal(want.sorted(), bitmap.Union(sets...).AppendTo(nil)))
}

func TestUnionThatOneCoversIsThatOne(t *testing.T) {
	r := newRand(t, 8)
	whole := bitmap.Of(pick(r, 200000, 0, 1<<19)...)
	part := bitmap.Intersect(whole, bitmap.Range(1000, 90000))
	few := bitmap.Of(part.AppendTo(nil)[:50]...)
	got := testing.AllocsPerRun(10, func() {
		require.True(t, bitmap.Union(few, whole, part, bitmap.Set{}).Equal(whole))
	})
	require.Less(t, got, 30.0, "no container is copied")
}

func TestUnionCommutativity(t *testing.T) {
	r := newRand(t, 9)
	for range rounds {
		s, _ := draw(r, 2)
		require.True(t, bitmap.Union(s[0], s[1]).Equal(bitmap.Union(s[1], s[0])))
	}
}

func TestUnionAssociativity(t *testing.T) {
	r := newRand(t, 10)
	for range rounds {
		s, _ := draw(r, 3)
		left := bitmap.Union(bitmap.Union(s[0], s[1]), s[2])
		require.True(t, left.Equal(bitmap.Union(s[0], bitmap.Union(s[1], s[2]))))
		require.True(t, left.Equal(bitmap.Union(s...)))
	}
}

func TestUnionIdempotence(t *testing.T) {
	r := newRand(t, 11)
	for range rounds {
		s, _ := draw(r, 1)
		require.True(t, bitmap.Union(s[0], s[0]).Equal(s[0]))
		require.True(t, bitmap.Union(s[0], bitmap.Of(s[0].AppendTo(nil)...)).Equal(s[0]))
		require.True(t, bitmap.Union(s[0], bitmap.Set{}).Equal(s[0]))
	}
}

func TestIntersectionCommutativity(t *testing.T) {
	r := newRand(t, 12)
	for range rounds {
		s, _ := draw(r, 2)
		require.True(t, bitmap.Intersect(s[0], s[1]).Equal(bitmap.Intersect(s[1], s[0])))
	}
}

func TestIntersectionIdempotence(t *testing.T) {
	r := newRand(t, 13)
	for range rounds {
		s, _ := draw(r, 1)
		require.True(t, bitmap.Intersect(s[0], s[0]).Equal(s[0]))
		require.True(t, bitmap.Intersect(s[0], bitmap.Set{}).IsEmpty())
		require.True(t, bitmap.Difference(s[0], s[0]).IsEmpty())
		require.True(t, bitmap.Difference(s[0], bitmap.Set{}).Equal(s[0]))
		require.True(t, bitmap.Difference(bitmap.Set{}, s[0]).IsEmpty())
	}
}

func TestIntersectionDistributesOverUnion(t *testing.T) {
	r := newRand(t, 14)
	for range rounds {
		s, _ := draw(r, 3)
		left := bitmap.Intersect(s[0], bitmap.Union(s[1], s[2]))
		require.True(t, left.Equal(bitmap.Union(bitmap.Intersect(s[0], s[1]), bitmap.Intersect(s[0], s[2]))))
	}
}

func TestDeMorganWithinARange(t *testing.T) {
	r := newRand(t, 15)
	for range rounds {
		s, _ := draw(r, 2)
		from := r.Uint32N(1 << 20)
		all := bitmap.Range(from, from+r.Uint32N(1<<21))
		a, b := bitmap.Intersect(s[0], all), bitmap.Intersect(s[1], all)
		not := func(s bitmap.Set) bitmap.Set { return bitmap.Difference(all, s) }
		require.True(t, not(bitmap.Union(a, b)).Equal(bitmap.Intersect(not(a), not(b))))
		require.True(t, not(bitmap.Intersect(a, b)).Equal(bitmap.Union(not(a), not(b))))
		require.True(t, not(not(a)).Equal(a))
	}
}

func TestInclusionAndExclusion(t *testing.T) {
	r := newRand(t, 16)
	for range rounds {
		s, _ := draw(r, 2)
		a, b := s[0], s[1]
		require.Equal(t, a.Len()+b.Len(), bitmap.Union(a, b).Len()+bitmap.Intersect(a, b).Len())
		require.Equal(t, a.Len(), bitmap.Intersect(a, b).Len()+bitmap.Difference(a, b).Len())
	}
}

func TestWithIsDifferenceThenUnion(t *testing.T) {
	r := newRand(t, 17)
	for range rounds {
		s, o := draw(r, 3)
		add, remove := o[1].sorted(), o[2].sorted()
		if r.IntN(2) == 0 {
			add, remove = add[:min(len(add), 20)], remove[:min(len(remove), 20)]
		}
		got := s[0].With(add, remove)
		want := bitmap.Union(bitmap.Difference(s[0], bitmap.Of(remove...)), bitmap.Of(add...))
		require.True(t, got.Equal(want))
		requireSame(t, o[0].with(oracleOf(remove), onlyOne).with(oracleOf(add), either), got)
		requireSame(t, o[0], s[0])
	}
}

func TestManySmallPatchesStaySmall(t *testing.T) {
	r := newRand(t, 18)
	s := bitmap.Range(0, 1<<20)
	o := oracleOf(stretch(0, 1<<20))
	for range 300 {
		add, remove := pick(r, 5, 1<<20, 1<<21), pick(r, 5, 0, 1<<20)
		slices.Sort(add)
		slices.Sort(remove)
		s = s.With(add, remove)
		for _, x := range remove {
			delete(o, x)
		}
		maps.Copy(o, oracleOf(add))
	}
	requireSame(t, o, s)
	require.LessOrEqual(t, s.SizeBytes(), 2*bitmap.Of(o.sorted()...).SizeBytes())
}
