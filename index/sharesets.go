package index

import (
	"unsafe"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// shareSet is the records of one entity that are shared with one principal, by what the shares give.
type shareSet struct {
	groups []shareGroup
}

// shareGroup is the records on which a share gives the same.
type shareGroup struct {
	explicitly, total graph.Rights // total with what is inherited (12.4)
	records           bitmap.Set
}

// any is the records on which the shares give a right, explicitly or not (3.7).
func (sh *shareSet) any(r graph.Right) bitmap.Set {
	return sh.where(func(g shareGroup) bool { return g.total.Has(r) })
}

// explicit is the records on which the shares give a right explicitly (8.4).
func (sh *shareSet) explicit(r graph.Right) bitmap.Set {
	return sh.where(func(g shareGroup) bool { return g.explicitly.Has(r) })
}

func (sh *shareSet) where(has func(shareGroup) bool) bitmap.Set {
	var sets []bitmap.Set
	for _, g := range sh.groups {
		if has(g) {
			sets = append(sets, g.records)
		}
	}
	return bitmap.Union(sets...)
}

// shareSet is that of a principal, built where the slot is behind.
func (s *Snapshot) shareSet(e graph.Records, p graph.PrincipalNumber) *shareSet {
	es := s.setsOf(e)
	stamp := es.shared.at(uint32(p))
	if set, found := es.shares.get(uint32(p), stamp); found {
		return set
	}
	set := newShareSet(e, p)
	if len(set.groups) > 0 {
		es.shares.put(uint32(p), stamp, set)
	}
	return set
}

func newShareSet(e graph.Records, p graph.PrincipalNumber) *shareSet {
	type rights struct{ explicitly, total graph.Rights }
	builders := map[rights]*bitmap.Builder{}
	var order []rights
	for record := range e.SharedWith(p) {
		explicit, inherited := e.ShareWith(record, p)
		given := rights{explicit, explicit | inherited}
		if builders[given] == nil {
			builders[given] = &bitmap.Builder{}
			order = append(order, given)
		}
		builders[given].Add(uint32(record))
	}
	set := &shareSet{}
	for _, given := range order {
		set.groups = append(set.groups, shareGroup{given.explicitly, given.total, builders[given].Set()})
	}
	return set
}

func (sh *shareSet) sizeBytes() int {
	total := cap(sh.groups) * int(unsafe.Sizeof(shareGroup{}))
	for _, g := range sh.groups {
		total += g.records.SizeBytes()
	}
	return total
}
