package index

import "github.com/accessindex/ambit/graph"

// CanLink reports whether a user may point a lookup of one record at another (9.7): Read, Write and
// Append on the child, Read and AppendTo on the parent. To clear a lookup takes Write on the child alone.
func (s *Snapshot) CanLink(user string, child, parent graph.Ref) (Decision, error) {
	u, err := s.askUser(user)
	if err != nil {
		return Deny, err
	}
	from, lower, err := s.askRecord(child)
	if err != nil {
		return Deny, err
	}
	to, upper, err := s.askRecord(parent)
	if err != nil {
		return Deny, err
	}
	ofChild, ofParent := graph.LinkRights()
	return Decision(s.mayAll(u, from, lower, ofChild) && s.mayAll(u, to, upper, ofParent)), nil
}
