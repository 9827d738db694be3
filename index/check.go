package index

import "github.com/accessindex/ambit/graph"

// Check reports whether a user has a right on a record (section 3). An unknown user, right, entity or
// record is ErrUnknown, a malformed id ErrInvalid, and the answer Deny (3.15).
func (s *Snapshot) Check(user string, r graph.Right, ref graph.Ref) (Decision, error) {
	u, err := s.askUser(user)
	if err != nil {
		return Deny, err
	}
	return s.check(u, r, ref)
}

func (s *Snapshot) check(u graph.PrincipalNumber, r graph.Right, ref graph.Ref) (Decision, error) {
	if err := askRight(r); err != nil {
		return Deny, err
	}
	e, record, err := s.askRecord(ref)
	if err != nil {
		return Deny, err
	}
	asked := graph.RightsAsked(r) // 3.14
	return s.granted(u, e, record, asked) == asked, nil
}

// Rights is the mask of the rights, of all eight, that a user has on a record (3.10). Its errors are
// those of Check, and the mask is then 0.
func (s *Snapshot) Rights(user string, ref graph.Ref) (graph.Rights, error) {
	u, err := s.askUser(user)
	if err != nil {
		return 0, err
	}
	e, record, err := s.askRecord(ref)
	if err != nil {
		return 0, err
	}
	all := s.granted(u, e, record, graph.AllRights)
	var mask graph.Rights
	for _, r := range graph.EachRight {
		if asked := graph.RightsAsked(r); all&asked == asked {
			mask |= graph.Rights(r)
		}
	}
	return mask, nil
}

// granted is the formula of section 3a for several rights at once: those, of the wanted ones, that the
// user has on the record. It stops as soon as there is none left to find.
func (s *Snapshot) granted(
	u graph.PrincipalNumber, e graph.Records, record graph.Ordinal, want graph.Rights,
) graph.Rights {
	if !s.state.ActiveUser(u) { // 7.2
		return 0
	}
	who := s.userPlan(u)
	p := s.plan(who, e)
	want &= p.open // 3.2
	got := p.every & want
	if got == want {
		return got
	}
	h := e.Holding(record)
	if got |= p.scope(s.state.Tree(), e.OwningUnit(h), want&^got); got == want {
		return got
	}
	owner := e.HoldingAt(h).Owner
	if got |= p.own(owner) & want; got == want {
		return got
	}
	if p.self&want&^got != 0 && e.NamesUser(record, u) { // 4.3
		got |= p.self & want
	}
	if got != want && e.Shared(record) {
		got |= p.shared(who, e, record, want&^got)
	}
	if want = want &^ got & p.superior; want != 0 {
		got |= s.hierarchy(who, e, record, owner, want)
	}
	return got
}
