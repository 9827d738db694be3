package index

import (
	"cmp"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// next is the snapshot of the state that a batch made of this one's. It costs what the batch did, not
// what there is: it patches the sets of the holdings that records came to or left, gives a new stamp to
// every union that these are in, and drops the plans that the batch may have changed. It builds no
// union, and leaves this snapshot as it was.
func (s *Snapshot) next(state *graph.State, effects *graph.Effects, revision graph.Revision) *Snapshot {
	n := &Snapshot{
		state: state, revision: revision, numbering: s.numbering,
		names: s.names, clock: s.clock, subtrees: s.subtrees, entities: slices.Clone(s.entities),
	}
	if effects.AllUsers {
		n.names = namesOf(state)
	}
	st := &step{before: s, after: n, stamp: s.clock.Add(1), edit: &edit{}, own: map[graph.EntityNumber]*entitySets{}, placed: map[graph.EntityNumber][]placed{}}
	st.grow()
	st.records(effects.Records)
	st.shares(effects.Shares)
	st.moves(effects)
	if effects.OwnUnits {
		st.ownUnits()
	}
	if effects.Tree {
		st.tree()
	}
	for entity, placed := range st.placed {
		es := st.sets(entity)
		es.log = es.log.after(st.stamp, placed)
	}
	n.plans.Store(s.plansAfter(state, effects))
	return n
}

// step is the making of one snapshot from another.
type step struct {
	before, after *Snapshot
	stamp         uint64 // of all that the step touches
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
	} else {
		own = newEntitySets(st.after.state, st.stamp)
	}
	st.own[number] = own
	st.after.entities[number] = own
	return own
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

// records patches the sets of the holdings that records came to or left.
func (st *step) records(steps []graph.RecordStep) {
	type place struct {
		entity  graph.EntityNumber
		holding graph.HoldingNumber
	}
	type patch struct{ add, remove []uint32 }
	patches := map[place]*patch{}
	patchOf := func(entity graph.EntityNumber, h graph.HoldingNumber) *patch {
		p := patches[place{entity, h}]
		if p == nil {
			p = &patch{}
			patches[place{entity, h}] = p
			st.touchHolding(entity, h)
		}
		return p
	}
	for _, each := range netSteps(steps) {
		at := placed{ordinal: uint32(each.Ordinal)}
		if each.Old != 0 {
			p := patchOf(each.Entity, each.Old)
			p.remove = append(p.remove, at.ordinal)
			at.from = st.before.state.EntityAt(each.Entity).OwningUnit(each.Old)
		}
		if each.New != 0 {
			p := patchOf(each.Entity, each.New)
			p.add = append(p.add, at.ordinal)
			at.to = st.after.state.EntityAt(each.Entity).OwningUnit(each.New)
		}
		st.placed[each.Entity] = append(st.placed[each.Entity], at)
	}
	for at, p := range patches {
		es := st.sets(at.entity)
		set := es.holdings.at(uint32(at.holding)).With(p.add, p.remove)
		es.holdings.set(st.edit, uint32(at.holding), set)
	}
}

// touchHolding gives new stamps to the unions that a holding's records are in.
func (st *step) touchHolding(entity graph.EntityNumber, h graph.HoldingNumber) {
	for _, s := range []*Snapshot{st.before, st.after} {
		if int(entity) >= s.state.EntityNumbers() {
			continue
		}
		if e := s.state.EntityAt(entity); h < e.Holdings() {
			st.touch(entity, e.OwningUnit(h))
			st.sets(entity).owners.drawn.set(st.edit, uint32(e.HoldingAt(h).Owner), st.stamp)
		}
	}
}

// netSteps is one step for each record that is in another holding now, by ordinal.
func netSteps(steps []graph.RecordStep) []graph.RecordStep {
	net := slices.Clone(steps)
	slices.SortStableFunc(net, func(a, b graph.RecordStep) int {
		return cmp.Or(cmp.Compare(a.Entity, b.Entity), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	kept := net[:0]
	for _, each := range net {
		if n := len(kept); n > 0 && kept[n-1].Entity == each.Entity && kept[n-1].Ordinal == each.Ordinal {
			kept[n-1].New = each.New
			continue
		}
		kept = append(kept, each)
	}
	return slices.DeleteFunc(kept, func(each graph.RecordStep) bool { return each.Old == each.New })
}

// shares gives new stamps to the share sets of the principals whose shares changed.
func (st *step) shares(steps []graph.ShareStep) {
	for _, each := range steps {
		st.sets(each.Entity).shared.drawn.set(st.edit, uint32(each.Principal), st.stamp)
	}
}

// moves gives new stamps to the unions of the units between which holdings moved with their owner. It
// looks at holdings, never at records.
func (st *step) moves(effects *graph.Effects) {
	seen := map[graph.PrincipalNumber]bool{}
	for _, each := range effects.Moves {
		st.move(seen, each.Principal)
	}
	for _, u := range effects.Users {
		st.move(seen, u)
	}
	for _, each := range effects.Changes {
		if team, is := each.Subject().(graph.Team); is { // deleted and put again elsewhere
			if t, found := st.after.state.Team(team.ID); found {
				st.move(seen, t)
			}
		}
	}
}

func (st *step) move(seen map[graph.PrincipalNumber]bool, p graph.PrincipalNumber) {
	if seen[p] {
		return
	}
	seen[p] = true
	from, to := st.before.state.UnitOf(p), st.after.state.UnitOf(p)
	if from == to {
		return
	}
	for number, es := range st.after.entities {
		if es == nil {
			continue
		}
		e := st.after.state.EntityAt(graph.EntityNumber(number))
		for h := range e.HoldingsOf(p) {
			if e.HoldingAt(h).Unit == 0 {
				for _, u := range []graph.UnitNumber{from, to} {
					st.touch(graph.EntityNumber(number), u)
					moved := &st.sets(graph.EntityNumber(number)).moved.drawn
					st.upward(u, func(at graph.UnitNumber) { moved.set(st.edit, uint32(at), st.stamp) })
				}
				break
			}
		}
	}
}

// ownUnits gives new stamps to all units of user-owned entities, whose records went to the units of
// their owners (13.5).
func (st *step) ownUnits() {
	for number, es := range st.after.entities {
		if es != nil && st.after.state.EntityAt(graph.EntityNumber(number)).Fact().Ownership == graph.UserOwned {
			own := st.sets(graph.EntityNumber(number))
			own.units, own.below, own.moved = stamps{first: st.stamp}, stamps{first: st.stamp}, stamps{first: st.stamp}
		}
	}
}

// tree gives new stamps to the subtrees that units came to or left.
func (st *step) tree() {
	before, after := st.before.state.Tree(), st.after.state.Tree()
	for u := range graph.UnitNumber(max(before.Numbers(), after.Numbers())) {
		was, is := before.Span(u), after.Span(u)
		if before.Parent(u) == after.Parent(u) && (was.First < was.End) == (is.First < is.End) {
			continue
		}
		st.upward(u, func(at graph.UnitNumber) { st.after.subtrees.drawn.set(st.edit, uint32(at), st.stamp) })
	}
}
