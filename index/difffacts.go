package index

import (
	"iter"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// sharesPlans reports whether the snapshots share plans of any users: then neither settings nor roles,
// entities, privileges or positions changed between them.
func (d *difference) sharesPlans() bool {
	before, after := d.before.plans.Load(), d.after.plans.Load()
	for i := range min(len(before.pages), len(after.pages)) {
		if before.pages[i] == after.pages[i] {
			return true
		}
	}
	return false
}

// restated reports whether settings differ by which all access may differ.
func (d *difference) restated() bool {
	before, after := d.before.state.Settings(), d.after.state.Settings()
	return before.HierarchyModel != after.HierarchyModel || before.HierarchyDepth != after.HierarchyDepth ||
		before.HierarchyWriteLevels != after.HierarchyWriteLevels ||
		before.ManagersInSameOrParentBusinessUnit != after.ManagersInSameOrParentBusinessUnit ||
		before.RoleDepthOverrides != after.RoleDepthOverrides
}

// changedUsers adds the users whose teams, role assignments, unit, manager, position or activity differ,
// and those in units that moved, whose managers may differ (8.7).
func (d *difference) changedUsers(c *concern) {
	before, after := d.before.plans.Load(), d.after.plans.Load()
	facts := userFacts{d, map[graph.PrincipalNumber]bool{}}
	for page := range max(len(before.pages), len(after.pages)) {
		if page < min(len(before.pages), len(after.pages)) && before.pages[page] == after.pages[page] {
			continue
		}
		for row := uint32(page) * planRows; row < uint32(page+1)*planRows; row++ {
			if u := userAtRow(row); facts.differ(u) {
				c.users[u] = true
			}
		}
	}
	was, is := d.before.state.Tree(), d.after.state.Tree()
	if was == is {
		return
	}
	moved := map[graph.UnitNumber]bool{}
	for position := range uint32(is.Len()) {
		u := is.At(position)
		if was.Parent(u) != is.Parent(u) || moved[is.Parent(u)] {
			moved[u] = true
		}
	}
	for u := range graph.UnitNumber(max(was.Numbers(), is.Numbers())) {
		if was.Active(u) == is.Active(u) && !(moved[u] && d.after.state.Settings().HierarchyModel == graph.ManagerHierarchy) {
			continue
		}
		for _, state := range c.states() {
			for user := range state.UsersIn(u) {
				c.users[user] = true
			}
		}
	}
}

// userFacts compares what the roles of users rest on.
type userFacts struct {
	*difference
	holders map[graph.PrincipalNumber]bool // whether a team's own assignments differ
}

func (f userFacts) differ(u graph.PrincipalNumber) bool {
	was, is := f.before.state, f.after.state
	if was.ActiveUser(u) != is.ActiveUser(u) || was.UnitOf(u) != is.UnitOf(u) || was.ManagerOf(u) != is.ManagerOf(u) ||
		was.PrincipalAt(u) != is.PrincipalAt(u) || f.assignmentsDiffer(u) {
		return true
	}
	teams := slices.Collect(was.TeamsOf(u))
	if !slices.Equal(teams, slices.Collect(is.TeamsOf(u))) || slices.ContainsFunc(teams, f.teamDiffers) {
		return true
	}
	from, to := was.PositionOf(u), is.PositionOf(u)
	for from != 0 && from == to {
		from, to = was.PositionAbove(from), is.PositionAbove(to)
	}
	return from != to
}

func (f userFacts) teamDiffers(team graph.PrincipalNumber) bool {
	differs, known := f.holders[team]
	if !known {
		differs = f.assignmentsDiffer(team)
		f.holders[team] = differs
	}
	return differs
}

func (f userFacts) assignmentsDiffer(holder graph.PrincipalNumber) bool {
	was, is := f.before.state.AssignmentsOf(holder), f.after.state.AssignmentsOf(holder)
	return !slices.Equal(slices.Collect(was), slices.Collect(is))
}

// changedRoles yields the roles that say something else for the entity.
func (e *twoEntities) changedRoles() iter.Seq[graph.RoleNumber] {
	return func(yield func(graph.RoleNumber) bool) {
		if e.sharesPlans() {
			return
		}
		was, is := e.before.state, e.after.state
		for role := range graph.RoleNumber(max(was.RoleNumbers(), is.RoleNumbers())) {
			before, after := was.RoleAt(role), is.RoleAt(role)
			differs := before.MemberInheritance != after.MemberInheritance || !slices.Equal(before.Overrides, after.Overrides)
			for _, r := range graph.EachRight {
				differs = differs || was.DepthOf(role, 0, e.before.entity.Privilege(r)) != is.DepthOf(role, 0, e.after.entity.Privilege(r))
			}
			if differs && !yield(role) {
				return
			}
		}
	}
}

// changedSubtrees yields the units whose subtrees consist of other units.
func (d *difference) changedSubtrees() iter.Seq[graph.UnitNumber] {
	return func(yield func(graph.UnitNumber) bool) {
		for u := range d.before.subtrees.differing(&d.after.subtrees) {
			if !yield(graph.UnitNumber(u)) {
				return
			}
		}
	}
}
