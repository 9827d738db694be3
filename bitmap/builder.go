package bitmap

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// maxPending bounds what a Builder holds in runs and numbers before it folds them into a bitmap.
const maxPending = 1 << 16

// Builder collects ordinals for a Set. The zero Builder is empty and ready to use. Ordinals that come in
// ascending order cost least. A Builder is for one goroutine.
type Builder struct {
	bitmap *roaring.Bitmap // all that has been folded; nil if nothing has
	list   []run           // ascending, maximal
	strays []uint32        // what did not ascend
}

// Add adds x.
func (b *Builder) Add(x uint32) {
	if n := len(b.list); n > 0 {
		tail := &b.list[n-1]
		switch {
		case x > tail.last && x-tail.last == 1:
			tail.last = x
			return
		case x <= tail.last:
			if x < tail.first {
				b.addStray(x)
			}
			return
		}
	}
	b.append(run{x, x})
}

func (b *Builder) addStray(x uint32) {
	if b.strays = append(b.strays, x); len(b.strays) == maxPending {
		b.fold()
	}
}

// append adds a run that lies behind those of list.
func (b *Builder) append(r run) {
	if len(b.list) >= maxPending {
		b.fold()
	}
	b.list = append(b.list, r)
}

// AddRange adds all ordinals from from up to, but not including, to.
func (b *Builder) AddRange(from, to uint32) {
	if from < to {
		b.addRun(run{from, to - 1})
	}
}

func (b *Builder) addRun(r run) {
	n := len(b.list)
	switch {
	case n == 0 || r.first > b.list[n-1].last && r.first-b.list[n-1].last > 1:
		b.append(r)
	case r.first >= b.list[n-1].first:
		b.list[n-1].last = max(b.list[n-1].last, r.last)
	case r.first == r.last:
		b.addStray(r.first)
	default:
		b.fold()
		b.list = append(b.list, r)
	}
}

// AddMany adds values, in any order; ascending is fastest.
func (b *Builder) AddMany(values []uint32) {
	for _, x := range values {
		b.Add(x)
	}
}

// AddSet adds the members of s.
func (b *Builder) AddSet(s Set) {
	if f, ok := s.form.(*dense); ok {
		b.fold()
		b.bitmap.Or(f.bitmap)
		return
	}
	s.each(func(r run) bool {
		b.addRun(r)
		return true
	})
}

// Remove takes x out, if it is there.
func (b *Builder) Remove(x uint32) {
	b.fold()
	b.bitmap.Remove(x)
}

// Set is the set of what has been collected. The Builder is empty afterwards and may be used again.
func (b *Builder) Set() Set {
	var s Set
	if b.bitmap == nil {
		s = fromRuns(b.pending())
	} else {
		b.fold()
		s = fromBitmap(b.bitmap)
	}
	*b = Builder{list: b.list[:0], strays: b.strays[:0]}
	return s
}

// pending is the runs of all that has not been folded.
func (b *Builder) pending() []run {
	if len(b.strays) == 0 {
		return b.list
	}
	slices.Sort(b.strays)
	var strays []run
	for _, x := range b.strays {
		strays = appendRun(strays, run{x, x})
	}
	return uniteRuns(b.list, strays)
}

// fold moves what is pending into the bitmap.
func (b *Builder) fold() {
	if b.bitmap == nil {
		b.bitmap = roaring.New()
	}
	if list := b.pending(); len(list) > 0 {
		b.bitmap.Or(decoded(encodeRuns(list)))
	}
	b.list, b.strays = b.list[:0], b.strays[:0]
}
