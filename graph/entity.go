package graph

import (
	"cmp"
	"iter"
	"strings"
)

// entity is an entity with its records. The struct is copied when an edit first touches it.
type entity struct {
	number     EntityNumber
	fact       Entity
	declared   bool // false while the entity is only mentioned
	privileges [8]PrivilegeNumber
	keys       keys                // ordinal to id
	rows       column[uint32]      // ordinal to row
	count      int                 // records
	free       sorted[freeOrdinal] // ordinals without a record, to use again, the least first

	holdings      column[Holding] // by holding number
	holdingCounts column[uint32]  // records of each
	byOwner       sorted[holdingByOwner]
	byUnit        sorted[holdingByUnit] // those with an own unit

	shares   sorted[shareEntry] // by ordinal
	sharedTo sorted[pair]       // principal, ordinal
	owner    *edit
}

// A row is a holding number, 0 where there is no record, and two flags.
const (
	rowShared   = 1 << 31 // the record has shares
	rowInactive = 1 << 30
	rowHolding  = rowInactive - 1
)

// freeOrdinal is an ordinal without a record.
type freeOrdinal Ordinal

func (f freeOrdinal) compare(other freeOrdinal) int { return cmp.Compare(f, other) }

// rightIndex is the place of a right in EachRight.
func rightIndex(r Right) int {
	for i, each := range EachRight {
		if each == r {
			return i
		}
	}
	return -1
}

// fold is the form in which names of entities and privileges are compared (1.14).
func fold(name string) string { return strings.ToLower(name) }

// Records is one entity with its records, as one State has them. The zero value has none.
type Records struct {
	state  *State
	entity *entity
}

// Entity finds an entity by its name, in any case (1.14).
func (s *State) Entity(name string) (Records, bool) {
	_, e := s.entities.find(name)
	if e == nil {
		_, e = s.entities.find(fold(name))
	}
	if e == nil || !e.declared {
		return Records{}, false
	}
	return Records{s, e}, true
}

// EntityAt is the entity with a number.
func (s *State) EntityAt(number EntityNumber) Records {
	return Records{s, s.entities.at(uint32(number))}
}

// EntityNumbers is one more than the greatest entity number.
func (s *State) EntityNumbers() int { return int(s.entities.objects.length) }

// Declared reports whether the entity is there.
func (r Records) Declared() bool { return r.entity != nil && r.entity.declared }

// Number of the entity.
func (r Records) Number() EntityNumber { return r.entity.number }

// Fact is the entity as it was put.
func (r Records) Fact() Entity { return r.entity.fact }

// Len is the number of records.
func (r Records) Len() int { return r.entity.count }

// End is one more than the greatest ordinal.
func (r Records) End() Ordinal { return Ordinal(r.entity.rows.length) }

// Privilege is the privilege that governs a right on the entity (1.16).
func (r Records) Privilege(right Right) PrivilegeNumber {
	if i := rightIndex(right); i >= 0 {
		return r.entity.privileges[i]
	}
	return 0
}

// Find is the ordinal of a record.
func (r Records) Find(id string) (Ordinal, bool) {
	ordinal, known := r.entity.keys.find(id)
	return Ordinal(ordinal), known && r.Live(Ordinal(ordinal))
}

// Live reports whether there is a record with the ordinal.
func (r Records) Live(o Ordinal) bool { return r.Holding(o) != 0 }

// ID of the record with an ordinal.
func (r Records) ID(o Ordinal) string { return r.entity.keys.id(uint32(o)) }

// AppendID adds the id of the record with an ordinal to dst.
func (r Records) AppendID(dst []byte, o Ordinal) []byte {
	return r.entity.keys.appendID(dst, uint32(o))
}

// Holding is the number of a record's holding, 0 where there is no record.
func (r Records) Holding(o Ordinal) HoldingNumber {
	return HoldingNumber(r.entity.rows.at(uint32(o)) & rowHolding)
}

// Shared reports whether a record has shares.
func (r Records) Shared(o Ordinal) bool { return r.entity.rows.at(uint32(o))&rowShared != 0 }

// Renamed yields the ordinals whose ids are not the same here and in another State's records, in order:
// those that only one has included. Pages of ids that the states share cost nothing.
func (r Records) Renamed(other Records) iter.Seq[Ordinal] {
	return func(yield func(Ordinal) bool) {
		for number := range r.entity.keys.differing(&other.entity.keys) {
			if !yield(Ordinal(number)) {
				return
			}
		}
	}
}
