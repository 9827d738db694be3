package index

import "github.com/accessindex/ambit/graph"

// CanAssign reports whether a user may give a record to another owner (10.1): Assign, Write and Read on
// it, and the new owner can own records of its entity (9.3). It is Deny where users and teams own none.
func (s *Snapshot) CanAssign(user string, ref graph.Ref, owner graph.Principal) (Decision, error) {
	u, err := s.askUser(user)
	if err != nil {
		return Deny, err
	}
	e, record, err := s.askRecord(ref)
	if err != nil {
		return Deny, err
	}
	to, err := s.askPrincipal(owner)
	if err != nil {
		return Deny, err
	}
	takes := graph.RightsOf(graph.Assign, graph.Write, graph.Read)
	return Decision(s.state.CanOwn(to, e) && s.mayAll(u, e, record, takes)), nil
}
