package graph

import (
	"slices"
)

// holdingNumber is the number of a holding, given out now if need be.
func (d *draft) holdingNumber(e *entity, h Holding) HoldingNumber {
	for each := range e.byOwner.from(holdingByOwner{Holding: h}) {
		if each.Holding == h {
			return each.number
		}
		break
	}
	number := HoldingNumber(max(1, e.holdings.length))
	e.holdings.set(d.edit, uint32(number), h)
	e.byOwner.insert(d.edit, holdingByOwner{h, number})
	if h.Unit != 0 {
		e.byUnit.insert(d.edit, holdingByUnit{h, number})
	}
	return number
}

// hold gives a record to a holding. It stays in the one where it is, if that is of this owner and unit:
// there may be several.
func (d *draft) hold(e *entity, ordinal Ordinal, h Holding) {
	now := HoldingNumber(e.rows.at(uint32(ordinal)) & rowHolding)
	if now == 0 || e.holdings.at(uint32(now)) != h {
		d.putInHolding(e, ordinal, d.holdingNumber(e, h))
	}
}

// release takes a record out of its holding.
func (d *draft) release(e *entity, ordinal Ordinal) { d.putInHolding(e, ordinal, 0) }

// putInHolding puts a record in a holding; 0 is none.
func (d *draft) putInHolding(e *entity, ordinal Ordinal, next HoldingNumber) {
	row := e.rows.at(uint32(ordinal))
	old := HoldingNumber(row & rowHolding)
	if old == next {
		return
	}
	if old != 0 {
		e.holdingCounts.set(d.edit, uint32(old), e.holdingCounts.at(uint32(old))-1)
		e.count--
	}
	if next != 0 {
		e.holdingCounts.set(d.edit, uint32(next), e.holdingCounts.at(uint32(next))+1)
		e.count++
	}
	e.rows.set(d.edit, uint32(ordinal), row&^rowHolding|uint32(next))
	d.effects.Records = append(d.effects.Records, RecordStep{e.number, ordinal, old, next})
}

// dropOwnUnits clears the own unit of every user-owned record (13.5). It renames holdings and so
// touches no record; an owner may have several holdings without a unit afterwards.
func (d *draft) dropOwnUnits() {
	for _, each := range d.entities.all() {
		if !each.declared || each.fact.Ownership != UserOwned || each.byUnit.length == 0 {
			continue
		}
		e, _ := d.mention(each.fact.Name)
		for _, h := range slices.Collect(each.byUnit.all()) {
			d.renameHolding(e, h.number, h.Holding, Holding{Owner: h.Owner})
		}
		d.effects.OwnUnits = true
	}
	d.note(dropOwnUnits{})
}

// placeOwned makes a unit the own one of all records of an owner that have none, or, where the unit is
// 0, clears the own unit of all of them (7.3c). It renames holdings and so touches no record; an owner
// may have several holdings of one unit afterwards.
func (d *draft) placeOwned(owner PrincipalNumber, unit UnitNumber) {
	placed := false
	for _, each := range d.entities.all() {
		if !each.declared || each.fact.Ownership != UserOwned {
			continue
		}
		for _, h := range slices.Collect((Records{d.State, each}).HoldingsOf(owner)) {
			was := each.holdings.at(uint32(h))
			if (was.Unit == 0) == (unit == 0) || each.holdingCounts.at(uint32(h)) == 0 {
				continue
			}
			e, _ := d.mention(each.fact.Name)
			d.renameHolding(e, h, was, Holding{owner, unit})
			placed = true
		}
	}
	if placed {
		d.effects.Placed = append(d.effects.Placed, owner)
		d.note(placeOwned{d.PrincipalAt(owner), d.units.id(uint32(unit))})
	}
}

func (d *draft) renameHolding(e *entity, number HoldingNumber, was, is Holding) {
	e.byOwner.remove(d.edit, holdingByOwner{was, number})
	e.byUnit.remove(d.edit, holdingByUnit{was, number})
	e.holdings.set(d.edit, uint32(number), is)
	e.byOwner.insert(d.edit, holdingByOwner{is, number})
	if is.Unit != 0 {
		e.byUnit.insert(d.edit, holdingByUnit{is, number})
	}
}

// setHolding gives a record another owner or own unit.
func (d *draft) setHolding(key recordKey, h Holding) {
	e, _ := d.mention(d.entities.at(uint32(key.entity)).fact.Name)
	d.hold(e, key.ordinal, h)
	d.note(PutObject{d.record(e, key.ordinal)})
}
