package indextest

import (
	"maps"

	"github.com/accessindex/ambit/graph"
)

// gives is what origin gives p on a child (12): everything that p has on it by shares, and the owner's
// part, as far as the lookups from the child to the origin let through.
func (s *state) gives(origin graph.Ref, p graph.Principal, child graph.Ref) graph.Rights {
	parent, found := s.records[origin]
	record, foundChild := s.records[child]
	if !found || !foundChild || !s.shareable(child.Entity) {
		return 0
	}
	shares, owners := false, false
	for lookup, target := range record.Lookups {
		if target != origin {
			continue
		}
		r, known := s.relationshipOf(child, lookup, target)
		if !known {
			continue
		}
		shares = shares || r.Share != graph.NoCascade || r.Reparent != graph.NoCascade
		owners = owners || r.Reparent != graph.NoCascade
	}
	var rights graph.Rights
	if shares {
		rights = s.shares[shareKey{origin, p}].total()
	}
	if owners && parent.Owner == p && record.Owner != p {
		rights |= ownersPart()
	}
	return rights
}

// inherit adds rights to I(child, p, origin). What is new there goes on to the children of the child
// that the same setting takes in, and so on down (12.1). A child that cannot be shared is given
// nothing, and nothing flows through it.
func (b *batch) inherit(child graph.Ref, p graph.Principal, origin graph.Ref, rights graph.Rights, by event) {
	if !b.shareable(child.Entity) {
		b.count.hitIf(rights != 0, "12 child that cannot be shared")
		return
	}
	key := shareKey{child, p}
	old := b.shares[key]
	added := rights &^ old.inherited[origin]
	if added == 0 {
		return
	}
	b.count.hit("12.1 gained by " + string(by))
	grown := share{explicit: old.explicit, inherited: map[graph.Ref]graph.Rights{}}
	maps.Copy(grown.inherited, old.inherited)
	grown.inherited[origin] |= added
	b.setShare(key, grown)
	b.flow(child, p, added, by)
}

// flow gives what is new on a record to its children that the setting takes in (11.6, 12.1).
func (b *batch) flow(from graph.Ref, p graph.Principal, added graph.Rights, by event) {
	if added == 0 {
		return
	}
	for _, l := range b.linesTo(from) {
		if b.takesIn(l, by) {
			b.inherit(l.child, p, from, added, by)
		}
	}
}

// cut reduces I(ref, p, origin) to what the origin still gives; where the total shrinks thereby, so
// are those of the record's children that the setting takes in, and so on down (12.3).
func (b *batch) cut(ref graph.Ref, p graph.Principal, origin graph.Ref, by event) {
	key := shareKey{ref, p}
	old := b.shares[key]
	kept := old.inherited[origin] & b.gives(origin, p, ref)
	if kept == old.inherited[origin] {
		return
	}
	b.count.hit("12.3 cut")
	b.count.hitIf(by == unshareEvent, "12.3 cut by unshare")
	b.count.hitIf(kept != 0, "12.3 something still given")
	reduced := share{explicit: old.explicit, inherited: maps.Clone(old.inherited)}
	reduced.inherited[origin] = kept
	if kept == 0 {
		delete(reduced.inherited, origin)
	}
	b.setShare(key, reduced)
	if reduced.total() == old.total() {
		b.count.hit("12.3 total kept by another part")
		return
	}
	for _, l := range b.linesTo(ref) {
		if b.shares[shareKey{l.child, p}].inherited[ref] != 0 && b.takesIn(l, by) {
			b.count.hit("12.3 cut further down")
			b.cut(l.child, p, ref, by)
		}
	}
}

// cutAll cuts what everybody inherits on ref from origin, whatever the lookup (12.3).
func (b *batch) cutAll(ref, origin graph.Ref) {
	var heirs []graph.Principal
	for key, each := range b.shares {
		if key.record == ref && each.inherited[origin] != 0 {
			heirs = append(heirs, key.principal)
		}
	}
	for _, p := range heirs {
		b.cut(ref, p, origin, anyLookup)
	}
}

// shareable reports whether records of an entity, by folded name, can be shared (11.8).
func (s *state) shareable(entity string) bool {
	switch s.entities[entity].Ownership {
	case graph.OrganizationOwned, graph.Unowned:
		return false
	}
	return true
}
