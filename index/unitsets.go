package index

import (
	"slices"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// unitSet is the records of a unit (Local): those of the holdings with it as their own unit, and of
// those that have none and whose owner sits in it (3.6f, 4.2).
func (s *Snapshot) unitSet(e graph.Records, u graph.UnitNumber) bitmap.Set {
	if u == 0 {
		return bitmap.Set{}
	}
	es := s.setsOf(e)
	stamp := es.units.at(uint32(u))
	if set, found := es.local.get(uint32(u), stamp); found {
		return set
	}
	is := func(other graph.UnitNumber) bool { return other == u }
	set, found := es.patched(es.local, u, es.moved.at(uint32(u)), is)
	if !found {
		var sets []bitmap.Set
		for _, h := range s.holdingsOfUnit(e, u) {
			sets = es.holdingSets(sets, h)
		}
		set = bitmap.Union(sets...)
	}
	es.local.put(uint32(u), stamp, set)
	return set
}

// patched is a union that a slot keeps in an older version, brought up to date. It fails where whole
// holdings or units have come or gone since.
func (es *entitySets) patched(
	kept *slots[bitmap.Set], u graph.UnitNumber, moved uint64, in func(graph.UnitNumber) bool,
) (bitmap.Set, bool) {
	set, stamp := kept.newest(uint32(u))
	if stamp < moved || stamp == 0 {
		return bitmap.Set{}, false
	}
	return es.log.patch(set, stamp, in)
}

// holdingsOfUnit are the holdings whose owning unit is u: those with it as their own, and those that
// follow an owner who sits in it.
func (s *Snapshot) holdingsOfUnit(e graph.Records, u graph.UnitNumber) []graph.HoldingNumber {
	owners := slices.Collect(s.state.UsersIn(u))
	owners = slices.AppendSeq(owners, s.state.TeamsIn(u))
	var found []graph.HoldingNumber
	if len(owners) > int(e.Holdings())/8 { // quicker to look at each holding than for each owner's
		for h := graph.HoldingNumber(1); h < e.Holdings(); h++ {
			if e.OwningUnit(h) == u {
				found = append(found, h)
			}
		}
		return found
	}
	found = slices.AppendSeq(found, e.HoldingsIn(u))
	for _, owner := range owners {
		for h := range e.HoldingsOf(owner) {
			if e.HoldingAt(h).Unit == 0 {
				found = append(found, h)
			}
		}
	}
	return found
}

// subtreeSet is the records of a unit and all units below it (Deep).
func (s *Snapshot) subtreeSet(e graph.Records, u graph.UnitNumber) bitmap.Set {
	tree := s.state.Tree()
	if tree.Span(u).End-tree.Span(u).First <= 1 {
		return s.unitSet(e, u)
	}
	es := s.setsOf(e)
	stamp := s.subtreeStamp(es, u)
	if set, found := es.deep.get(uint32(u), stamp); found {
		return set
	}
	moved := max(es.moved.at(uint32(u)), s.subtrees.at(uint32(u)))
	set, found := es.patched(es.deep, u, moved, func(other graph.UnitNumber) bool { return tree.Within(other, u) })
	if !found {
		set = s.uniteSubtree(e, u)
	}
	es.deep.put(uint32(u), stamp, set)
	return set
}

// uniteSubtree unites the sets of the units on the way down to where the most units lie, and those of the
// subtrees beside that way. So each record is in no more sets than the tree can be halved, however
// the tree is shaped, and after a move only the subtrees above it are united again.
func (s *Snapshot) uniteSubtree(e graph.Records, u graph.UnitNumber) bitmap.Set {
	tree, es := s.state.Tree(), s.setsOf(e)
	var sets []bitmap.Set
	for at := u; ; {
		sets = append(sets, s.unitSet(e, at))
		heavy := graph.UnitNumber(0)
		span := tree.Span(at)
		for position := span.First + 1; position < span.End; {
			child := tree.At(position)
			below := tree.Span(child)
			if 2*(below.End-below.First) > span.End-span.First {
				heavy = child
			} else {
				sets = append(sets, s.subtreeSet(e, child))
			}
			position = below.End
		}
		if heavy == 0 {
			break
		}
		if _, version := es.deep.newest(uint32(heavy)); version != 0 {
			sets = append(sets, s.subtreeSet(e, heavy))
			break
		}
		at = heavy
	}
	return bitmap.Union(sets...)
}

// subtreeStamp changes with the records in a unit's subtree and with the subtree.
func (s *Snapshot) subtreeStamp(es *entitySets, u graph.UnitNumber) uint64 {
	return max(es.below.at(uint32(u)), s.subtrees.at(uint32(u)))
}
