package bitmap

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// dense is the form of any other set: a roaring bitmap that no one else holds and no one changes.
// It must never be made copy-on-write: then even Clone writes to it.
type dense struct {
	bitmap *roaring.Bitmap
	length uint64
}

func (f *dense) size() uint64           { return f.length }
func (f *dense) min() uint32            { return f.bitmap.Minimum() }
func (f *dense) max() uint32            { return f.bitmap.Maximum() }
func (f *dense) contains(x uint32) bool { return f.bitmap.Contains(x) }

func (f *dense) covers(r run) bool {
	return f.bitmap.CardinalityInRange(uint64(r.first), uint64(r.last)+1) == r.size()
}

func (f *dense) rank(x uint32) uint64 {
	if x == 0 {
		return 0
	}
	return f.bitmap.Rank(x - 1)
}

func (f *dense) at(rank uint64) uint32 {
	x, _ := f.bitmap.Select(uint32(rank)) // rank is below the length, which is the only error
	return x
}

func (f *dense) appendTo(dst []uint32) []uint32 {
	n := len(dst)
	dst = grow(dst, f.length)
	f.bitmap.ManyIterator().NextMany(dst[n:])
	return dst
}

// grow is dst with n more elements, still to be filled.
func grow(dst []uint32, n uint64) []uint32 {
	return slices.Grow(dst, int(n))[:len(dst)+int(n)]
}

func (f *dense) from(least uint32, yield func(uint32) bool) {
	if least > 0 {
		it := f.bitmap.Iterator()
		it.AdvanceIfNeeded(least)
		for it.HasNext() {
			if !yield(it.Next()) {
				return
			}
		}
		return
	}
	it := f.bitmap.ManyIterator()
	var page [256]uint32
	for {
		n := it.NextMany(page[:])
		if n == 0 {
			return
		}
		for _, x := range page[:n] {
			if !yield(x) {
				return
			}
		}
	}
}

func (f *dense) each(yield func(run) bool) {
	for first, end := range f.bitmap.Ranges() {
		if !yield(run{first, uint32(end - 1)}) {
			return
		}
	}
}

const (
	sliceBytes     = 24              // a slice's header
	bitmapBytes    = 3*24 + 8        // a roaring bitmap's three slices and its flag
	containerBytes = 2 + 16 + 1 + 24 // a container's key, reference, flag and own slice
)

// heap adds up the containers: GetSizeInBytes leaves out all that surrounds them.
func (f *dense) heap() int {
	s := f.bitmap.Stats()
	return int(16 + bitmapBytes + containerBytes*s.Containers + 8*s.BitmapContainers +
		s.ArrayContainerBytes + s.BitmapContainerBytes + s.RunContainerBytes - 2*s.RunContainers)
}
