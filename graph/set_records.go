package graph

import "slices"

// ordinal is that of a record's id, given out now if need be: the least one that is free. So the
// ordinals follow from the facts and the effects alone, and a page token outlives a restart.
func (d *draft) ordinal(e *entity, id string) Ordinal {
	ordinal, known := e.keys.find(id)
	if !known {
		ordinal = e.keys.length
		for least := range e.free.all() {
			ordinal = uint32(least)
			break
		}
		e.keys.put(d.edit, ordinal, id)
	}
	if e.rows.at(ordinal)&rowHolding == 0 {
		e.free.remove(d.edit, freeOrdinal(ordinal))
		d.reserved = append(d.reserved, recordKey{e.number, Ordinal(ordinal)})
	}
	return Ordinal(ordinal)
}

// freeReserved frees the ordinals that were given out, or whose records were dropped, and that have
// no record in the end, and all ordinals of entities that are not declared in the end.
func (d *draft) freeReserved() {
	for _, key := range d.reserved {
		e := d.entities.at(uint32(key.entity))
		if e.rows.at(uint32(key.ordinal))&rowHolding == 0 {
			e, _ = d.mention(e.fact.Name)
			e.free.insert(d.edit, freeOrdinal(key.ordinal))
		}
	}
	d.reserved = nil
	for _, number := range d.mentioned {
		if e := d.entities.at(uint32(number)); !e.declared && e.count == 0 {
			d.entities.set(d.edit, uint32(number), undeclared(number, d.entities.id(uint32(number))))
		}
	}
	d.mentioned = nil
}

func (d *draft) setRecord(o Record) error {
	e, err := d.mention(o.Entity)
	if err != nil {
		return err
	}
	ordinal := d.ordinal(e, o.ID)
	if err := d.setLookups(e, ordinal, o.Lookups); err != nil {
		return err
	}
	holding := Holding{Owner: d.principalNumber(o.Owner)}
	if o.BusinessUnit != "" {
		holding.Unit = UnitNumber(d.units.number(d.edit, o.BusinessUnit))
	}
	if byDefault := defaultOwner(e); byDefault != nil && holding == (Holding{}) {
		holding = byDefault(d, o.ID)
	}
	d.hold(e, ordinal, d.holdingNumber(e, holding))
	row := e.rows.at(uint32(ordinal)) &^ rowInactive
	if o.Inactive {
		row |= rowInactive
	}
	if row != e.rows.at(uint32(ordinal)) {
		e.rows.set(d.edit, uint32(ordinal), row)
	}
	d.note(PutObject{o})
	return nil
}

func (d *draft) dropRecord(o Record) {
	_, e := d.entities.find(fold(o.Entity))
	if e == nil {
		return
	}
	ordinal, live := Records{d.State, e}.Find(o.ID)
	if !live {
		return
	}
	e, _ = d.mention(o.Entity)
	_ = d.setLookups(e, ordinal, nil)
	d.hold(e, ordinal, 0)
	e.rows.set(d.edit, uint32(ordinal), e.rows.at(uint32(ordinal))&rowShared)
	d.reserved = append(d.reserved, recordKey{e.number, ordinal})
	d.note(DeleteObject{Record{Entity: o.Entity, ID: o.ID}})
}

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

