package index

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// superiorPaths is section 8. Check walks from the superior down; this walks from those who have the
// record up, so its cost grows with them and not with the number of reports.
func (m *matter) superiorPaths() []Path {
	settings := m.state.Settings()
	if settings.HierarchyModel == graph.NoHierarchy || m.entity.Fact().HierarchyExcluded {
		return nil
	}
	if !slices.ContainsFunc(m.roles, func(q heldRole) bool { return graph.SuperiorAtDepth(q.depth) }) { // 8.5
		return nil
	}
	paths := m.below(m.owner, Path{Owner: m.state.PrincipalAt(m.owner)}) // 8.3
	for share := range m.entity.SharesOf(m.record) {
		if !share.Inherited && share.Rights.Has(m.right) { // 8.4
			paths = append(paths, m.below(share.Principal, Path{Share: m.shareWitness(share)})...)
		}
	}
	return paths
}

// below is the paths by the users below who have the record as, or through, a principal.
func (m *matter) below(has graph.PrincipalNumber, path Path) []Path {
	var paths []Path
	add := func(v graph.PrincipalNumber) {
		rule, distance := m.distance(v)
		if distance < 1 || !graph.HierarchyRights(m.state.Settings(), distance).Has(m.right) || !m.serves(v) {
			return
		}
		each := path
		each.Rule, each.Subordinate, each.Distance = rule, m.state.PrincipalAt(v).ID, distance
		paths = append(paths, each)
	}
	switch {
	case has == graph.OrganizationNumber: // 8.3: not what is shared with the organization
	case m.state.IsTeam(has):
		for v := range m.state.MembersOf(has) {
			add(v)
		}
	default:
		add(has)
	}
	return paths
}

// distance is how many steps the user is above another one, 0 where not above, and the rule.
func (m *matter) distance(v graph.PrincipalNumber) (rule string, steps int) {
	if m.state.Settings().HierarchyModel == graph.ManagerHierarchy { // 8.7
		for at, k := m.state.ManagerOf(v), 1; at != 0; at, k = m.state.ManagerOf(at), k+1 {
			if at == m.user {
				return "8.7", k
			}
		}
		return "8.7", 0
	}
	top, at := m.state.PositionOf(m.user), m.state.PositionOf(v) // 8.8
	if top == 0 || at == 0 {
		return "8.8", 0
	}
	for k := 1; at != 0; k++ {
		if at = m.state.PositionAbove(at); at == top {
			return "8.8", k
		}
	}
	return "8.8", 0
}

// serves reports whether a user below counts for this superior.
func (m *matter) serves(v graph.PrincipalNumber) bool {
	settings := m.state.Settings()
	if settings.HierarchyModel == graph.ManagerHierarchy && settings.ManagersInSameOrParentBusinessUnit &&
		!graph.ManagesFrom(m.state.Tree(), m.state.UnitOf(m.user), m.state.UnitOf(v)) { // 8.7
		return false
	}
	if !graph.ReportCounts(m.state.ActiveUser(v)) { // 8.9
		return false
	}
	if !graph.ReportMustPass() { // 8.5
		return true
	}
	report := *m
	report.user, report.held, report.roles = v, nil, nil
	report.findRoles()
	return len(report.roles) > 0
}
