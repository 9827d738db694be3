package index

import "github.com/accessindex/ambit/graph"

// CanOwn reports whether a user or a team may own records of an entity (9.3): the roles give Read on it.
// Disabled users can; access teams, the organization, and anybody on entities that are not user-owned
// cannot.
func (s *Snapshot) CanOwn(p graph.Principal, entity string) (Decision, error) {
	owner, err := s.askPrincipal(p)
	if err != nil {
		return Deny, err
	}
	e, err := s.askEntity(entity)
	if err != nil {
		return Deny, err
	}
	return Decision(s.canOwn(owner, e)), nil
}

func (s *Snapshot) canOwn(owner graph.PrincipalNumber, e graph.Records) bool {
	if e.Fact().Ownership != graph.UserOwned {
		return false
	}
	read := e.Privilege(graph.Read)
	for each := range s.state.AssignmentsOf(owner) { // 9.3 i, and for a team its own
		if gives(s.state.DepthOf(each.Role, each.Base, read)) {
			return true
		}
	}
	for team := range s.state.TeamsOf(owner) {
		for each := range s.state.AssignmentsOf(team) {
			least := graph.Basic // 9.3 ii
			if s.state.RoleAt(each.Role).MemberInheritance == graph.InheritTeam {
				least = graph.Global // 9.3 iii
			}
			if s.state.DepthOf(each.Role, each.Base, read) >= least {
				return true
			}
		}
	}
	return false
}
