package index

import "github.com/accessindex/ambit/graph"

// moves gives new stamps to the unions of the units between which holdings moved with their owner. It
// looks at holdings, never at records.
func (st *step) moves(effects *graph.Effects) {
	seen := map[graph.PrincipalNumber]bool{}
	for _, owner := range effects.Placed {
		if !seen[owner] {
			seen[owner] = true
			st.moveHoldings(owner)
		}
	}
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
	if st.before.state.UnitOf(p) != st.after.state.UnitOf(p) {
		st.moveHoldings(p)
	}
}

// moveHoldings looks for the holdings of an owner that are in another unit than before.
func (st *step) moveHoldings(p graph.PrincipalNumber) {
	for number := range st.after.entities {
		number := graph.EntityNumber(number)
		before, after := st.before.state.EntityAt(number), st.after.state.EntityAt(number)
		if st.after.entities[number] == nil || !before.Declared() || !after.Declared() {
			continue
		}
		for h := range after.HoldingsOf(p) {
			if h >= before.Holdings() || after.HoldingLen(h) == 0 && before.HoldingLen(h) == 0 {
				continue
			}
			if from, to := before.OwningUnit(h), after.OwningUnit(h); from != to {
				st.movedHolding(number, from)
				st.movedHolding(number, to)
			}
		}
	}
}

// movedHolding gives new stamps to the unions that a whole holding came to or left with a unit.
func (st *step) movedHolding(entity graph.EntityNumber, u graph.UnitNumber) {
	st.touch(entity, u)
	moved := &st.sets(entity).moved.drawn
	st.upward(u, func(at graph.UnitNumber) { moved.set(st.edit, uint32(at), st.stamp) })
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

// tree gives new stamps to the subtrees that units came to or left, before the step and after.
func (st *step) tree() {
	before, after := st.before.state.Tree(), st.after.state.Tree()
	numbers := max(before.Numbers(), after.Numbers())
	for _, tree := range []*graph.Tree{before, after} {
		climbed := make([]bool, numbers) // a way up ends where another one went on
		for u := range graph.UnitNumber(numbers) {
			was, is := before.Span(u), after.Span(u)
			if before.Parent(u) == after.Parent(u) && (was.First < was.End) == (is.First < is.End) {
				continue
			}
			for at := u; at != 0 && !climbed[at]; at = tree.Parent(at) {
				climbed[at] = true
				st.after.subtrees.drawn.set(st.edit, uint32(at), st.stamp)
			}
		}
	}
}
