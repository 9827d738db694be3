package index

import (
	"iter"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// RecordSet is the records of one entity that a question found, as its snapshot has them: in an order
// that stays the same until the index is loaded anew. It is immutable. The zero RecordSet is empty.
type RecordSet struct {
	entity    graph.Records
	set       bitmap.Set
	numbering uint64
}

// Records is the records of an entity on which a user has a right (3.12). An unknown user, right or
// entity is ErrUnknown, a malformed id or name ErrInvalid, and the set empty (3.15).
func (s *Snapshot) Records(user string, r graph.Right, entity string) (RecordSet, error) {
	u, err := s.askUser(user)
	if err != nil {
		return RecordSet{}, err
	}
	if err := askRight(r); err != nil {
		return RecordSet{}, err
	}
	e, err := s.askEntity(entity)
	if err != nil {
		return RecordSet{}, err
	}
	return RecordSet{entity: e, set: s.reach(u, r, e), numbering: s.numbering}, nil
}

// reach is list for every right that a question about one asks for.
func (s *Snapshot) reach(u graph.PrincipalNumber, r graph.Right, e graph.Records) bitmap.Set {
	set := s.list(u, r, e)
	for _, asked := range (graph.RightsAsked(r) &^ graph.Rights(r)).List() { // 3.14
		set = bitmap.Intersect(set, s.list(u, asked, e))
	}
	return set
}

// list is the set of rule 3.12. It asks check nothing, as check asks it nothing (16.1).
func (s *Snapshot) list(u graph.PrincipalNumber, r graph.Right, e graph.Records) bitmap.Set {
	if e.Len() == 0 || !s.state.ActiveUser(u) { // 7.2
		return bitmap.Set{}
	}
	who := s.userPlan(u)
	p := s.plan(who, e)
	switch {
	case !p.open.Has(r): // 3.2
		return bitmap.Set{}
	case p.every.Has(r):
		return s.allSet(e)
	}
	var few [16]bitmap.Set
	sets := s.listScope(few[:0], p, e, r)
	sets = s.listOwn(sets, who, p, e, r)
	sets = s.listShared(sets, who, p, e, r)
	sets = s.listHierarchy(sets, who, p, e, r)
	return bitmap.Union(sets...)
}

// Len is the number of records: the count of rule 3.16.
func (rs RecordSet) Len() int { return rs.set.Len() }

// Contains reports whether the record with an id is in the set. An id that is unknown or malformed is not.
func (rs RecordSet) Contains(id string) bool {
	if rs.set.IsEmpty() {
		return false
	}
	ordinal, found := rs.entity.Find(id)
	return found && rs.set.Contains(uint32(ordinal))
}

// All yields the ids of the records.
func (rs RecordSet) All() iter.Seq[string] {
	return func(yield func(string) bool) {
		var w idWriter
		for ordinal := range rs.set.All() {
			if w.add(rs.entity, ordinal) && !w.yield(yield) {
				return
			}
		}
		w.yield(yield)
	}
}

// Intersect is the records of the set that are among the candidates, given by id. Candidates that are
// unknown or malformed are not in it.
func (rs RecordSet) Intersect(ids []string) RecordSet {
	if rs.set.IsEmpty() {
		return rs
	}
	var common bitmap.Builder
	for _, id := range ids {
		if ordinal, found := rs.entity.Find(id); found && rs.set.Contains(uint32(ordinal)) {
			common.Add(uint32(ordinal))
		}
	}
	rs.set = common.Set()
	return rs
}
