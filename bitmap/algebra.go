package bitmap

import "github.com/RoaringBitmap/roaring/v2"

// Intersect is the set of what a and b have in common.
func Intersect(a, b Set) Set {
	if disjoint(a, b) {
		return Set{}
	}
	var common Set
	if isCompact(a) && isCompact(b) {
		common = fromRuns(intersectRuns(listOf(a), listOf(b)))
	} else {
		common = fromBitmap(roaring.And(bitmapOf(a), bitmapOf(b)))
	}
	return orSame(common, a, b)
}

// Difference is the set of what a has and b lacks.
func Difference(a, b Set) Set {
	if disjoint(a, b) {
		return a
	}
	var rest Set
	if isCompact(a) && isCompact(b) {
		rest = fromRuns(subtractRuns(listOf(a), listOf(b)))
	} else {
		rest = fromBitmap(roaring.AndNot(bitmapOf(a), bitmapOf(b)))
	}
	return orSame(rest, a)
}

// disjoint reports whether a and b lie apart. That it does not does not mean that they meet.
func disjoint(a, b Set) bool {
	return a.IsEmpty() || b.IsEmpty() || a.form.max() < b.form.min() || b.form.max() < a.form.min()
}

// orSame is the first of sources that s, a part of each, is all of, or else s: equal sets share memory.
func orSame(s Set, sources ...Set) Set {
	for _, source := range sources {
		if s.size() == source.size() {
			return source
		}
	}
	return s
}
