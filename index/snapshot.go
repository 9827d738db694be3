package index

import (
	"iter"
	"strings"
	"sync/atomic"

	"github.com/accessindex/ambit/graph"
)

// Snapshot is the organisation at one revision. It is immutable, needs no closing, and any number of
// goroutines may ask it. The zero Snapshot is of no index: to it, everything is unknown.
type Snapshot struct {
	state     *graph.State
	revision  graph.Revision
	numbering uint64 // names what ordinals mean: equal numberings, equal meanings
	names     map[string]graph.EntityNumber
	entities  []*entitySets // by entity number; nil where there never was a record
	subtrees  stamps        // by unit: what lies below it
	clock     *atomic.Uint64
	plans     atomic.Pointer[planTable]
	who       atomic.Pointer[whoTable] // nil until first asked for
}

// newSnapshot is the snapshot of a state, all its sets built anew. The numbering is that of the load
// from which the state's ordinals come.
func newSnapshot(state *graph.State, revision graph.Revision, numbering uint64) *Snapshot {
	s := &Snapshot{
		state: state, revision: revision, numbering: numbering,
		names: namesOf(state), clock: new(atomic.Uint64),
	}
	stamp := s.clock.Add(1)
	s.subtrees.first = stamp
	s.entities = buildSets(state, stamp)
	s.plans.Store(newPlanTable(state))
	return s
}

// Revision of the snapshot.
func (s *Snapshot) Revision() graph.Revision {
	if s.none() {
		return 0
	}
	return s.revision
}

// State is the facts that the snapshot answers from; nil for the zero Snapshot.
func (s *Snapshot) State() *graph.State {
	if s.none() {
		return nil
	}
	return s.state
}

// Objects yields the facts of one kind in the order of a canonical dump.
func (s *Snapshot) Objects(kind graph.Kind) iter.Seq[graph.Object] {
	if s.none() {
		return func(func(graph.Object) bool) {}
	}
	return s.state.Objects(kind)
}

// setsOf is the sets of an entity.
func (s *Snapshot) setsOf(e graph.Records) *entitySets {
	if n := int(e.Number()); n < len(s.entities) && s.entities[n] != nil {
		return s.entities[n]
	}
	return noSets
}

// namesOf finds the entities by their names, as declared and folded (1.14).
func namesOf(state *graph.State) map[string]graph.EntityNumber {
	names := map[string]graph.EntityNumber{}
	for n := range graph.EntityNumber(state.EntityNumbers()) {
		if e := state.EntityAt(n); e.Declared() {
			names[e.Fact().Name] = n
			names[strings.ToLower(e.Fact().Name)] = n
		}
	}
	return names
}
