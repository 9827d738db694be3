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

// cut reduces what a record inherits from an origin to what the origin still gives, and goes on to
// the children of each record whose rights shrink thereby (12.3).
func (b *batch) cut(child, origin recordKey) {
	e := b.entities.at(uint32(child.entity))
	if e == nil {
		return
	}
	for _, p := range b.principalsOf(e, child.ordinal) {
		b.cutFor(child, origin, p)
	}
}

func (b *batch) cutFor(child, origin recordKey, p PrincipalNumber) {
	e := b.entities.at(uint32(child.entity))
	fact := b.share(e, child.ordinal, p)
	from := b.ref(origin.entity, origin.ordinal)
	at := slices.IndexFunc(fact.Inherited, func(each InheritedShare) bool { return each.Origin == from })
	if at < 0 {
		return
	}
	left := fact.Inherited[at].Rights & b.gives(origin, child, p)
	if left == fact.Inherited[at].Rights {
		return
	}
	before := b.total(child, p)
	if fact.Inherited[at].Rights = left; left == 0 {
		fact.Inherited = slices.Delete(fact.Inherited, at, at+1)
	}
	_ = b.setShare(fact)
	if fact.empty() {
		delete(b.touched.shares, shareKey{child, p}) // there is nothing left to test
	}
	if b.total(child, p) == before {
		return
	}
	for _, below := range b.childrenOf(child.entity, child.ordinal) {
		b.cutFor(below, child, p)
	}
}
