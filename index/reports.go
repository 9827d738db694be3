package index

import (
	"cmp"
	"slices"
	"unsafe"

	"github.com/accessindex/ambit/graph"
)

// report is a principal whose records the user may reach as a superior: a user below, or a team of
// one (8.3), with the rights that the distance allows (8.2). Rule 8.7 depends on the tree, so it is
// asked of each report when a question needs it.
type report struct {
	principal graph.PrincipalNumber
	user      graph.PrincipalNumber // the user below
	rights    graph.Rights
}

// reports are those of a user by principal, found if need be.
func (s *Snapshot) reports(who *userPlan) []report {
	if found := who.reports.Load(); found != nil {
		return *found
	}
	found := findReports(s.state, who.user)
	if who.reports.CompareAndSwap(nil, &found) {
		s.charge(who, len(found)*int(unsafe.Sizeof(report{})))
	}
	return found
}

// findReports walks down from a user as far as the hierarchy gives any right (8.2).
func findReports(state *graph.State, u graph.PrincipalNumber) []report {
	var found []report
	level := levelsBelow(state, u)
	for distance := 1; ; distance++ {
		rights := graph.HierarchyRights(state.Settings(), distance)
		users := level()
		if rights == 0 || users == nil {
			break
		}
		for _, v := range users {
			if !graph.ReportCounts(state.ActiveUser(v)) {
				continue
			}
			found = append(found, report{v, v, rights})
			for team := range state.TeamsOf(v) {
				found = append(found, report{team, v, rights})
			}
		}
	}
	return compactReports(state, found)
}

// compactReports sorts reports by principal and keeps one of those that no question tells apart.
func compactReports(state *graph.State, found []report) []report {
	unit := func(r report) graph.UnitNumber {
		if state.Settings().HierarchyModel == graph.PositionHierarchy {
			return 0 // 8.8: no rule about units
		}
		return state.UnitOf(r.user)
	}
	slices.SortFunc(found, func(a, b report) int {
		return cmp.Or(cmp.Compare(a.principal, b.principal), cmp.Compare(unit(a), unit(b)), cmp.Compare(a.user, b.user))
	})
	if graph.ReportMustPass() {
		return found
	}
	kept := found[:0]
	for _, each := range found {
		if n := len(kept); n > 0 && kept[n-1].principal == each.principal && unit(kept[n-1]) == unit(each) {
			kept[n-1].rights |= each.rights
			continue
		}
		kept = append(kept, each)
	}
	return slices.Clip(kept)
}

// levelsBelow yields, call by call, the users at distance 1, 2 and so on below a user (8.7, 8.8); nil
// where there are none at that distance or any further.
func levelsBelow(state *graph.State, u graph.PrincipalNumber) func() []graph.PrincipalNumber {
	if state.Settings().HierarchyModel == graph.ManagerHierarchy {
		level := []graph.PrincipalNumber{u}
		return func() []graph.PrincipalNumber {
			var below []graph.PrincipalNumber
			for _, manager := range level {
				below = slices.AppendSeq(below, state.ReportsOf(manager))
			}
			level = below
			return below
		}
	}
	var positions []graph.PositionNumber
	if position := state.PositionOf(u); position != 0 {
		positions = append(positions, position)
	}
	return func() []graph.PrincipalNumber {
		var below []graph.PositionNumber
		for _, position := range positions {
			below = slices.AppendSeq(below, state.PositionsBelow(position))
		}
		positions = below
		if len(below) == 0 {
			return nil
		}
		users := []graph.PrincipalNumber{}
		for _, position := range below {
			users = slices.AppendSeq(users, state.UsersAt(position))
		}
		return users
	}
}
