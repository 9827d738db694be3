package index

import (
	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// whoQuestion asks who has one right on records of one entity. It is the formula of section 3a the
// other way: each clause is the set of the users for whom it holds, active and past the gate.
type whoQuestion struct {
	*Snapshot
	entity graph.Records
	right  graph.Right
	plan   *whoPlan
	table  *whoTable // that the plan is in
}

func (s *Snapshot) whoQuestion(e graph.Records, r graph.Right) *whoQuestion {
	table := s.whoTable()
	return &whoQuestion{s, e, r, table.plan(e.Privilege(r)), table}
}

// users is who has the right on a record.
func (q *whoQuestion) users(record graph.Ordinal) bitmap.Set {
	var few [16]bitmap.Set
	return bitmap.Union(q.ofRecord(q.ofHolding(few[:0], q.entity.Holding(record)), record)...)
}

// ofHolding adds the users who have the right on all records of a holding.
func (q *whoQuestion) ofHolding(sets []bitmap.Set, h graph.HoldingNumber) []bitmap.Set {
	ownership := q.entity.Fact().Ownership
	switch {
	case !existing(ownership).Has(q.right): // 4.1
		return sets
	case isFree(ownership): // 4.1, 4.4
		return append(sets, q.gate())
	}
	sets = q.inScope(sets, q.entity.OwningUnit(h))
	if ownership == graph.UserOwned {
		owner := q.entity.HoldingAt(h).Owner
		sets = append(sets, q.owning(owner))
		if q.hierarchical() {
			sets = append(sets, q.above(owner)) // 8.3
		}
	}
	return sets
}

// ofRecord adds the users who have the right on one record of a holding.
func (q *whoQuestion) ofRecord(sets []bitmap.Set, record graph.Ordinal) []bitmap.Set {
	sets = q.itself(sets, record)
	if q.entity.Shared(record) {
		sets = q.sharing(sets, record)
	}
	return sets
}