// hold puts a record in a holding; 0 is none.
func (d *draft) hold(e *entity, ordinal Ordinal, next HoldingNumber) {
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

// setLookups makes the lookups of a record just those given.
func (d *draft) setLookups(e *entity, ordinal Ordinal, lookups map[string]Ref) error {
	var stale []*relation
	for r := range d.relationsOf(e.number) {
		if _, set := r.target(ordinal); set {
			stale = append(stale, r)
		}
	}
	names := make([]string, 0, len(lookups))
	for name := range lookups {
		names = append(names, name)
	}
	slices.Sort(names)
	kept := map[uint32]bool{}
	for _, name := range names {
		to := lookups[name]
		r, err := d.relation(e, name, to.Entity)
		if err != nil {
			return err
		}
		parent, err := d.mention(to.Entity)
		if err != nil {
			return err
		}
		d.point(r, ordinal, d.ordinal(parent, to.ID), true)
		kept[r.number] = true
	}
	for _, r := range stale {
		if kept[r.number] {
			continue
		}
		child, _ := d.mention(e.fact.Name)
		own, err := d.relation(child, r.fact.Lookup, d.entities.at(uint32(r.parent)).fact.Name)
		if err != nil {
			return err
		}
		d.point(own, ordinal, 0, false)
	}
	return nil
}

// point sets or clears a child's lookup.
func (d *draft) point(r *relation, child, parent Ordinal, set bool) {
	if old, had := r.target(child); had {
		if set && old == parent {
			return
		}
		r.children.remove(d.edit, pair{uint32(old), uint32(child)})
		r.targets.set(d.edit, uint32(child), 0)
	}
	if set {
		r.children.insert(d.edit, pair{uint32(parent), uint32(child)})
		r.targets.set(d.edit, uint32(child), uint32(parent)+1)
	}
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
	d.hold(e, key.ordinal, d.holdingNumber(e, h))
	d.note(PutObject{d.record(e, key.ordinal)})
}

// setLookup points the lookup of a child at a parent, or clears it.
func (d *draft) setLookup(of *relation, child, parent Ordinal, set bool) {
	e, _ := d.mention(d.entities.at(uint32(of.child)).fact.Name)
	own, _ := d.relation(e, of.fact.Lookup, d.entities.at(uint32(of.parent)).fact.Name)
	d.point(own, child, parent, set)
	d.note(PutObject{d.record(e, child)})
}

func (d *draft) setShare(o RecordShare) error {
	e, err := d.mention(o.Record.Entity)
	if err != nil {
		return err
	}
	ordinal, p := d.ordinal(e, o.Record.ID), d.principalNumber(o.Principal)
	step := ShareStep{Entity: e.number, Ordinal: ordinal, Principal: p, NewExplicit: o.Rights}
	old := slices.Collect(e.shareOf(ordinal, p))
	for _, entry := range old {
		if entry.source == shareExplicit {
			step.OldExplicit = entry.rights.mask()
		} else {
			step.OldInherited |= entry.rights.mask()
		}
		e.shares.remove(d.edit, entry)
	}
	there := o.Rights != 0
	if there {
		e.shares.insert(d.edit, shareEntry{ordinal: ordinal, principal: p, rights: packRights(o.Rights)})
	}
	o.Inherited = slices.Clone(o.Inherited)
	for _, from := range o.Inherited {
		if from.Rights == 0 {
			continue
		}
		entry := shareEntry{ordinal: ordinal, principal: p, source: shareNoOrigin, rights: packRights(from.Rights)}
		if !from.Origin.IsZero() {
			origin, err := d.mention(from.Origin.Entity)
			if err != nil {
				return err
			}
			entry.source, entry.origin = uint16(origin.number), d.ordinal(origin, from.Origin.ID)
		}
		e.shares.insert(d.edit, entry)
		step.NewInherited |= from.Rights
		there = true
	}
	d.markShared(e, ordinal, p, len(old) > 0, there)
	if step.OldExplicit != step.NewExplicit || step.OldInherited != step.NewInherited {
		d.effects.Shares = append(d.effects.Shares, step)
	}
	if there {
		d.note(PutObject{o})
	} else if len(old) > 0 {
		d.note(DeleteObject{RecordShare{Record: o.Record, Principal: o.Principal}})
	}
	return nil
}

// markShared keeps the way from a principal to its shares, and the flag of records that have any.
func (d *draft) markShared(e *entity, ordinal Ordinal, p PrincipalNumber, before, after bool) {
	link := pair{uint32(p), uint32(ordinal)}
	if before && !after {
		e.sharedTo.remove(d.edit, link)
	} else if after && !before {
		e.sharedTo.insert(d.edit, link)
	} else {
		return
	}
	row := e.rows.at(uint32(ordinal)) &^ rowShared
	if after {
		row |= rowShared
	} else {
		for range e.sharesOf(ordinal) {
			row |= rowShared
			break
		}
	}
	if row != e.rows.at(uint32(ordinal)) {
		e.rows.set(d.edit, uint32(ordinal), row)
	}
}
