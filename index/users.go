package index

import (
	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// Users is who has a right on a record (3.16): exactly the users for whom Check allows it, inactive
// ones never among them (7.2). An unknown right, entity or record is ErrUnknown, a malformed id
// ErrInvalid, and the set empty (3.15).
//
// No question goes through all users. Users looks at the units from the record's own up to the root,
// at the members of the team that owns it and of those that it is shared with, at the managers or
// positions above any of these, and at the holders of Global roles. What it finds out about a unit, a
// team or the Global roles serves later questions about the same privilege, of any snapshot up to the next
// change of users, teams, roles or units. The first such question costs what these units and teams
// have in users, those after it what the answer and the shares of the record have. Only entities
// without owners and shares with the organization take all holders of a role: there, they are the answer.
func (s *Snapshot) Users(r graph.Right, ref graph.Ref) (UserSet, error) {
	if err := askRight(r); err != nil {
		return UserSet{}, err
	}
	e, record, err := s.askRecord(ref)
	if err != nil {
		return UserSet{}, err
	}
	var sets []bitmap.Set
	for _, asked := range graph.RightsAsked(r).List() { // 3.14
		sets = append(sets, s.whoQuestion(e, asked).users(record))
	}
	return s.userSet(sets), nil
}

// userSet is the users whom all of the sets have.
func (s *Snapshot) userSet(sets []bitmap.Set) UserSet {
	common := sets[0]
	for _, set := range sets[1:] {
		common = bitmap.Intersect(common, set)
	}
	return UserSet{state: s.state, set: common, numbering: s.numbering}
}
