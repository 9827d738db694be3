package index

import "github.com/accessindex/ambit/graph"

// plansAfter is the table of the plans that a batch left valid: all but those of the users whose
// teams, roles, unit, manager or position changed and of everybody above these, before or after.
func (s *Snapshot) plansAfter(state *graph.State, effects *graph.Effects, tried bool) *planTable {
	table := s.plans.Load()
	switch {
	case effects.AllUsers, effects.Tree && !graph.ReportCounts(false): // 8.9
		return newPlanTable(state)
	case len(effects.Users) == 0:
		return table
	}
	affected := map[graph.PrincipalNumber]bool{}
	for _, u := range effects.Users {
		affected[u] = true
	}
	for _, each := range []*graph.State{s.state, state} {
		addAbove(each, effects.Users, affected)
	}
	if tried {
		return table.tried(affected, state)
	}
	return table.without(affected, state)
}

// addAbove adds everybody above some users, by the model of a state (8.1).
func addAbove(state *graph.State, users []graph.PrincipalNumber, above map[graph.PrincipalNumber]bool) {
	climbed := map[graph.PrincipalNumber]bool{}
	positions := map[graph.PositionNumber]bool{}
	for _, u := range users {
		switch state.Settings().HierarchyModel {
		case graph.ManagerHierarchy:
			for m := state.ManagerOf(u); m != 0 && !climbed[m]; m = state.ManagerOf(m) {
				climbed[m], above[m] = true, true
			}
		case graph.PositionHierarchy:
			at := state.PositionOf(u)
			for at != 0 {
				if at = state.PositionAbove(at); positions[at] {
					break
				}
				positions[at] = true
			}
		}
	}
	for at := range positions {
		for m := range state.UsersAt(at) {
			above[m] = true
		}
	}
}
