package index

import (
	"sync/atomic"
	"unsafe"
)

// slotRows is how many slots a page of them holds.
const slotRows = 64

// slots keep what readers have worked out, for other readers of any snapshot that shares them. Each
// holds one version of its value, the newest that was asked for. Those of a snapshot that was only tried
// hold what was drawn since it was tried, and leave all else to those of the published one beneath.
type slots[T any] struct {
	pages []atomic.Pointer[slotPage[T]]
	under *slots[T] // nil in what is published
	since uint64    // the first stamp of what was tried
}

type slotPage[T any] [slotRows]atomic.Pointer[stamped[T]]

type stamped[T any] struct {
	stamp uint64
	value T
}

// newSlots has room for at least the given number of slots.
func newSlots[T any](rows int) *slots[T] {
	return &slots[T]{pages: make([]atomic.Pointer[slotPage[T]], (rows+slotRows-1)/slotRows)}
}

func (s *slots[T]) room() int { return len(s.pages) * slotRows }

// tried is slots for a snapshot that is tried on one that has s. They begin with what s holds of earlier
// tries, and no more is put into s that is not of its own time.
func (s *slots[T]) tried(stamp uint64) *slots[T] {
	own := newSlots[T](s.room())
	if s.under == nil {
		own.under, own.since = s, stamp
		return own
	}
	own.under, own.since = s.under, s.since
	for i := range s.pages {
		if page := s.pages[i].Load(); page != nil {
			own.pages[i].Store(page.clone())
		}
	}
	return own
}

func (p *slotPage[T]) clone() *slotPage[T] {
	own := new(slotPage[T])
	for i := range p {
		own[i].Store(p[i].Load())
	}
	return own
}

// of is the slots for a version of a value.
func (s *slots[T]) of(stamp uint64) *slots[T] {
	if s.under != nil && stamp < s.since {
		return s.under
	}
	return s
}

// grown is s, or where that is too small, a larger table with the same pages.
func (s *slots[T]) grown(rows int) *slots[T] {
	if rows <= s.room() {
		return s
	}
	larger := newSlots[T](rows + rows/4)
	larger.under, larger.since = s.under, s.since
	for i := range s.pages {
		larger.pages[i].Store(s.pages[i].Load())
	}
	return larger
}

// newest is the value of a slot with the stamp that names its version, 0 where there is none.
func (s *slots[T]) newest(row uint32) (value T, stamp uint64) {
	if int(row) < s.room() {
		if page := s.pages[row/slotRows].Load(); page != nil {
			if kept := page[row%slotRows].Load(); kept != nil {
				return kept.value, kept.stamp
			}
		}
	}
	if s.under != nil {
		return s.under.newest(row)
	}
	return value, 0
}

// get is the value of a slot, if it is of the version that the stamp names.
func (s *slots[T]) get(row uint32, stamp uint64) (value T, found bool) {
	kept, version := s.of(stamp).newest(row)
	return kept, version == stamp && version != 0
}

// put keeps a value unless the slot has it or a newer version.
func (s *slots[T]) put(row uint32, stamp uint64, value T) {
	s = s.of(stamp)
	if int(row) >= s.room() {
		return
	}
	at := &s.pages[row/slotRows]
	if at.Load() == nil {
		at.CompareAndSwap(nil, new(slotPage[T]))
	}
	slot := &at.Load()[row%slotRows]
	for {
		kept := slot.Load()
		if kept != nil && kept.stamp >= stamp {
			return
		}
		if slot.CompareAndSwap(kept, &stamped[T]{stamp, value}) {
			return
		}
	}
}

// bytes is the heap of the slots and the values that they keep.
func (s *slots[T]) bytes(held func(T) int) int64 {
	total := int64(8 * len(s.pages))
	for i := range s.pages {
		page := s.pages[i].Load()
		if page == nil {
			continue
		}
		total += int64(unsafe.Sizeof(*page))
		for slot := range page {
			if kept := page[slot].Load(); kept != nil {
				total += int64(unsafe.Sizeof(*kept)) + int64(held(kept.value))
			}
		}
	}
	return total
}
