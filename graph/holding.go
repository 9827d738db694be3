package graph

import (
	"cmp"
	"iter"
)

// Holding is what one owner has in one unit of an entity, so that what moves an owner or a unit
// touches no record. On a user-owned entity Owner owns and Unit is the records' own unit, if any. On
// a business-owned one Unit is the owning unit or, where that is 0, the unit of Owner, which the
// records stand for (4.3). On the other entities both are 0.
type Holding struct {
	Owner PrincipalNumber
	Unit  UnitNumber
}

type holdingByOwner struct {
	Holding
	number HoldingNumber
}

func (a holdingByOwner) compare(b holdingByOwner) int {
	if c := (pair{uint32(a.Owner), uint32(a.Unit)}).compare(pair{uint32(b.Owner), uint32(b.Unit)}); c != 0 {
		return c
	}
	return cmp.Compare(a.number, b.number)
}

type holdingByUnit struct {
	Holding
	number HoldingNumber
}

func (a holdingByUnit) compare(b holdingByUnit) int {
	if c := (pair{uint32(a.Unit), uint32(a.Owner)}).compare(pair{uint32(b.Unit), uint32(b.Owner)}); c != 0 {
		return c
	}
	return cmp.Compare(a.number, b.number)
}

// Holdings is one more than the greatest holding number; holdings start at 1.
func (r Records) Holdings() HoldingNumber { return HoldingNumber(r.entity.holdings.length) }

// HoldingAt is the owner and own unit of a holding.
func (r Records) HoldingAt(h HoldingNumber) Holding { return r.entity.holdings.at(uint32(h)) }

// HoldingLen is the number of records in a holding.
func (r Records) HoldingLen(h HoldingNumber) int { return int(r.entity.holdingCounts.at(uint32(h))) }

// OwningUnit is the unit that owns the records of a holding (4.2, 4.3), 0 where none does.
func (r Records) OwningUnit(h HoldingNumber) UnitNumber {
	return r.state.owningUnit(r.HoldingAt(h))
}

func (s *State) owningUnit(h Holding) UnitNumber {
	if h.Unit != 0 || h.Owner == 0 {
		return h.Unit
	}
	return s.UnitOf(h.Owner)
}

// HoldingsOf yields the holdings of one owner, empty ones included.
func (r Records) HoldingsOf(owner PrincipalNumber) iter.Seq[HoldingNumber] {
	return func(yield func(HoldingNumber) bool) {
		for each := range r.entity.byOwner.from(holdingByOwner{Holding: Holding{Owner: owner}}) {
			if each.Owner != owner || !yield(each.number) {
				return
			}
		}
	}
}

// HoldingsIn yields the holdings whose own unit is u, empty ones included.
func (r Records) HoldingsIn(u UnitNumber) iter.Seq[HoldingNumber] {
	return func(yield func(HoldingNumber) bool) {
		for each := range r.entity.byUnit.from(holdingByUnit{Holding: Holding{Unit: u}}) {
			if each.Unit != u || !yield(each.number) {
				return
			}
		}
	}
}

// owns reports whether a principal has records in the entity.
func (e *entity) owns(owner PrincipalNumber) bool {
	for each := range e.byOwner.from(holdingByOwner{Holding: Holding{Owner: owner}}) {
		if each.Owner != owner {
			break
		}
		if e.holdingCounts.at(uint32(each.number)) > 0 {
			return true
		}
	}
	return false
}
