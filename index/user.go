package index

import "github.com/accessindex/ambit/graph"

// UserHandle is a user of one snapshot, found once for many questions. The zero UserHandle is nobody.
type UserHandle struct {
	snapshot *Snapshot
	user     graph.PrincipalNumber
}

// User finds a user. An unknown one is ErrUnknown, a malformed id ErrInvalid (3.15).
func (s *Snapshot) User(id string) (UserHandle, error) {
	user, err := s.askUser(id)
	if err != nil {
		return UserHandle{}, err
	}
	return UserHandle{s, user}, nil
}

// Check reports whether the user has a right on a record, as Snapshot.Check does.
func (h UserHandle) Check(r graph.Right, ref graph.Ref) (Decision, error) {
	if h.snapshot == nil {
		return Deny, absent(nil, "user", "")
	}
	return h.snapshot.check(h.user, r, ref)
}
