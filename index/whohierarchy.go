package index

import (
	"cmp"
	"slices"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// hierarchical reports whether the hierarchy gives the right on the entity to anybody (8.1, 8.2).
func (q *whoQuestion) hierarchical() bool {
	settings, e := q.state.Settings(), q.entity.Fact()
	return settings.HierarchyModel != graph.NoHierarchy && e.Ownership == graph.UserOwned &&
		!e.HierarchyExcluded && graph.HierarchyRights(settings, 1).Has(q.right)
}

// above is the users who reach what a principal has as superiors of it or of one of its members (8.3).
func (q *whoQuestion) above(p graph.PrincipalNumber) bitmap.Set {
	if !q.state.IsTeam(p) {
		return q.findAbove(p)
	}
	return kept(q, &q.plan.superiors, p, q.findAbove, func(set bitmap.Set) []bitmap.Set { return []bitmap.Set{set} })
}

func (q *whoQuestion) findAbove(p graph.PrincipalNumber) bitmap.Set {
	var reports []graph.PrincipalNumber
	for v := range q.usersOf(p) {
		if graph.ReportCounts(q.state.ActiveUser(v)) && // 8.9
			(!graph.ReportMustPass() || q.rolesSay(v).open) { // 8.5
			reports = append(reports, v)
		}
	}
	if q.state.Settings().HierarchyModel == graph.PositionHierarchy {
		return q.findPositionsAbove(reports)
	}
	return q.findManagers(reports)
}

// far reports whether the right does not come from as far below (8.2).
func (q *whoQuestion) far(distance int) bool {
	return !graph.HierarchyRights(q.state.Settings(), distance).Has(q.right)
}

// addSuperior adds a user who is fit to be a superior (8.5).
func (q *whoQuestion) addSuperior(found *bitmap.Builder, m graph.PrincipalNumber) {
	if st := q.standing(m); st.open && st.superior {
		found.Add(userRow(m))
	}
}

// climber is a manager on the way up from a report of some unit.
type climber struct {
	manager graph.PrincipalNumber
	from    graph.UnitNumber // 0 where units do not matter
}

func (a climber) compare(b climber) int {
	return cmp.Or(cmp.Compare(a.manager, b.manager), cmp.Compare(a.from, b.from))
}

// findManagers climbs from reports to their managers, all at once, step by step (8.7).
func (q *whoQuestion) findManagers(reports []graph.PrincipalNumber) bitmap.Set {
	var found bitmap.Builder
	units := q.state.Settings().ManagersInSameOrParentBusinessUnit
	level := make([]climber, 0, len(reports))
	for _, v := range reports {
		each := climber{manager: v}
		if units {
			each.from = q.state.UnitOf(v)
		}
		level = append(level, each)
	}
	for distance := 1; len(level) > 0 && !q.far(distance); distance++ {
		next := level[:0]
		for _, each := range level {
			if each.manager = q.state.ManagerOf(each.manager); each.manager != 0 {
				next = append(next, each)
			}
		}
		slices.SortFunc(next, climber.compare)
		level = slices.Compact(next)
		asked := graph.PrincipalNumber(0)
		for _, each := range level {
			if each.manager == asked ||
				units && !graph.ManagesFrom(q.state.Tree(), q.state.UnitOf(each.manager), each.from) {
				continue
			}
			asked = each.manager
			q.addSuperior(&found, asked)
		}
	}
	return found.Set()
}

// findPositionsAbove climbs from the positions of reports, all at once, step by step (8.8).
func (q *whoQuestion) findPositionsAbove(reports []graph.PrincipalNumber) bitmap.Set {
	var found bitmap.Builder
	level := make([]graph.PositionNumber, 0, len(reports))
	for _, v := range reports {
		level = append(level, q.state.PositionOf(v))
	}
	for distance := 1; len(level) > 0 && !q.far(distance); distance++ {
		next := level[:0]
		for _, at := range level {
			if at = q.state.PositionAbove(at); at != 0 {
				next = append(next, at)
			}
		}
		slices.Sort(next)
		level = slices.Compact(next)
		for _, at := range level {
			for m := range q.state.UsersAt(at) {
				q.addSuperior(&found, m)
			}
		}
	}
	return found.Set()
}
