package bitmap

import (
	"bytes"

	"github.com/RoaringBitmap/roaring/v2"
)

const (
	// maxCompact bounds the bytes of sorted numbers or runs, for a patch copies them all.
	maxCompact = 32 << 10
	// triflingBytes is less than any roaring bitmap takes.
	triflingBytes = bitmapBytes + containerBytes
)

// fromRuns is the set of an ascending list of maximal runs, in its best form. It keeps no part of list.
func fromRuns(list []run) Set {
	if len(list) == 0 {
		return Set{}
	}
	length := sizeOf(list)
	if !compact(length, len(list), func() uint64 { return denseBytes(list) }) {
		return Set{&dense{decoded(encodeRuns(list)), length}}
	}
	if 4*length > 8*uint64(len(list)) {
		return Set{&runs{exactly(list), length}}
	}
	values := make([]uint32, 0, length)
	for _, r := range list {
		for x := r.first; ; x++ {
			values = append(values, x)
			if x == r.last {
				break
			}
		}
	}
	return Set{&numbers{values}}
}

// compact reports whether numbers or runs beat a roaring bitmap.
func compact(length uint64, runs int, dense func() uint64) bool {
	bytes := min(4*length, 8*uint64(runs))
	return bytes <= triflingBytes || bytes <= maxCompact && bytes < dense()
}

// exactly copies list into no more memory than it needs.
func exactly(list []run) []run { return append(make([]run, 0, len(list)), list...) }

// denseBytes is the heap that the runs would take as a roaring bitmap.
func denseBytes(list []run) uint64 {
	n := uint64(bitmapBytes)
	for _, b := range blocksOf(list) {
		n += containerBytes + b.bytes()
	}
	return n
}

// decoded is the roaring bitmap of a serialisation known to be sound. Nothing of data is kept.
func decoded(data []byte) *roaring.Bitmap {
	b := roaring.New()
	// Not UnmarshalBinary's cousins FromBuffer and FromUnsafeBytes: their result aliases data.
	_, _ = b.ReadFrom(bytes.NewReader(data))
	return b
}

// fromBitmap is the set of a roaring bitmap that the caller gives away.
func fromBitmap(b *roaring.Bitmap) Set {
	if b.GetCardinality() > maxCompact/4 {
		b.RunOptimize()
	}
	s := b.Stats()
	if few, ok := fewRuns(b, s); ok {
		return few
	}
	if s.ArrayContainerBytes+s.RunContainerBytes > s.BitmapContainerBytes/8 {
		b = b.Clone() // arrays and runs have grown by doubling; the copy is exact
	}
	return Set{&dense{b, s.Cardinality}}
}

// fewRuns is the set of b if that is best kept as numbers or runs.
func fewRuns(b *roaring.Bitmap, s roaring.Statistics) (Set, bool) {
	const most = maxCompact / 4
	if s.Cardinality <= most {
		return fromRuns(runsOf(b.ToArray())), true
	}
	if s.ArrayContainerValues > most || s.BitmapContainers > 2 || s.RunContainerBytes-2*s.RunContainers > 4*most {
		return Set{}, false
	}
	var list []run
	(&dense{b, s.Cardinality}).each(func(r run) bool {
		list = append(list, r)
		return len(list) <= most
	})
	if len(list) > most || !compact(s.Cardinality, len(list), func() uint64 { return denseBytes(list) }) {
		return Set{}, false
	}
	return fromRuns(list), true
}

// listOf is the runs of s. The caller must not change them.
func listOf(s Set) []run {
	if f, ok := s.form.(*runs); ok {
		return f.list
	}
	var list []run
	if f, ok := s.form.(*numbers); ok {
		list = make([]run, 0, len(f.values))
	}
	s.each(func(r run) bool {
		list = append(list, r)
		return true
	})
	return list
}

// bitmapOf is s as a roaring bitmap. The caller must not change it.
func bitmapOf(s Set) *roaring.Bitmap {
	if f, ok := s.form.(*dense); ok {
		return f.bitmap
	}
	return decoded(encodeRuns(listOf(s)))
}

// isCompact reports whether s is kept as numbers or runs, or is empty.
func isCompact(s Set) bool {
	_, ok := s.form.(*dense)
	return !ok
}
