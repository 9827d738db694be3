package graph

// finalDeletions tests that nothing still needs what the batch deleted (15.4).
func (b *batch) finalDeletions() {
	for _, number := range each(b.deleted.units) {
		if b.units.at(uint32(number)) == nil && b.needsUnit(number) {
			b.fault(b.deleted.units[number], named(KindBusinessUnit, b.units.id(uint32(number))), "", "", ErrNotEmpty)
		}
	}
	for _, number := range each(b.deleted.principals) {
		if b.principals.at(uint32(number)) != nil {
			continue
		}
		p := b.PrincipalAt(number)
		name := named(KindUser, p.ID)
		if p.Kind == TeamPrincipal {
			name = named(KindTeam, p.ID)
		}
		if b.owns(number, UserOwned) {
			b.fault(b.deleted.principals[number], name, "", "", ErrOwnsRecords)
		}
		if b.owns(number, BusinessOwned) {
			b.fault(b.deleted.principals[number], name, "", "", ErrOwnership)
		}
	}
	for _, number := range each(b.deleted.positions) {
		_, users := anySecond(&b.positionUsers, uint32(number))
		_, below := anySecond(&b.positionsBelow, uint32(number))
		if b.positions.at(uint32(number)) == nil && (users || below) {
			b.fault(b.deleted.positions[number], named(KindPosition, b.positions.id(uint32(number))), "", "", ErrNotEmpty)
		}
	}
	for _, number := range each(b.deleted.entities) {
		if e := b.entities.at(uint32(number)); !e.declared && (e.count > 0 || b.related(number)) {
			b.fault(b.deleted.entities[number], e.fact.String(), "", "", ErrNotEmpty)
		}
	}
	for _, number := range each(b.deleted.relations) {
		if r := b.relations.at(number); !r.declared && r.children.length > 0 {
			b.fault(b.deleted.relations[number], r.fact.String(), "", "", ErrNotEmpty)
		}
	}
}

// needsUnit reports whether a user, a team, a unit or a user-owned record is in a unit.
func (b *batch) needsUnit(number UnitNumber) bool {
	_, users := anySecond(&b.unitUsers, uint32(number))
	_, teams := anySecond(&b.unitTeams, uint32(number))
	_, units := anySecond(&b.unitChildren, uint32(number))
	if users || teams || units {
		return true
	}
	for _, e := range b.entities.all() {
		for h := range (Records{b.State, e}).HoldingsIn(number) {
			if e.holdingCounts.at(uint32(h)) > 0 && e.fact.Ownership == UserOwned {
				return true
			}
		}
	}
	return false
}

// related reports whether a relationship has an entity as its child or parent.
func (b *batch) related(number EntityNumber) bool {
	for _, r := range b.relations.all() {
		if r.declared && (r.child == number || r.parent == number) {
			return true
		}
	}
	return false
}
