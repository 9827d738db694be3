package bitmap

import "slices"

// numbers is the form of a small, sparse set: its members in ascending order, at least one.
type numbers struct{ values []uint32 }

func (f *numbers) size() uint64 { return uint64(len(f.values)) }
func (f *numbers) min() uint32  { return f.values[0] }
func (f *numbers) max() uint32  { return f.values[len(f.values)-1] }

func (f *numbers) contains(x uint32) bool {
	_, found := slices.BinarySearch(f.values, x)
	return found
}

func (f *numbers) covers(r run) bool {
	i, found := slices.BinarySearch(f.values, r.first)
	if !found {
		return false
	}
	length := uint64(r.last - r.first)
	return length < uint64(len(f.values)-i) && f.values[i+int(length)] == r.last
}

func (f *numbers) rank(x uint32) uint64 {
	i, _ := slices.BinarySearch(f.values, x)
	return uint64(i)
}

func (f *numbers) at(rank uint64) uint32          { return f.values[rank] }
func (f *numbers) appendTo(dst []uint32) []uint32 { return append(dst, f.values...) }
func (f *numbers) heap() int                      { return sliceBytes + 4*cap(f.values) }

func (f *numbers) from(least uint32, yield func(uint32) bool) {
	i := 0
	if least > f.values[0] {
		i, _ = slices.BinarySearch(f.values, least)
	}
	for _, x := range f.values[i:] {
		if !yield(x) {
			return
		}
	}
}

func (f *numbers) each(yield func(run) bool) {
	r := run{f.values[0], f.values[0]}
	for _, x := range f.values[1:] {
		if x-r.last == 1 {
			r.last = x
			continue
		}
		if !yield(r) {
			return
		}
		r = run{x, x}
	}
	yield(r)
}
