package indextest

import (
	"maps"

	"github.com/accessindex/ambit/graph"
)

// children are the records with a lookup that points at ref.
func (s *state) children(ref graph.Ref) []graph.Ref {
	var children []graph.Ref
	for child, record := range s.records {
		for _, target := range record.Lookups {
			if target == ref {
				children = append(children, child)
				break
			}
		}
	}
	return children
}

// heirs are the principals with rights on ref that are inherited from origin.
func (s *state) heirs(ref, origin graph.Ref) []graph.Principal {
	var heirs []graph.Principal
	for key, each := range s.shares {
		if key.record == ref && each.inherited[origin] != 0 {
			heirs = append(heirs, key.principal)
		}
	}
	return heirs
}

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

// cut reduces I(ref, p, origin) to what the origin still gives; where the total shrinks thereby, so
// are those of the record's children, whatever the lookup (12.3).
func (b *batch) cut(ref graph.Ref, p graph.Principal, origin graph.Ref) {
	key := shareKey{ref, p}
	old, found := b.shares[key]
	if !found {
		return
	}
	kept := old.inherited[origin] & b.gives(origin, p, ref)
	if kept == old.inherited[origin] {
		return
	}
	b.count.hit("12.3 cut")
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
	for _, child := range b.children(ref) {
		if b.shares[shareKey{child, p}].inherited[ref] != 0 {
			b.count.hit("12.3 cut further down")
			b.cut(child, p, ref)
		}
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
