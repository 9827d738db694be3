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
	return Decision(s.state.CanOwn(owner, e)), nil
}
