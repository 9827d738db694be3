package index

import (
	"slices"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// entitySets is the sets of one entity's ordinals as one snapshot has them. Those of the holdings are
// there from the start and changes keep them up to date; all others are unions that readers build and
// slots keep.
type entitySets struct {
	holdings vector[bitmap.Set] // by holding
	units    stamps             // by unit: the records of its own
	below    stamps             // by unit: the records in its subtree, as long as the subtree stays
	moved    stamps             // by unit: whole holdings came to or left its subtree
	owners   stamps             // by principal: the records it owns
	shared   stamps             // by principal: the shares with it
	log      *recordLog         // of what changed units and below, but for moved

	local  *slots[bitmap.Set]
	deep   *slots[bitmap.Set]
	basic  *slots[bitmap.Set]
	shares *slots[*shareSet]
}

// noSets is the sets of an entity without records.
var noSets = &entitySets{
	local: newSlots[bitmap.Set](0), deep: newSlots[bitmap.Set](0),
	basic: newSlots[bitmap.Set](0), shares: newSlots[*shareSet](0),
}

func newEntitySets(state *graph.State, stamp uint64) *entitySets {
	units, principals := state.Tree().Numbers(), state.PrincipalNumbers()
	return &entitySets{
		units: stamps{first: stamp}, below: stamps{first: stamp}, moved: stamps{first: stamp},
		owners: stamps{first: stamp}, shared: stamps{first: stamp},
		log:   &recordLog{stamp: stamp},
		local: newSlots[bitmap.Set](units), deep: newSlots[bitmap.Set](units),
		basic: newSlots[bitmap.Set](principals), shares: newSlots[*shareSet](principals),
	}
}

// holdingSets adds the sets of holdings that are not empty.
func (es *entitySets) holdingSets(sets []bitmap.Set, h graph.HoldingNumber) []bitmap.Set {
	if set := es.holdings.at(uint32(h)); !set.IsEmpty() {
		sets = append(sets, set)
	}
	return sets
}

// ownerSet is the records that a principal owns (Basic).
func (s *Snapshot) ownerSet(e graph.Records, owner graph.PrincipalNumber) bitmap.Set {
	es := s.setsOf(e)
	stamp := es.owners.at(uint32(owner))
	if set, found := es.basic.get(uint32(owner), stamp); found {
		return set
	}
	var few [4]bitmap.Set
	sets := few[:0]
	for h := range e.HoldingsOf(owner) {
		sets = es.holdingSets(sets, h)
	}
	set := bitmap.Union(sets...)
	if len(sets) > 1 {
		es.basic.put(uint32(owner), stamp, set)
	}
	return set
}

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

// allSet is all records of an entity.
func (s *Snapshot) allSet(e graph.Records) bitmap.Set {
	if e.Len() == int(e.End()) {
		return bitmap.Range(0, uint32(e.End()))
	}
	if isFree(e.Fact().Ownership) {
		return s.ownerSet(e, 0)
	}
	return s.subtreeSet(e, s.state.Tree().Root())
}
