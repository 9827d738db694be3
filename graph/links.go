package graph

// childLink is a lookup through which a child points at a parent.
type childLink struct {
	relation      *relation
	child, parent recordKey
}

// linksTo are the lookups that point at a record. Each must have its relationship (15.3).
func (b *batch) linksTo(parent recordKey) ([]childLink, error) {
	var links []childLink
	for r := range b.relationsTo(parent.entity) {
		for child := range seconds(&r.children, uint32(parent.ordinal)) {
			link := childLink{r, recordKey{r.child, Ordinal(child)}, parent}
			if err := b.whole(link); err != nil {
				return nil, err
			}
			links = append(links, link)
		}
	}
	return links, nil
}

// linksOf are the lookups of a record. Each must have its relationship and its target (15.3).
func (b *batch) linksOf(child recordKey) ([]childLink, error) {
	var links []childLink
	for r := range b.relationsOf(child.entity) {
		if target, set := r.target(child.ordinal); set {
			link := childLink{r, child, recordKey{r.parent, target}}
			if err := b.whole(link); err != nil {
				return nil, err
			}
			links = append(links, link)
		}
	}
	return links, nil
}

// whole is nil for a link with its relationship and both its records, and else the error that the final
// state would get (15.3).
func (b *batch) whole(link childLink) error {
	if !link.relation.declared {
		return b.broken(link, link.relation.fact.Lookup, b.missingRelation(link.relation.number))
	}
	if !b.EntityAt(link.parent.entity).Live(link.parent.ordinal) {
		return b.broken(link, b.ref(link.parent.entity, link.parent.ordinal).String(), ErrUnknown)
	}
	return nil
}

func (b *batch) broken(link childLink, value string, err error) error {
	record := named(KindRecord, b.ref(link.child.entity, link.child.ordinal).String())
	return &FactError{Object: record, Field: "lookups", Value: value, Err: err}
}

// takesIn reports whether a cascade setting takes in the child of a link (2.10); owner is that of the
// parent, 0 where it has none.
func (b *batch) takesIn(setting Cascade, link childLink, owner PrincipalNumber) bool {
	switch setting {
	case CascadeAll:
		return true
	case CascadeActive:
		e := b.entities.at(uint32(link.child.entity))
		return e.rows.at(uint32(link.child.ordinal))&rowInactive == 0
	case CascadeUserOwned:
		return owner != 0 && b.owner(link.child) == owner
	}
	return false
}

// shareable reports whether a record can be shared (11.8).
func (s *State) shareable(key recordKey) bool {
	e := s.entities.at(uint32(key.entity))
	return e.fact.Ownership == UserOwned || e.fact.Ownership == BusinessOwned
}
