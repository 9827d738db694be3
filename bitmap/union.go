package bitmap

import (
	"math/bits"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// manyBitmaps is from how many on roaring bitmaps are united in an accumulator, however they are made.
const manyBitmaps = 64

// Union is the set of what any of sets has. If one of them has it all, the result is that one.
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
	var lists [][]run
	var bitmaps []*roaring.Bitmap
	total := 0
	for _, s := range sets {
		if f, ok := s.form.(*dense); ok {
			bitmaps = append(bitmaps, f.bitmap)
			continue
		}
		lists = append(lists, listOf(s))
		total += len(lists[len(lists)-1])
	}
	span := spanOf(sets)
	if !crowded(bitmaps, span) && sortable(total, len(lists), span) {
		united := uniteLists(lists)
		if len(bitmaps) == 0 {
			return fromRuns(united)
		}
		if len(united) > 0 {
			bitmaps = append(bitmaps, decoded(encodeRuns(united)))
		}
		return fromBitmap(roaring.FastOr(bitmaps...))
	}
	acc := newAccumulator(span)
	for _, s := range sets {
		acc.addSet(s)
	}
	return acc.set()
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

// covering is the set that has all that the others have, if it is cheap to find.
func covering(sets []Set) (Set, bool) {
	whole := slices.MaxFunc(sets, func(a, b Set) int {
		if a.size() < b.size() {
			return -1
		}
		return 1
	})
	for _, s := range sets {
		if !s.within(whole) {
			return Set{}, false
		}
	}
	return whole, true
}

// within reports whether all members of s are members of t.
func (s Set) within(t Set) bool {
	if s.form == t.form {
		return true
	}
	if !t.Contains(s.form.min()) || !t.Contains(s.form.max()) || !t.Contains(s.form.at(s.size()/2)) {
		return false
	}
	if a, ok := s.form.(*dense); ok {
		if b, ok := t.form.(*dense); ok {
			return b.bitmap.AndCardinality(a.bitmap) == a.length
		}
	}
	all := true
	s.each(func(r run) bool {
		all = t.form.covers(r)
		return all
	})
	return all
}

// spanOf is from the smallest to the greatest member.
func spanOf(sets []Set) run {
	span := run{sets[0].form.min(), sets[0].form.max()}
	for _, s := range sets[1:] {
		span.first, span.last = min(span.first, s.form.min()), max(span.last, s.form.max())
	}
	return span
}

// sortable reports whether to merge lists with total runs in all costs less than a bit an ordinal.
func sortable(total, lists int, span run) bool {
	return uint64(total)*uint64(bits.Len(uint(lists))) <= span.size()/64
}

// crowded reports whether an accumulator unites bitmaps faster than FastOr, which copies an array for each
// bitmap that adds to it. It is never so where the accumulator would take more memory than the members.
func crowded(bitmaps []*roaring.Bitmap, span run) bool {
	if len(bitmaps) < 3 {
		return false
	}
	members, inArrays := uint64(0), uint64(0)
	for _, b := range bitmaps {
		s := b.Stats()
		members += s.Cardinality
		inArrays += s.ArrayContainerValues
	}
	return inArrays > span.size()/32 || len(bitmaps) >= manyBitmaps && members > span.size()/32
}

// uniteLists is the union of ascending lists.
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
	if len(lists) == 0 {
		return nil
	}
	return lists[0]
}
