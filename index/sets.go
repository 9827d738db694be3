package index

import (
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
