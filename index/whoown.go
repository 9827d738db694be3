package index

import (
	"strings"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// teamUsers is the members of a team who are past the gate, and those among them for whom 3.5a's
// condition holds.
type teamUsers struct{ open, serving bitmap.Set }

// team is that of a team for the privilege.
func (q *whoQuestion) team(t graph.PrincipalNumber) teamUsers {
	return kept(q, &q.plan.teams, t, q.findTeam, func(t teamUsers) []bitmap.Set {
		return []bitmap.Set{t.open, t.serving}
	})
}

func (q *whoQuestion) findTeam(t graph.PrincipalNumber) teamUsers {
	var open, serving bitmap.Builder
	for u := range q.state.MembersOf(t) {
		st := q.standing(u)
		if st.open {
			open.Add(userRow(u))
		}
		if st.open && st.serves {
			serving.Add(userRow(u))
		}
	}
	return teamUsers{open.Set(), serving.Set()}
}

// owning is the users whom OWN lets reach the records of an owner (3.5).
func (q *whoQuestion) owning(owner graph.PrincipalNumber) bitmap.Set {
	switch {
	case !q.state.IsTeam(owner): // 3.5a
		if st := q.standing(owner); st.open && st.serves {
			return bitmap.Of(userRow(owner))
		}
	case q.servesItself(owner): // 3.5b
		return q.team(owner).open
	case graph.OwnPrivilegeServesTeams(): // 3.5c
		return q.team(owner).serving
	}
	return bitmap.Set{}
}

// servesItself reports whether a team's own roles serve its records (3.5b).
func (q *whoQuestion) servesItself(team graph.PrincipalNumber) bool {
	for each := range q.state.AssignmentsOf(team) {
		if graph.OwnsAtDepth(q.depth(each)) {
			return true
		}
	}
	return false
}

// itself adds the user who is a systemuser record (4.3).
func (q *whoQuestion) itself(sets []bitmap.Set, record graph.Ordinal) []bitmap.Set {
	e := q.entity.Fact()
	if e.Ownership != graph.BusinessOwned || !strings.EqualFold(e.Name, "systemuser") || !graph.ReachesOwnUser() {
		return sets
	}
	if u, found := q.state.User(q.entity.ID(record)); found {
		if st := q.standing(u); st.open && st.serves {
			sets = append(sets, bitmap.Of(userRow(u)))
		}
	}
	return sets
}
