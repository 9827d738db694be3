package index

import (
	"cmp"
	"slices"
	"strings"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// twoEntities is an entity as two snapshots have it.
type twoEntities struct {
	*difference
	name          string
	before, after side
	ordinals      *renumbering // nil until first needed
	concern       *concern     // whom a difference may concern; nil for nobody
	kept          setMemo
}

// side is an entity in one of the snapshots; the records are undeclared where it is in the other alone.
type side struct {
	*Snapshot
	entity graph.Records
}

// records is a set of the side's ordinals as an answer.
func (s side) records(set bitmap.Set) RecordSet {
	if set.IsEmpty() {
		return RecordSet{}
	}
	return RecordSet{entity: s.entity, set: set, numbering: s.numbering}
}

// empty reports whether there is no record.
func (s side) empty() bool { return !s.entity.Declared() || s.entity.Len() == 0 }

// pairEntities finds the entities of both snapshots by their names, in any case (1.14).
func (d *difference) pairEntities() {
	found := map[string]*twoEntities{}
	add := func(s *Snapshot, place func(*twoEntities) *side) {
		for _, e := range s.state.Entities() {
			folded := strings.ToLower(e.Fact().Name)
			both := found[folded]
			if both == nil {
				both = &twoEntities{difference: d, before: side{Snapshot: d.before}, after: side{Snapshot: d.after}}
				found[folded] = both
				d.entities = append(d.entities, both)
			}
			both.name = e.Fact().Name
			place(both).entity = e
		}
	}
	add(d.before, func(e *twoEntities) *side { return &e.before })
	add(d.after, func(e *twoEntities) *side { return &e.after })
	slices.SortFunc(d.entities, func(a, b *twoEntities) int { return cmp.Compare(a.name, b.name) })
}
