package bitmap

import (
	"math/bits"

	"github.com/RoaringBitmap/roaring/v2"
)

// accumulator unites many sets in one bit an ordinal of the range that they touch.
type accumulator struct {
	base  uint32 // the first ordinal, a multiple of the block size
	words []uint64
}

// accumulate is the union of sets, at least one.
func accumulate(sets []Set) Set {
	a := newAccumulator(spanOf(sets))
	for _, s := range sets {
		a.addSet(s)
	}
	return a.set()
}

func newAccumulator(span run) *accumulator {
	base := span.first &^ (blockSize - 1)
	return &accumulator{base, make([]uint64, (span.last-base)/64+1)}
}

// addSet sets the bits of s.
func (a *accumulator) addSet(s Set) {
	switch f := s.form.(type) {
	case *numbers:
		a.addNumbers(f.values)
		return
	case *dense:
		if st := f.bitmap.Stats(); st.RunContainerValues < st.Cardinality/2 {
			it := f.bitmap.ManyIterator() // for single ordinals it is several times faster than each
			var page [512]uint32
			for n := it.NextMany(page[:]); n > 0; n = it.NextMany(page[:]) {
				a.addNumbers(page[:n])
			}
			return
		}
	}
	s.each(a.add)
}

func (a *accumulator) addNumbers(values []uint32) {
	for _, x := range values {
		x -= a.base
		a.words[x/64] |= 1 << (x % 64)
	}
}

// add sets the bits of r. It returns true, as each wants.
func (a *accumulator) add(r run) bool {
	first, last := r.first-a.base, r.last-a.base
	i, j := first/64, last/64
	head, tail := ^uint64(0)<<(first%64), ^uint64(0)>>(63-last%64)
	if i == j {
		a.words[i] |= head & tail
		return true
	}
	a.words[i] |= head
	for k := i + 1; k < j; k++ {
		a.words[k] = ^uint64(0)
	}
	a.words[j] |= tail
	return true
}

// set is what has been added. The accumulator must not be used again.
func (a *accumulator) set() Set {
	length, runs := a.count()
	if min(4*length, 8*runs) <= maxCompact {
		return fromRuns(a.list(int(runs)))
	}
	b := roaring.FromDense(a.words, true)
	b.RunOptimize()
	if a.base > 0 {
		b = roaring.AddOffset64(b, int64(a.base))
	}
	return Set{&dense{b, length}}
}

// count is how many bits are set, and how many runs they form.
func (a *accumulator) count() (length, runs uint64) {
	before := uint64(0)
	for _, w := range a.words {
		length += uint64(bits.OnesCount64(w))
		runs += uint64(bits.OnesCount64(w &^ (w<<1 | before)))
		before = w >> 63
	}
	return length, runs
}

// list is the runs of set bits.
func (a *accumulator) list(n int) []run {
	list := make([]run, 0, n)
	for i, w := range a.words {
		for w != 0 {
			first := uint32(bits.TrailingZeros64(w))
			length := uint32(bits.TrailingZeros64(^(w >> first)))
			start := a.base + uint32(i)*64 + first
			list = appendRun(list, run{start, start + length - 1})
			if first+length >= 64 {
				break
			}
			w &= ^uint64(0) << (first + length)
		}
	}
	return list
}
