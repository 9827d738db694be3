package graph

import "slices"

// childrenOf are the records whose lookups point at a record, each once.
func (s *State) childrenOf(number EntityNumber, ordinal Ordinal) []recordKey {
	var children []recordKey
	for r := range s.relationsTo(number) {
		for child := range seconds(&r.children, uint32(ordinal)) {
			children = append(children, recordKey{r.child, Ordinal(child)})
		}
	}
	slices.SortFunc(children, recordKey.compare)
	return slices.Compact(children)
}

// principalsOf are the principals with which a record is shared.
func (s *State) principalsOf(e *entity, ordinal Ordinal) []PrincipalNumber {
	var all []PrincipalNumber
	for each := range e.sharesOf(ordinal) {
		if len(all) == 0 || all[len(all)-1] != each.principal {
			all = append(all, each.principal)
		}
	}
	return all
}

// total is X(R,p) and all I(R,p,·) OR-ed (section 12).
func (s *State) total(key recordKey, p PrincipalNumber) Rights {
	var rights packedRights
	for each := range s.entities.at(uint32(key.entity)).shareOf(key.ordinal, p) {
		rights |= each.rights
	}
	return rights.mask()
}

// gives is what origin o gives a principal on its child (section 12).
func (s *State) gives(o, child recordKey, p PrincipalNumber) Rights {
	if !s.shareable(child) {
		return 0
	}
	flows, reparents := false, false
	for r := range s.relationsTo(o.entity) {
		if r.child != child.entity || !r.flows() {
			continue
		}
		if target, set := r.target(child.ordinal); set && target == o.ordinal {
			flows = true
			reparents = reparents || r.fact.Reparent != NoCascade
		}
	}
	if !flows {
		return 0
	}
	rights := s.total(o, p)
	if reparents && s.owner(o) == p && s.owner(child) != p {
		rights |= ownerInherits()
	}
	return rights
}

// owner is the owner of a record of a user-owned entity, 0 for any other.
func (s *State) owner(key recordKey) PrincipalNumber {
	e := s.entities.at(uint32(key.entity))
	if e.fact.Ownership != UserOwned {
		return 0
	}
	return e.holdings.at(e.rows.at(uint32(key.ordinal)) & rowHolding).Owner
}

// cut reduces what a record inherits from an origin, for every principal, to what the origin still
// gives, and goes on to the records below (12.3).
func (b *batch) cut(child, origin recordKey) error {
	e := b.entities.at(uint32(child.entity))
	if e == nil {
		return nil
	}
	for _, p := range b.principalsOf(e, child.ordinal) {
		if err := b.cutFor(child, origin, p, nil); err != nil {
			return err
		}
	}
	return nil
}

// inheriting is a record with an origin that it inherits from.
type inheriting struct{ child, origin recordKey }

// cutFor reduces what a principal inherits on a record from an origin to what the origin still gives,
// and goes on to the children of each record where the principal's rights shrink thereby: all of
// them, or those that a setting takes in (11.6, 12.3).
func (b *batch) cutFor(child, origin recordKey, p PrincipalNumber, setting func(Relationship) Cascade) error {
	next := []inheriting{{child, origin}}
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		had := b.inherited(at.child, at.origin, p)
		if had == 0 {
			continue
		}
		left := had & b.gives(at.origin, at.child, p)
		if left == had {
			continue
		}
		before := b.total(at.child, p)
		b.setInherited(at.child, at.origin, p, left)
		if b.total(at.child, p) == before {
			continue
		}
		below, err := b.below(at.child, setting)
		if err != nil {
			return err
		}
		for _, each := range below {
			next = append(next, inheriting{each, at.child})
		}
	}
	return nil
}

// below are the children of a record, all of them or those that a setting takes in, each once.
func (b *batch) below(parent recordKey, setting func(Relationship) Cascade) ([]recordKey, error) {
	if setting == nil {
		return b.childrenOf(parent.entity, parent.ordinal), nil
	}
	links, err := b.linksTo(parent)
	if err != nil {
		return nil, err
	}
	var children []recordKey
	for _, link := range links {
		if b.takesIn(setting(link.relation.fact), link, b.owner(parent)) {
			children = append(children, link.child)
		}
	}
	slices.SortFunc(children, recordKey.compare)
	return slices.Compact(children), nil
}
