package graph

import (
	"slices"
)

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

// setLookup points the lookup of a child at a parent, or clears it.
func (d *draft) setLookup(of *relation, child, parent Ordinal, set bool) {
	e, _ := d.mention(d.entities.at(uint32(of.child)).fact.Name)
	own, _ := d.relation(e, of.fact.Lookup, d.entities.at(uint32(of.parent)).fact.Name)
	d.point(own, child, parent, set)
	d.note(PutObject{d.record(e, child)})
}
