package bitmap

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// Union is the set of what any of sets has. If one of them has it all, the result is that one. Few sets are
// merged; many are collected in one bit an ordinal, since roaring takes 20 times as long there.
func Union(sets ...Set) Set {
	sets = nonEmpty(sets)
	switch len(sets) {
	case 0:
		return Set{}
	case 1:
		return sets[0]
	}
	if whole, ok := covering(sets); ok {
		return whole
	}
	var small []Set
	var bitmaps []*roaring.Bitmap
	for _, s := range sets {
		if f, ok := s.form.(*dense); ok {
			bitmaps = append(bitmaps, f.bitmap)
		} else {
			small = append(small, s)
		}
	}
	if crowded(bitmaps, spanOf(sets)) {
		return accumulate(sets)
	}
	united := uniteSmall(small)
	if len(bitmaps) == 0 {
		return united
	}
	if !united.IsEmpty() {
		bitmaps = append(bitmaps, bitmapOf(united))
	}
	return fromBitmap(roaring.FastOr(bitmaps...))
}

// nonEmpty leaves out empty sets.
func nonEmpty(sets []Set) []Set {
	out := make([]Set, 0, len(sets))
	for _, s := range sets {
		if !s.IsEmpty() {
			out = append(out, s)
		}
	}
	return out
}

// spanOf is from the smallest to the greatest member.
func spanOf(sets []Set) run {
	span := run{sets[0].form.min(), sets[0].form.max()}
	for _, s := range sets[1:] {
		span.first, span.last = min(span.first, s.form.min()), max(span.last, s.form.max())
	}
	return span
}

// crowded reports whether to accumulate beats FastOr, which copies an array for each bitmap that adds to it.
// It is never so where the accumulator would take much more memory than the members.
func crowded(bitmaps []*roaring.Bitmap, span run) bool {
	if len(bitmaps) < 3 {
		return false
	}
	inArrays, inWords := uint64(0), uint64(0)
	for _, b := range bitmaps {
		s := b.Stats()
		inArrays += s.ArrayContainerValues
		inWords += s.BitmapContainerValues // FastOr is at its best
	}
	return inArrays >= inWords && inArrays*uint64(min(len(bitmaps), 64)) > span.size()/4
}

// uniteSmall is the union of sets of numbers and runs.
func uniteSmall(sets []Set) Set {
	if len(sets) == 0 {
		return Set{}
	}
	total := uint64(0)
	lists := make([][]run, len(sets))
	for i, s := range sets {
		lists[i] = listOf(s)
		total += uint64(len(lists[i]))
	}
	lists = chains(lists)
	// Halving the lists again and again looks at all runs each time, an accumulator at a word for 64 ordinals.
	if total*uint64(bits.Len(uint(len(lists)-1))) > spanOf(sets).size()/64 {
		return accumulate(sets)
	}
	return fromRuns(uniteLists(lists))
}

// chains joins lists that lie one behind the other, as those of neighbours in the tree do. The lists
// that it is given may belong to sets, so it copies them.
func chains(lists [][]run) (joined [][]run) {
	slices.SortFunc(lists, func(a, b []run) int { return cmp.Compare(a[0].first, b[0].first) })
	for _, list := range lists {
		n := len(joined) - 1
		if n < 0 || joined[n][len(joined[n])-1].last >= list[0].first {
			joined = append(joined, slices.Clone(list))
			continue
		}
		for _, r := range list {
			joined[n] = appendRun(joined[n], r)
		}
	}
	return joined
}

// uniteLists is the union of ascending lists, at least one.
func uniteLists(lists [][]run) []run {
	for len(lists) > 1 {
		half := lists[:0]
		for i := 0; i+1 < len(lists); i += 2 {
			half = append(half, uniteRuns(lists[i], lists[i+1]))
		}
		if len(lists)%2 == 1 {
			half = append(half, lists[len(lists)-1])
		}
		lists = half
	}
	return lists[0]
}
