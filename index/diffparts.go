package index

import (
	"cmp"
	"slices"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// partKind is what the records of a reachPart have in common.
type partKind uint8

const (
	everyPart    partKind = iota // all records (3.6a, 4.1, 4.4)
	subtreePart                  // those of a unit and all below it (3.6b)
	unitPart                     // those of a unit (3.6c)
	ownerPart                    // those of an owner (3.5, 8.3)
	sharedPart                   // those shared with a principal (3.7)
	explicitPart                 // those shared with it explicitly (8.4)
	selfPart                     // the user's own systemuser record (4.3)
)

// byRight reports whether the records depend on the right.
func (k partKind) byRight() bool { return k == sharedPart || k == explicitPart }

// reachPart is one of the sets whose union is a list (3.12), with the rights for which it is in it.
type reachPart struct {
	kind   partKind
	number uint32 // of the unit, the principal or the record
	rights graph.Rights
	match  uint32 // the number on the other side
}

// parts are those of a user's lists, each set once, by kind and number; none for no user.
func (s side) parts(u graph.PrincipalNumber) []reachPart {
	if u == 0 || s.empty() || !s.state.ActiveUser(u) { // 7.2
		return nil
	}
	who := s.userPlan(u)
	p := s.plan(who, s.entity)
	var parts []reachPart
	add := func(kind partKind, number uint32, rights graph.Rights) {
		if rights &= p.open; rights != 0 {
			parts = append(parts, reachPart{kind: kind, number: number, rights: rights})
		}
	}
	add(everyPart, 0, p.every)
	for _, each := range p.units {
		add(subtreePart, uint32(each.unit), each.deep&^p.every)
		add(unitPart, uint32(each.unit), each.local&^each.deep&^p.every)
	}
	for _, each := range p.owners {
		add(ownerPart, uint32(each.owner), each.rights&^p.every)
	}
	if p.self != 0 {
		if record, found := s.entity.Find(s.state.PrincipalAt(u).ID); found {
			add(selfPart, uint32(record), p.self&^p.every)
		}
	}
	if s.entity.SharesLen() > 0 {
		for _, principal := range who.principals {
			s.addShared(add, sharedPart, principal, p.open&^p.every)
		}
		s.addShared(add, sharedPart, graph.OrganizationNumber, p.organization&^p.every)
	}
	if p.superior&^p.every != 0 {
		s.addReports(add, who, p.superior&^p.every)
	}
	return mergeParts(parts)
}

func (s side) addShared(add func(partKind, uint32, graph.Rights), kind partKind, p graph.PrincipalNumber, rights graph.Rights) {
	for range s.entity.SharedWith(p) { // any at all
		add(kind, uint32(p), rights)
		break
	}
}

// addReports adds the sets of 8.6.
func (s side) addReports(add func(partKind, uint32, graph.Rights), who *userPlan, superior graph.Rights) {
	for _, each := range s.reports(who) {
		if each.rights&superior == 0 {
			continue
		}
		if rights := s.serves(who, each, s.entity) & superior; rights != 0 {
			add(ownerPart, uint32(each.principal), rights)
			s.addShared(add, explicitPart, each.principal, rights)
		}
	}
}

func mergeParts(parts []reachPart) []reachPart {
	slices.SortFunc(parts, func(a, b reachPart) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.number, b.number))
	})
	merged := parts[:0]
	for _, each := range parts {
		if n := len(merged); n > 0 && merged[n-1].kind == each.kind && merged[n-1].number == each.number {
			merged[n-1].rights |= each.rights
			continue
		}
		merged = append(merged, each)
	}
	return merged
}

// set is the records of a part, for one right.
func (s side) set(kind partKind, number uint32, r graph.Right) bitmap.Set {
	switch kind {
	case everyPart:
		return s.allSet(s.entity)
	case subtreePart:
		return s.subtreeSet(s.entity, graph.UnitNumber(number))
	case unitPart:
		return s.unitSet(s.entity, graph.UnitNumber(number))
	case ownerPart:
		return s.ownerSet(s.entity, graph.PrincipalNumber(number))
	case sharedPart:
		return s.shareSet(s.entity, graph.PrincipalNumber(number)).any(r)
	case explicitPart:
		return s.shareSet(s.entity, graph.PrincipalNumber(number)).explicit(r)
	}
	return bitmap.Of(number)
}

// stamp changes with the records of a part; 0 where that is not known.
func (s side) stamp(kind partKind, number uint32) uint64 {
	es := s.setsOf(s.entity)
	switch kind {
	case subtreePart:
		return s.subtreeStamp(es, graph.UnitNumber(number))
	case unitPart:
		return es.units.at(number)
	case ownerPart:
		return es.owners.at(number)
	case sharedPart, explicitPart:
		return es.shared.at(number)
	}
	return 0
}
