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
	positions := map[graph.PositionNumber]bool{}
	for _, u := range effects.Users {
		affected[u] = true
	}
	for _, each := range []*graph.State{s.state, state} {
		clear(positions)
		climbed := map[graph.PrincipalNumber]bool{}
		for _, u := range effects.Users {
			switch each.Settings().HierarchyModel {
			case graph.ManagerHierarchy:
				for m := each.ManagerOf(u); m != 0 && !climbed[m]; m = each.ManagerOf(m) {
					climbed[m], affected[m] = true, true
				}
			case graph.PositionHierarchy:
				at := each.PositionOf(u)
				for at != 0 {
					if at = each.PositionAbove(at); positions[at] {
						break
					}
					positions[at] = true
				}
			}
		}
		for at := range positions {
			for m := range each.UsersAt(at) {
				affected[m] = true
			}
		}
	}
	if tried {
		return table.tried(affected, state)
	}
	return table.without(affected, state)
}
