package index

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// next is the snapshot of the state that a batch made of this one's. It costs what the batch did, not
// what there is: it patches the sets of the holdings that records came to or left, gives a new stamp to
// every union that these are in, and drops the plans that the batch may have changed. It builds no
// union, and leaves this snapshot as it was.
func (s *Snapshot) next(state *graph.State, effects *graph.Effects, revision graph.Revision) *Snapshot {
	return s.step(state, effects, revision, false)
}

// step is next, or what next would be of a batch that is only tried: readers of this snapshot and of
// those to come keep what they have worked out apart from that.
func (s *Snapshot) step(state *graph.State, effects *graph.Effects, revision graph.Revision, tried bool) *Snapshot {
	n := &Snapshot{
		state: state, revision: revision, numbering: s.numbering,
		names: s.names, clock: s.clock, subtrees: s.subtrees, entities: slices.Clone(s.entities),
	}
	if effects.AllUsers {
		n.names = namesOf(state)
	}
	st := &step{before: s, after: n, stamp: s.clock.Add(1), tried: tried, edit: &edit{}, own: map[graph.EntityNumber]*entitySets{}, placed: map[graph.EntityNumber][]placed{}}
	st.grow()
	st.records(effects.Records)
	st.shares(effects.Shares)
	st.moves(effects)
	if effects.OwnUnits {
		st.ownUnits()
	}
	if effects.Tree {
		st.tree()
		st.regrown()
	}
	for entity, placed := range st.placed {
		es := st.sets(entity)
		es.log = es.log.after(st.stamp, placed, tried)
	}
	n.plans.Store(s.plansAfter(state, effects, tried))
	n.who.Store(s.whoAfter(effects))
	return n
}

// step is the making of one snapshot from another.
type step struct {
	before, after *Snapshot
	stamp         uint64 // of all that the step touches
	tried         bool
	edit          *edit
	own           map[graph.EntityNumber]*entitySets // copied for the step
	placed        map[graph.EntityNumber][]placed    // of the entities with units that it touches
}

// grow makes room for the entities, units and principals that are new.
func (st *step) grow() {
	state := st.after.state
	for len(st.after.entities) < state.EntityNumbers() {
		st.after.entities = append(st.after.entities, nil)
	}
	units, principals := state.Tree().Numbers(), state.PrincipalNumbers()
	for number, es := range st.after.entities {
		if es != nil && (es.local.room() < units || es.basic.room() < principals) {
			own := st.sets(graph.EntityNumber(number))
			own.local, own.deep = own.local.grown(units), own.deep.grown(units)
			own.basic, own.shares = own.basic.grown(principals), own.shares.grown(principals)
		}
	}
}

// sets is the sets of an entity, open to changes.
func (st *step) sets(number graph.EntityNumber) *entitySets {
	if own := st.own[number]; own != nil {
		return own
	}
	var own *entitySets
	if es := st.after.entities[number]; es != nil {
		copied := *es
		own = &copied
		if st.tried {
			own.local, own.deep = es.local.tried(st.stamp), es.deep.tried(st.stamp)
			own.basic, own.shares = es.basic.tried(st.stamp), es.shares.tried(st.stamp)
		}
	} else {
		own = newEntitySets(st.after.state, st.stamp)
	}
	st.own[number] = own
	st.after.entities[number] = own
	return own
}

// regrown keeps apart, where the step is only tried, what readers make of the subtrees of the entities that
// it touches by the tree alone.
func (st *step) regrown() {
	if !st.tried {
		return
	}
	for number, es := range st.after.entities {
		if es != nil && st.own[graph.EntityNumber(number)] == nil {
			own := *es
			own.deep = es.deep.tried(st.stamp)
			st.after.entities[number] = &own
		}
	}
}

// touch gives new stamps to the unions that the records of a unit are in.
func (st *step) touch(entity graph.EntityNumber, u graph.UnitNumber) {
	es := st.sets(entity)
	es.units.drawn.set(st.edit, uint32(u), st.stamp)
	st.upward(u, func(at graph.UnitNumber) { es.below.drawn.set(st.edit, uint32(at), st.stamp) })
	if _, touched := st.placed[entity]; !touched {
		st.placed[entity] = nil
	}
}

// upward visits a unit and all above it, before the step and after.
func (st *step) upward(u graph.UnitNumber, visit func(graph.UnitNumber)) {
	for _, s := range []*Snapshot{st.before, st.after} {
		for at := u; at != 0; at = s.state.Tree().Parent(at) {
			visit(at)
		}
	}
}
