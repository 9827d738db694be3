package graph

import (
	"cmp"
	"maps"
	"slices"
)

// finalRecords tests the records that were put (2.8, section 4, 12.8, 12.9, 13.1).
func (b *batch) finalRecords() {
	keys := slices.SortedFunc(maps.Keys(b.touched.records), func(x, y recordKey) int {
		return cmp.Or(b.touched.records[x].compare(b.touched.records[y].cause), x.compare(y))
	})
	for _, key := range keys {
		e := b.entities.at(uint32(key.entity))
		if !(Records{b.State, e}).Live(key.ordinal) {
			continue
		}
		put := b.touched.records[key]
		holding := e.holdings.at(e.rows.at(uint32(key.ordinal)) & rowHolding)
		b.finalOwnership(put, e, holding, func() string { return named(KindRecord, b.ref(key.entity, key.ordinal).String()) })
		b.finalLookups(put.cause, e, key.ordinal)
		b.finalOrigins(put.cause, e, key.ordinal)
	}
	b.finalCircles(keys)
}

// finalOwnership tests the owner and the unit of a record, which name names.
func (b *batch) finalOwnership(put putRecord, e *entity, holding Holding, name func() string) {
	fail := func(field, value string, err error) { b.fault(put.cause, name(), field, value, err) }
	if !e.declared {
		fail("entity", e.fact.Name, b.missingEntity(e.number))
		return
	}
	switch {
	case e.fact.Ownership == UserOwned:
		b.finalUserOwned(e, holding, fail)
	case put.owner:
		fail("owner", "", ErrOwnership)
	case e.fact.Ownership != BusinessOwned:
		if put.unit {
			fail("business_unit", "", ErrOwnership)
		}
	case put.unit:
		if b.units.at(uint32(holding.Unit)) == nil {
			fail("business_unit", b.units.id(uint32(holding.Unit)), b.missingUnit(holding.Unit))
		}
	case b.units.at(uint32(b.owningUnit(holding))) == nil:
		fail("business_unit", "", ErrOwnership)
	}
}

func (b *batch) finalUserOwned(e *entity, holding Holding, fail func(field, value string, err error)) {
	owner := b.principals.at(uint32(holding.Owner))
	switch {
	case holding.Owner == 0:
		fail("owner", "", ErrOwnership)
	case owner == nil:
		err := error(ErrUnknown)
		if _, deleted := b.deleted.principals[holding.Owner]; deleted {
			err = ErrOwnsRecords
		}
		fail("owner", b.PrincipalAt(holding.Owner).String(), err)
	case owner.kind == TeamPrincipal && owner.team.Type == AccessTeam:
		fail("owner", b.PrincipalAt(holding.Owner).String(), ErrAccessTeamOwns)
	}
	unit := b.units.id(uint32(holding.Unit))
	switch {
	case holding.Unit == 0:
	case b.units.at(uint32(holding.Unit)) == nil:
		fail("business_unit", unit, b.missingUnit(holding.Unit))
	case !b.settings.OwnershipAcrossBusinessUnits:
		fail("business_unit", unit, ErrRecordUnit)
	}
}

// finalPlaced tests that the units of the records of transferred owners are there.
func (b *batch) finalPlaced() {
	for _, owner := range each(b.touched.placed) {
		for _, e := range b.entities.all() {
			r := Records{b.State, e}
			if !e.declared || e.fact.Ownership != UserOwned {
				continue
			}
			for h := range r.HoldingsOf(owner) {
				if unit := r.HoldingAt(h).Unit; r.HoldingLen(h) > 0 && unit != 0 && b.units.at(uint32(unit)) == nil {
					b.fault(b.touched.placed[owner], b.PrincipalAt(owner).String(), "business_unit", b.units.id(uint32(unit)), b.missingUnit(unit))
				}
			}
		}
	}
}

func (b *batch) missingEntity(n EntityNumber) error {
	if _, deleted := b.deleted.entities[n]; deleted {
		return ErrNotEmpty
	}
	return ErrUnknown
}

func (b *batch) finalLookups(c cause, e *entity, ordinal Ordinal) {
	for r := range b.relationsOf(e.number) {
		target, set := r.target(ordinal)
		if !set {
			continue
		}
		record := named(KindRecord, b.ref(e.number, ordinal).String())
		to := b.ref(r.parent, target).String()
		if !r.declared {
			b.fault(c, record, "lookups", r.fact.Lookup, b.missingRelation(r.number))
		}
		if !b.EntityAt(r.parent).Live(target) {
			b.fault(c, record, "lookups", to, ErrUnknown)
		}
	}
}

