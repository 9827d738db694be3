package index

import (
	"cmp"
	"slices"
	"unsafe"

	"github.com/accessindex/ambit/bitmap"
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

// planHierarchy finds the rights that the user may have through the hierarchy (8.1, 8.5).
func (p *plan) planHierarchy(all []held, settings graph.Settings, e graph.Entity) {
	if settings.HierarchyModel == graph.NoHierarchy || e.HierarchyExcluded {
		return
	}
	for i := range all {
		p.superior |= all[i].where(graph.SuperiorAtDepth)
	}
	p.superior &= p.open & graph.HierarchyRights(settings, 1)
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

// serves is the rights that a report gives a superior on an entity as the snapshot has things.
func (s *Snapshot) serves(who *userPlan, each report, e graph.Records) graph.Rights {
	settings := s.state.Settings()
	if settings.HierarchyModel == graph.ManagerHierarchy && settings.ManagersInSameOrParentBusinessUnit &&
		!graph.ManagesFrom(s.state.Tree(), s.state.UnitOf(who.user), s.state.UnitOf(each.user)) { // 8.7
		return 0
	}
	if graph.ReportMustPass() { // 8.5
		return each.rights & s.plan(s.userPlan(each.user), e).open
	}
	return each.rights
}

// through is the wanted rights that the reports with a principal give.
func (s *Snapshot) through(
	who *userPlan, reports []report, e graph.Records, principal graph.PrincipalNumber, want graph.Rights,
) graph.Rights {
	at, _ := slices.BinarySearchFunc(reports, principal, func(r report, p graph.PrincipalNumber) int {
		return cmp.Compare(r.principal, p)
	})
	var got graph.Rights
	for ; at < len(reports) && reports[at].principal == principal && got != want; at++ {
		if reports[at].rights&want&^got != 0 {
			got |= s.serves(who, reports[at], e) & want
		}
	}
	return got
}

// hierarchy is the wanted rights that the user has as a superior: the record is owned by a report or
// a team of one (8.3), or shared with one explicitly for the right (8.4).
func (s *Snapshot) hierarchy(
	who *userPlan, e graph.Records, record graph.Ordinal, owner graph.PrincipalNumber, want graph.Rights,
) graph.Rights {
	reports := s.reports(who)
	if len(reports) == 0 {
		return 0
	}
	got := s.through(who, reports, e, owner, want)
	if got == want || !e.Shared(record) {
		return got
	}
	few := fewShares * (1 + len(reports))
	for share := range e.SharesOf(record) {
		if left := share.Rights & want &^ got; left != 0 && !share.Inherited {
			got |= s.through(who, reports, e, share.Principal, left)
		}
		if few--; few == 0 {
			return got | s.sharedByReport(who, reports, e, record, want)
		}
	}
	return got
}

// sharedByReport is rule 8.4 for a record with many shares.
func (s *Snapshot) sharedByReport(
	who *userPlan, reports []report, e graph.Records, record graph.Ordinal, want graph.Rights,
) graph.Rights {
	var got graph.Rights
	for _, each := range reports {
		if explicit, _ := e.ShareWith(record, each.principal); explicit&want&^got != 0 {
			got |= explicit & want & s.serves(who, each, e)
		}
	}
	return got
}

// listHierarchy adds the sets of 8.6.
func (s *Snapshot) listHierarchy(sets []bitmap.Set, who *userPlan, p *plan, e graph.Records, r graph.Right) []bitmap.Set {
	if !p.superior.Has(r) {
		return sets
	}
	for _, each := range s.reports(who) {
		if !each.rights.Has(r) || !s.serves(who, each, e).Has(r) {
			continue
		}
		sets = append(sets, s.ownerSet(e, each.principal))
		if e.SharesLen() > 0 {
			sets = append(sets, s.shareSet(e, each.principal).explicit(r))
		}
	}
	return sets
}
