package graph

import (
	"slices"
)

// linkRecord points a lookup of a record at another record; one that points elsewhere is unlinked
// first (12.1, 12.3).
func (b *batch) linkRecord(c LinkRecord) error {
	child, err := b.recordNamed(c, "record", c.Record)
	if err != nil {
		return err
	}
	parent, err := b.recordNamed(c, "target", c.Target)
	if err != nil {
		return err
	}
	_, of := b.relations.find(relationKey(c.Record.Entity, c.Lookup, c.Target.Entity))
	if of == nil || !of.declared {
		return b.refuse(c, "lookup", c.Lookup, ErrUnknown)
	}
	link := childLink{of, child, parent}
	if target, set := of.target(child.ordinal); set && target == parent.ordinal {
		return nil
	}
	if err := b.clearLookup(child, c.Lookup); err != nil {
		return err
	}
	b.setLookup(of, child.ordinal, parent.ordinal, true)
	if of.flows() {
		if err := b.noCircle(c, link); err != nil {
			return err
		}
	}
	if !b.takesIn(of.fact.Reparent, link, b.owner(parent)) {
		return nil
	}
	for _, p := range b.principalsOnto(parent) {
		if err := b.inheritFrom(link, p); err != nil {
			return err
		}
	}
	return nil
}

// unlinkRecord clears a lookup of a record (12.3).
func (b *batch) unlinkRecord(c UnlinkRecord) error {
	child, err := b.recordNamed(c, "record", c.Record)
	if err != nil {
		return err
	}
	for r := range b.relationsOf(child.entity) {
		_, set := r.target(child.ordinal)
		if r.fact.Lookup == c.Lookup && (r.declared || set) {
			return b.clearLookup(child, c.Lookup)
		}
	}
	return b.refuse(c, "lookup", c.Lookup, ErrUnknown)
}

// clearLookup clears a lookup of a record, if it is set, and cuts what the record inherits from the one
// that it pointed at (12.3).
func (b *batch) clearLookup(child recordKey, lookup string) error {
	for r := range b.relationsOf(child.entity) {
		target, set := r.target(child.ordinal)
		if r.fact.Lookup != lookup || !set {
			continue
		}
		b.setLookup(r, child.ordinal, 0, false)
		return b.cut(child, recordKey{r.parent, target})
	}
	return nil
}

// principalsOnto are those whom a record may give rights on its children: its owner, and those with
// whom it is shared.
func (b *batch) principalsOnto(parent recordKey) []PrincipalNumber {
	all := b.principalsOf(b.entities.at(uint32(parent.entity)), parent.ordinal)
	if owner := b.owner(parent); owner != 0 && !slices.Contains(all, owner) {
		all = append(all, owner)
	}
	return all
}
