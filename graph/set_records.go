package graph

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
	d.hold(e, ordinal, holding)
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
	d.release(e, ordinal)
	e.rows.set(d.edit, uint32(ordinal), e.rows.at(uint32(ordinal))&rowShared)
	d.reserved = append(d.reserved, recordKey{e.number, ordinal})
	d.note(DeleteObject{Record{Entity: o.Entity, ID: o.ID}})
}
