package graph

import "slices"

// assignRecord gives a record, and the children that the assign setting takes in, another owner (10.2 to
// 10.6, 12.7), or, where the owner is the present one, another unit (10.5).
func (b *batch) assignRecord(c AssignRecord) error {
	key, err := b.recordNamed(c, "record", c.Record)
	if err != nil {
		return err
	}
	owner, err := b.principalNamed(c, "owner", c.Owner)
	if err != nil {
		return err
	}
	unit := UnitNumber(0)
	if c.BusinessUnit != "" {
		if unit, err = b.unitNamed(c, "business_unit", c.BusinessUnit); err != nil {
			return err
		}
	}
	if b.entities.at(uint32(key.entity)).fact.Ownership != UserOwned {
		return b.refuse(c, "record", c.Record.String(), ErrOwnership)
	}
	if unit != 0 && !b.settings.OwnershipAcrossBusinessUnits && unit != b.UnitOf(owner) {
		return b.refuse(c, "business_unit", c.BusinessUnit, ErrRecordUnit)
	}
	if b.owner(key) == owner {
		return b.place(key, unit)
	}
	changed, err := b.assignAll(c, key, owner, unit)
	if err != nil {
		return err
	}
	if err := b.shareWithPrevious(changed); err != nil {
		return err
	}
	return b.inheritAnew(changed)
}

// reowned is a record whose owner changed.
type reowned struct {
	recordKey
	previous PrincipalNumber
}

// assignAll gives a record and all that the cascade takes in another owner. It stops at records that
// have the owner already, and at those that are not user-owned (10.5).
func (b *batch) assignAll(c AssignRecord, first recordKey, owner PrincipalNumber, unit UnitNumber) ([]reowned, error) {
	var changed []reowned
	for next := []recordKey{first}; len(next) > 0; {
		key := next[0]
		next = next[1:]
		previous := b.owner(key)
		if previous == owner {
			continue // taken in twice
		}
		if err := b.mayOwn(c, key, owner); err != nil {
			return nil, err
		}
		b.setHolding(key, b.assigned(key, owner, unit))
		changed = append(changed, reowned{key, previous})
		children, err := b.assignedBelow(key, previous)
		if err != nil {
			return nil, err
		}
		next = append(next, children...)
	}
	return changed, nil
}

// assignedBelow are the user-owned children that the assign setting takes in, when their parent had an owner
// (2.10, 10.5).
func (b *batch) assignedBelow(parent recordKey, owner PrincipalNumber) ([]recordKey, error) {
	links, err := b.linksTo(parent)
	if err != nil {
		return nil, err
	}
	var children []recordKey
	for _, link := range links {
		e := b.entities.at(uint32(link.child.entity))
		if e.fact.Ownership == UserOwned && b.takesIn(link.relation.fact.Assign, link, owner) {
			children = append(children, link.child)
		}
	}
	return children, nil
}

// mayOwn is nil where a record's new owner can own it (10.2).
func (b *batch) mayOwn(c AssignRecord, key recordKey, owner PrincipalNumber) error {
	record := named(KindRecord, b.ref(key.entity, key.ordinal).String())
	p := b.principals.at(uint32(owner))
	switch {
	case p.kind == TeamPrincipal && p.team.Type == AccessTeam:
		return &FactError{Object: record, Field: "owner", Value: c.Owner.String(), Err: ErrAccessTeamOwns}
	case !b.CanOwn(owner, b.EntityAt(key.entity)):
		return &FactError{Object: record, Field: "owner", Value: c.Owner.String(), Err: ErrCannotOwn}
	}
	return nil
}

// assigned is the holding of a record after it is assigned: in the unit given, else in the new owner's,
// or, in matrix mode where records do not move, in the unit where it was (10.3).
func (b *batch) assigned(key recordKey, owner PrincipalNumber, unit UnitNumber) Holding {
	switch {
	case !b.settings.OwnershipAcrossBusinessUnits:
		return Holding{Owner: owner}
	case unit != 0:
		return Holding{owner, unit}
	case b.settings.AlwaysMoveRecordToOwnerBusinessUnit:
		return Holding{Owner: owner}
	}
	return Holding{owner, b.owningUnit(b.holding(key))}
}

// holding is that of a record.
func (s *State) holding(key recordKey) Holding {
	e := s.entities.at(uint32(key.entity))
	return e.holdings.at(e.rows.at(uint32(key.ordinal)) & rowHolding)
}

// place brings a record, and the children that the assign setting takes in, to another unit with the
// owners they have. Without a unit, or where the record is there already, it does nothing (10.4, 10.5).
func (b *batch) place(first recordKey, unit UnitNumber) error {
	if unit == 0 {
		return nil
	}
	for next := []recordKey{first}; len(next) > 0; {
		key := next[0]
		next = next[1:]
		h := b.holding(key)
		if b.owningUnit(h) == unit {
			continue
		}
		b.setHolding(key, Holding{h.Owner, unit})
		children, err := b.assignedBelow(key, h.Owner)
		if err != nil {
			return err
		}
		next = append(next, children...)
	}
	return nil
}

// shareWithPrevious grants each record whose owner changed to the one before (10.6).
func (b *batch) shareWithPrevious(changed []reowned) error {
	if !b.settings.ShareToPreviousOwnerOnAssign {
		return nil
	}
	for _, each := range changed {
		if each.previous == 0 {
			continue // put without an owner in this batch
		}
		b.touched.previous[each.previous] = b.cause
		if err := b.grant(each.recordKey, each.previous, FullRights); err != nil {
			return err
		}
	}
	return nil
}

// inheritAnew settles what owners give and take on each link of which an end changed its owner: first it
// is cut for the owner that the parent had before and the one that the child has now, whether or not
// these changed, then the parent's present owner inherits where reparent takes the child in (12.7).
func (b *batch) inheritAnew(changed []reowned) error {
	previous := make(map[recordKey]PrincipalNumber, len(changed))
	for _, each := range changed {
		previous[each.recordKey] = each.previous
	}
	links, err := b.linksAround(changed)
	if err != nil {
		return err
	}
	for _, link := range links {
		before, changed := previous[link.parent]
		if !changed {
			before = b.owner(link.parent)
		}
		for _, p := range []PrincipalNumber{before, b.owner(link.child)} {
			if p == 0 {
				continue
			}
			if err := b.cutFor(link.child, link.parent, p, nil); err != nil {
				return err
			}
		}
	}
	for _, link := range links {
		owner := b.owner(link.parent)
		if owner == 0 || owner == b.owner(link.child) || !b.takesIn(link.relation.fact.Reparent, link, owner) {
			continue
		}
		if err := b.inheritFrom(link, owner); err != nil {
			return err
		}
	}
	return nil
}

// linksAround are the lookups of records and those that point at them, each once.
func (b *batch) linksAround(changed []reowned) ([]childLink, error) {
	type lookup struct {
		relation uint32
		child    recordKey
	}
	seen := map[lookup]bool{}
	var links []childLink
	for _, each := range changed {
		above, err := b.linksOf(each.recordKey)
		if err != nil {
			return nil, err
		}
		if !childOwnerCounts() {
			above = nil
		}
		below, err := b.linksTo(each.recordKey)
		if err != nil {
			return nil, err
		}
		for _, link := range slices.Concat(above, below) {
			if at := (lookup{link.relation.number, link.child}); !seen[at] {
				seen[at] = true
				links = append(links, link)
			}
		}
	}
	return links, nil
}
