package bitmap

import (
	"iter"
	"math"
)

// Set is an immutable set of ordinals. The zero Set is empty. It is one pair of words, cheap to
// copy, and safe to read from many goroutines at once. Compare sets with Equal, not with ==.
type Set struct {
	form form // nil for the empty set
}

// form is how the members of a set that is not empty are kept. Nothing changes it once it is made.
type form interface {
	size() uint64
	min() uint32
	max() uint32
	contains(x uint32) bool
	covers(r run) bool    // whether all of r are members
	rank(x uint32) uint64 // members below x
	at(rank uint64) uint32
	appendTo(dst []uint32) []uint32
	heap() int
}

// Len is the number of members. Where int has 32 bits it stops at the greatest int.
func (s Set) Len() int { return int(min(s.size(), math.MaxInt)) }

func (s Set) size() uint64 {
	if s.form == nil {
		return 0
	}
	return s.form.size()
}

// IsEmpty reports whether there are no members.
func (s Set) IsEmpty() bool { return s.form == nil }

// Contains reports whether x is a member.
func (s Set) Contains(x uint32) bool { return s.form != nil && s.form.contains(x) }

// Min is the smallest member, or false if the set is empty.
func (s Set) Min() (uint32, bool) {
	if s.form == nil {
		return 0, false
	}
	return s.form.min(), true
}

// Max is the greatest member, or false if the set is empty.
func (s Set) Max() (uint32, bool) {
	if s.form == nil {
		return 0, false
	}
	return s.form.max(), true
}

// Rank is the number of members below x.
func (s Set) Rank(x uint32) int {
	if s.form == nil {
		return 0
	}
	return int(min(s.form.rank(x), math.MaxInt))
}

// Select is the member with the given rank: Select(0) is the smallest. It is false where rank is
// negative or not below Len.
func (s Set) Select(rank int) (uint32, bool) {
	if rank < 0 || uint64(rank) >= s.size() {
		return 0, false
	}
	return s.form.at(uint64(rank)), true
}

// All yields the members in ascending order. Runs is several times faster where it can be used.
func (s Set) All() iter.Seq[uint32] { return s.From(0) }

// From yields the members that are at least least, in ascending order.
func (s Set) From(least uint32) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		switch f := s.form.(type) {
		case *numbers:
			f.from(least, yield)
		case *runs:
			f.from(least, yield)
		case *dense:
			f.from(least, yield)
		}
	}
}

// Runs yields the members as maximal runs in ascending order: first and last, both included.
func (s Set) Runs() iter.Seq2[uint32, uint32] {
	return func(yield func(first, last uint32) bool) {
		s.each(func(r run) bool { return yield(r.first, r.last) })
	}
}

// each yields the maximal runs of members in ascending order.
func (s Set) each(yield func(run) bool) {
	switch f := s.form.(type) {
	case *numbers:
		f.each(yield)
	case *runs:
		f.each(yield)
	case *dense:
		f.each(yield)
	}
}

// AppendTo appends the members to dst in ascending order.
func (s Set) AppendTo(dst []uint32) []uint32 {
	if s.form == nil {
		return dst
	}
	return s.form.appendTo(dst)
}

// SizeBytes is the live heap that the set holds, to within the rounding of the allocator.
func (s Set) SizeBytes() int {
	if s.form == nil {
		return 0
	}
	return s.form.heap()
}

// Equal reports whether s and t have the same members.
func (s Set) Equal(t Set) bool {
	if s.form == t.form {
		return true
	}
	if s.size() != t.size() {
		return false
	}
	if a, ok := s.form.(*dense); ok {
		if b, ok := t.form.(*dense); ok {
			return a.bitmap.Equals(b.bitmap)
		}
		s, t = t, s // the runs of the other one are few
	}
	equal := true
	s.each(func(r run) bool {
		equal = t.form.covers(r)
		return equal
	})
	return equal
}
