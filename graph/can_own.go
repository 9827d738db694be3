package graph

// CanOwn reports whether a user or team may own records of an entity (9.3): its roles give Read on it.
// Disabled users can; access teams, the organization, and anybody on entities that are not user-owned
// cannot.
func (s *State) CanOwn(owner PrincipalNumber, e Records) bool {
	if e.Fact().Ownership != UserOwned {
		return false
	}
	read := e.Privilege(Read)
	for each := range s.AssignmentsOf(owner) { // 9.3 i, and for a team its own
		if s.DepthOf(each.Role, each.Base, read) > None {
			return true
		}
	}
	for team := range s.TeamsOf(owner) {
		for each := range s.AssignmentsOf(team) {
			least := Basic // 9.3 ii
			if s.RoleAt(each.Role).MemberInheritance == InheritTeam {
				least = Global // 9.3 iii
			}
			if s.DepthOf(each.Role, each.Base, read) >= least {
				return true
			}
		}
	}
	return false
}