func (b *batch) missingRelation(number uint32) error {
	if _, deleted := b.deleted.relations[number]; deleted {
		return ErrNotEmpty
	}
	return ErrUnknown
}

// finalOrigins tests that each origin of a record's shares is a lookup of the record (12.9).
func (b *batch) finalOrigins(c cause, e *entity, ordinal Ordinal) {
	if e.rows.at(uint32(ordinal))&rowShared == 0 {
		return
	}
	for entry := range e.sharesOf(ordinal) {
		if entry.source == shareExplicit || entry.source == shareNoOrigin {
			continue
		}
		origin := recordKey{EntityNumber(entry.source), entry.origin}
		if b.pointsAt(recordKey{e.number, ordinal}, origin) {
			continue
		}
		share := named(KindShare, b.ref(e.number, ordinal).String(), b.PrincipalAt(entry.principal).String())
		b.fault(c, share, "inherited", b.ref(origin.entity, origin.ordinal).String(), ErrStaleOrigin)
	}
}

// pointsAt reports whether a lookup of a record points at another one.
func (s *State) pointsAt(child, parent recordKey) bool {
	for r := range s.relationsOf(child.entity) {
		if target, set := r.target(child.ordinal); set && r.parent == parent.entity && target == parent.ordinal {
			return true
		}
	}
	return false
}

func (b *batch) finalShares() {
	keys := slices.SortedFunc(maps.Keys(b.touched.shares), func(x, y shareKey) int {
		return cmp.Or(b.touched.shares[x].compare(b.touched.shares[y]), x.recordKey.compare(y.recordKey),
			cmp.Compare(x.principal, y.principal))
	})
	for _, key := range keys {
		c, e := b.touched.shares[key], b.entities.at(uint32(key.entity))
		record, p := b.ref(key.entity, key.ordinal), b.PrincipalAt(key.principal)
		share := named(KindShare, record.String(), p.String())
		switch {
		case !(Records{b.State, e}).Live(key.ordinal):
			b.fault(c, share, "record", record.String(), ErrUnknown)
		case e.declared && (e.fact.Ownership == OrganizationOwned || e.fact.Ownership == Unowned):
			b.fault(c, share, "record", record.String(), ErrNotShareable)
		default:
			if _, put := b.touched.records[key.recordKey]; !put {
				b.finalOrigins(c, e, key.ordinal)
			}
		}
		if b.principals.at(uint32(key.principal)) == nil {
			b.fault(c, share, "principal", p.String(), ErrUnknown)
		}
		for entry := range e.shareOf(key.ordinal, key.principal) {
			if entry.source == shareExplicit || entry.source == shareNoOrigin {
				continue
			}
			if origin := b.EntityAt(EntityNumber(entry.source)); !origin.Live(entry.origin) {
				b.fault(c, share, "inherited", b.ref(origin.Number(), entry.origin).String(), ErrUnknown)
			}
		}
	}
}

// finalPrevious tests that the previous owners with whom records were shared (10.6) are there.
func (b *batch) finalPrevious() {
	for _, p := range each(b.touched.previous) {
		if b.principals.at(uint32(p)) == nil && b.sharedWith(p) {
			b.fault(b.touched.previous[p], b.PrincipalAt(p).String(), "", "", ErrUnknown)
		}
	}
}

// sharedWith reports whether a record is shared with a principal.
func (b *batch) sharedWith(p PrincipalNumber) bool {
	for _, e := range b.entities.all() {
		if _, shared := anySecond(&e.sharedTo, uint32(p)); shared {
			return true
		}
	}
	return false
}

// finalRelations tests that both entities of a relationship are there.
func (b *batch) finalRelations() {
	for _, number := range each(b.touched.relations) {
		c, r := b.touched.relations[number], b.relations.at(number)
		if !r.declared {
			continue
		}
		if !b.entities.at(uint32(r.child)).declared {
			b.fault(c, r.fact.String(), "child", r.fact.Child, b.missingEntity(r.child))
		}
		if !b.entities.at(uint32(r.parent)).declared {
			b.fault(c, r.fact.String(), "parent", r.fact.Parent, b.missingEntity(r.parent))
		}
	}
}
