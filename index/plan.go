package index

import (
	"slices"
	"sync/atomic"

	"github.com/accessindex/ambit/graph"
)

// plan is what the roles of a user say for one entity, for all eight rights at once. It holds unit and
// principal numbers, never sets or positions, so that changes to records and shares and moves of
// units leave it valid. Whether the user is active is asked of the state each time.
type plan struct {
	open         graph.Rights // the gate (3.2)
	every        graph.Rights // on every record: Global (3.6a), or a free entity (4.1, 4.4)
	units        []unitReach  // Deep and Local (3.6b, 3.6c), by unit
	owners       []ownerReach // whose records OWN gives (3.5), by principal
	self         graph.Rights // on one's own systemuser record (4.3)
	organization graph.Rights // for which shares with the organization count (3.7)
	superior     graph.Rights // through the hierarchy (8.1, 8.5)
}

// userPlan is what the plans of one user have in common.
type userPlan struct {
	user       graph.PrincipalNumber
	principals []graph.PrincipalNumber  // the user and the user's teams, sorted
	reports    atomic.Pointer[[]report] // nil until first asked for
	plans      []atomic.Pointer[plan]   // by entity; nil until first asked for
	bytes      atomic.Int64             // that this and the plans take
}

// held is a q of H(u) with its depth for each right on an entity (section 3a).
type held struct {
	holder graph.PrincipalNumber
	base   graph.UnitNumber
	direct bool
	toUser bool // its member inheritance is user
	depths [len(graph.EachRight)]graph.Depth
}

// where is the rights for which the depth passes a test.
func (q *held) where(passes func(graph.Depth) bool) graph.Rights {
	var rights graph.Rights
	for i, r := range graph.EachRight {
		if passes(q.depths[i]) {
			rights |= graph.Rights(r)
		}
	}
	return rights
}

func newUserPlan(state *graph.State, u graph.PrincipalNumber) *userPlan {
	who := &userPlan{user: u, principals: []graph.PrincipalNumber{u}}
	for team := range state.TeamsOf(u) {
		who.principals = append(who.principals, team)
	}
	slices.Sort(who.principals)
	who.principals = slices.Clip(slices.Compact(who.principals))
	who.plans = make([]atomic.Pointer[plan], state.EntityNumbers())
	return who
}

// has reports whether a principal is the user or a team of the user.
func (who *userPlan) has(p graph.PrincipalNumber) bool {
	_, found := slices.BinarySearch(who.principals, p)
	return found
}

// newPlan works out the plan of a user for an entity.
func newPlan(state *graph.State, who *userPlan, e graph.Records) *plan {
	all := heldFor(state, who, e)
	p := &plan{}
	p.planGate(all, e.Fact().Ownership)
	p.planFree(e.Fact().Ownership)
	p.planScope(all, state.UnitOf(who.user))
	p.planShared(all)
	switch e.Fact().Ownership {
	case graph.UserOwned:
		p.planOwn(all, who)
		p.planHierarchy(all, state.Settings(), e.Fact())
	case graph.BusinessOwned:
		p.planSelf(all, e.Fact())
	}
	return p
}

// heldFor is H(u) with the depths for an entity; assignments that give nothing are left out.
func heldFor(state *graph.State, who *userPlan, e graph.Records) []held {
	var all []held
	for _, holder := range who.principals {
		for each := range state.AssignmentsOf(holder) {
			q := held{holder: holder, base: each.Base, direct: holder == who.user}
			q.toUser = state.RoleAt(each.Role).MemberInheritance == graph.InheritUser
			for i, r := range graph.EachRight {
				q.depths[i] = state.DepthOf(each.Role, each.Base, e.Privilege(r))
			}
			if q.where(gives) != 0 {
				all = append(all, q)
			}
		}
	}
	return all
}

func gives(d graph.Depth) bool { return d > graph.None }
