package index

import (
	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// basedUsers is the users to whom a role gives Local, or Deep, from one base unit.
type basedUsers struct{ local, deep bitmap.Set }

// inScope adds the users whom SCOPE lets reach the records of a unit (3.6): those with Global, with Local
// at the unit, and with Deep at it or at a unit above it.
func (q *whoQuestion) inScope(sets []bitmap.Set, owning graph.UnitNumber) []bitmap.Set {
	sets = append(sets, q.keptSet(&q.plan.everywhere, func() bitmap.Set {
		return q.withDepth(func(d graph.Depth) bool { return d == graph.Global })
	}))
	for u := owning; u != 0; u = q.state.Tree().Parent(u) {
		based := kept(q, &q.plan.units, u, q.findBased, func(b basedUsers) []bitmap.Set {
			return []bitmap.Set{b.local, b.deep}
		})
		if u == owning {
			sets = append(sets, based.local)
		}
		sets = append(sets, based.deep)
	}
	return sets
}

// findBased looks at who holds a role based in a unit: the users and teams of the unit (3.6e), and those
// of whom an assignment names it (6.3).
func (q *whoQuestion) findBased(u graph.UnitNumber) basedUsers {
	var local, deep bitmap.Builder
	add := func(d graph.Depth, users graph.PrincipalNumber) {
		switch d {
		case graph.Local:
			q.addActive(&local, users)
		case graph.Deep:
			q.addActive(&deep, users)
		}
	}
	look := func(holder graph.PrincipalNumber) {
		for each := range q.state.AssignmentsOf(holder) {
			if each.Base == u {
				add(q.depth(each), holder)
			}
		}
	}
	for holder := range q.state.UsersIn(u) {
		look(holder)
		if !graph.TeamRoleReachesFromMember() {
			continue
		}
		for team := range q.state.TeamsOf(holder) {
			for each := range q.state.AssignmentsOf(team) {
				add(q.depth(each), holder)
			}
		}
	}
	for holder := range q.state.TeamsIn(u) {
		look(holder)
	}
	for holder := range q.state.HoldersBasedAt(u) {
		look(holder)
	}
	return basedUsers{local.Set(), deep.Set()}
}
