package bitmap

import "sort"

// runs is the form of a set that consists of few runs: maximal, in ascending order, at least one.
type runs struct {
	list   []run
	length uint64
}

func (f *runs) size() uint64 { return f.length }
func (f *runs) min() uint32  { return f.list[0].first }
func (f *runs) max() uint32  { return f.list[len(f.list)-1].last }

// search is the first run that does not end before x.
func (f *runs) search(x uint32) int {
	return sort.Search(len(f.list), func(i int) bool { return f.list[i].last >= x })
}

func (f *runs) contains(x uint32) bool { return f.covers(run{x, x}) }

func (f *runs) covers(r run) bool {
	i := f.search(r.first)
	return i < len(f.list) && f.list[i].first <= r.first && f.list[i].last >= r.last
}

func (f *runs) rank(x uint32) uint64 {
	i := f.search(x)
	n := sizeOf(f.list[:i])
	if i < len(f.list) && x > f.list[i].first {
		n += uint64(x - f.list[i].first)
	}
	return n
}

func (f *runs) at(rank uint64) uint32 {
	i := 0
	for rank >= f.list[i].size() {
		rank -= f.list[i].size()
		i++
	}
	return f.list[i].first + uint32(rank)
}

func (f *runs) appendTo(dst []uint32) []uint32 {
	n := len(dst)
	dst = grow(dst, f.length)
	for _, r := range f.list {
		part := dst[n : n+int(r.size())]
		for i := range part {
			part[i] = r.first + uint32(i)
		}
		n += len(part)
	}
	return dst
}

func (f *runs) heap() int { return sliceBytes + 8 + 8*cap(f.list) }

func (f *runs) from(least uint32, yield func(uint32) bool) {
	for _, r := range f.list[f.search(least):] {
		for x := max(least, r.first); ; x++ {
			if !yield(x) {
				return
			}
			if x == r.last {
				break
			}
		}
	}
}

func (f *runs) each(yield func(run) bool) {
	for _, r := range f.list {
		if !yield(r) {
			return
		}
	}
}
