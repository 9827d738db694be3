package index

import (
	"iter"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// standing is what the roles of one user say for a privilege, whichever the record is.
type standing struct {
	open     bool // past the gate (3.2)
	serves   bool // 3.5a's condition
	superior bool // fit to reach what reports have (8.5)
}

// standing is that of a user for what the user may do: an inactive one has none (7.2).
func (q *whoQuestion) standing(u graph.PrincipalNumber) standing {
	if !q.state.ActiveUser(u) {
		return standing{}
	}
	return q.rolesSay(u)
}

func (q *whoQuestion) rolesSay(u graph.PrincipalNumber) (st standing) {
	q.holderStanding(&st, u, true)
	for team := range q.state.TeamsOf(u) {
		if st.serves && st.superior {
			break
		}
		q.holderStanding(&st, team, false)
	}
	return st
}

// holderStanding adds what the roles of one holder say: the user or a team of the user.
func (q *whoQuestion) holderStanding(st *standing, holder graph.PrincipalNumber, direct bool) {
	for each := range q.state.AssignmentsOf(holder) {
		d := q.depth(each)
		if !gives(d) {
			continue
		}
		st.open = true
		st.superior = st.superior || graph.SuperiorAtDepth(d)
		st.serves = st.serves || graph.OwnsAtDepth(d) &&
			(direct || q.state.RoleAt(each.Role).MemberInheritance == graph.InheritUser)
	}
}

func (q *whoQuestion) depth(held graph.HeldRole) graph.Depth {
	return q.state.DepthOf(held.Role, held.Base, q.plan.privilege)
}

// gate is all users past the gate (3.2).
func (q *whoQuestion) gate() bitmap.Set {
	return q.keptSet(&q.plan.open, func() bitmap.Set { return q.withDepth(gives) })
}

// withDepth is the users who have the privilege, directly or through a team, at a depth that passes.
func (q *whoQuestion) withDepth(passes func(graph.Depth) bool) bitmap.Set {
	var found bitmap.Builder
	overrides := q.state.Settings().RoleDepthOverrides
	for role := range graph.RoleNumber(q.state.RoleNumbers()) {
		own := passes(q.state.DepthOf(role, 0, q.plan.privilege))
		overridden := overrides && len(q.state.RoleAt(role).Overrides) > 0 // 6.6
		if !own && !overridden {
			continue
		}
		for holder := range q.state.HoldersOf(role) {
			if !overridden || q.holds(holder, role, passes) {
				q.addActive(&found, holder)
			}
		}
	}
	return found.Set()
}

// holds reports whether a principal itself holds a role at a base unit where its depth passes.
func (q *whoQuestion) holds(holder graph.PrincipalNumber, role graph.RoleNumber, passes func(graph.Depth) bool) bool {
	for each := range q.state.AssignmentsOf(holder) {
		if each.Role == role && passes(q.depth(each)) {
			return true
		}
	}
	return false
}

// addActive adds the active users among those that a principal stands for.
func (q *whoQuestion) addActive(found *bitmap.Builder, p graph.PrincipalNumber) {
	for u := range q.usersOf(p) {
		if q.state.ActiveUser(u) {
			found.Add(userRow(u))
		}
	}
}

// usersOf yields the user, or the members of the team.
func (q *whoQuestion) usersOf(p graph.PrincipalNumber) iter.Seq[graph.PrincipalNumber] {
	if q.state.IsTeam(p) {
		return q.state.MembersOf(p)
	}
	return func(yield func(graph.PrincipalNumber) bool) { yield(p) }
}
