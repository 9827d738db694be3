package index

import (
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// CanShare reports whether a user may grant a principal rights on a record, set them, or, with no
// rights, take them all away (11.1): Share and Read on it, and every right given (11.2). It is Deny where
// records cannot be shared (11.8). Rights that are none of the eight are ErrInvalid.
func (s *Snapshot) CanShare(user string, ref graph.Ref, p graph.Principal, rights graph.Rights) (Decision, error) {
	u, err := s.askUser(user)
	if err != nil {
		return Deny, err
	}
	e, record, err := s.askRecord(ref)
	if err != nil {
		return Deny, err
	}
	grantee, err := s.askPrincipal(p)
	if err != nil {
		return Deny, err
	}
	if !rights.Valid() {
		return Deny, fmt.Errorf("%w: access mask %d", graph.ErrInvalid, uint32(rights))
	}
	if isFree(e.Fact().Ownership) || graph.GranteeMustPass() && !s.passes(grantee, e, rights) { // 11.8, 11.3
		return Deny, nil
	}
	return Decision(s.mayAll(u, e, record, graph.SharerRights(rights))), nil
}

// passes reports whether the roles of a user, or those that a team holds itself, give some rights at any
// depth (3.2, 3.11).
func (s *Snapshot) passes(p graph.PrincipalNumber, e graph.Records, rights graph.Rights) bool {
	if s.state.PrincipalAt(p).Kind == graph.UserPrincipal {
		return s.plan(s.userPlan(p), e).open&rights == rights
	}
	for _, r := range rights.List() {
		given := false
		for each := range s.state.AssignmentsOf(p) {
			given = given || gives(s.state.DepthOf(each.Role, each.Base, e.Privilege(r)))
		}
		if !given {
			return false
		}
	}
	return true
}
