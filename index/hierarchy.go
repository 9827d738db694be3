package index

import (
	"cmp"
	"slices"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

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
