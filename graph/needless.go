package graph

import (
	"maps"
	"slices"
)

// dropNeedlessUnits keeps rule 13.1 after a change in classic mode: an own unit that equals the owner's
// and a base unit that equals the holder's are dropped. It looks where the change may have made them
// equal.
func (b *batch) dropNeedlessUnits(changed Object) {
	if b.settings.OwnershipAcrossBusinessUnits {
		return
	}
	switch o := changed.(type) {
	case Settings:
		b.dropAllNeedlessUnits()
	case BusinessUnit: // its default team comes with it
		b.dropNeedlessUnitsOf(TeamRef(o.ID))
	case User:
		b.dropNeedlessUnitsOf(UserRef(o.ID))
	case Team:
		b.dropNeedlessUnitsOf(TeamRef(o.ID))
	case RoleAssignment:
		b.dropNeedlessUnitsOf(o.Principal)
	case Record:
		b.dropNeedlessUnitsOf(o.Owner)
	}
}

func (b *batch) dropAllNeedlessUnits() {
	if b.settings.OwnershipAcrossBusinessUnits {
		return
	}
	for _, p := range slices.Collect(b.basedAt.all()) {
		b.dropNeedlessBases(PrincipalNumber(p.second))
	}
	for _, owner := range slices.Sorted(maps.Keys(b.stated)) {
		b.dropNeedlessOwnUnits(owner)
	}
}

func (b *batch) dropNeedlessUnitsOf(p Principal) {
	if number, there := b.Principal(p); there {
		b.dropNeedlessBases(number)
		b.dropNeedlessOwnUnits(number)
	}
}

// dropNeedlessBases makes assignments of a holder that are based in the holder's unit follow it.
func (b *batch) dropNeedlessBases(holder PrincipalNumber) {
	unit := b.UnitOf(holder)
	if b.basedAt.length == 0 || !b.basedAt.has(pair{uint32(unit), uint32(holder)}) {
		return
	}
	for _, each := range b.assignmentsOf(holder) {
		if each.base == unit {
			fact := b.roleAssignment(each)
			b.dropAssignment(fact)
			fact.BusinessUnit = ""
			b.setAssignment(fact)
		}
	}
}

// dropNeedlessOwnUnits clears the own units, stated in this batch, that are their owner's unit.
func (b *batch) dropNeedlessOwnUnits(owner PrincipalNumber) {
	unit := b.UnitOf(owner)
	if unit == 0 {
		return
	}
	for _, key := range b.stated[owner] {
		e := b.entities.at(uint32(key.entity))
		holding := e.holdings.at(e.rows.at(uint32(key.ordinal)) & rowHolding)
		if holding.Unit == 0 || holding.Unit != unit || holding.Owner != owner || e.declared && e.fact.Ownership != UserOwned {
			continue
		}
		fact := b.record(e, key.ordinal)
		fact.BusinessUnit = ""
		_ = b.setRecord(fact)
	}
	b.stated[owner] = slices.DeleteFunc(b.stated[owner], func(key recordKey) bool {
		e := b.entities.at(uint32(key.entity))
		return e.holdings.at(e.rows.at(uint32(key.ordinal))&rowHolding).Unit == 0
	})
}
