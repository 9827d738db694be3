package index

import (
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// The operation checks, in the files named can_…, are what an application asks before it lets a user do
// something that takes more than one right (9.6). As with Check, what is not there is ErrUnknown, what is
// malformed ErrInvalid, and the answer Deny (3.15).

func (s *Snapshot) askPrincipal(p graph.Principal) (graph.PrincipalNumber, error) {
	var number graph.PrincipalNumber
	found := false
	if !s.none() {
		number, found = s.state.Principal(p)
	}
	if found && (p.Kind != graph.OrganizationPrincipal || p.ID == "") {
		return number, nil
	}
	malformed := graph.CheckID(p.ID)
	if p.Kind != graph.UserPrincipal && p.Kind != graph.TeamPrincipal {
		malformed = fmt.Errorf("%w: %q", graph.ErrInvalid, p)
	}
	return 0, absent(malformed, "principal", p.String())
}

func (s *Snapshot) askUnit(id string) (graph.UnitNumber, error) {
	if unit, found := s.state.Unit(id); found {
		return unit, nil
	}
	return 0, absent(graph.CheckID(id), "business unit", id)
}

// mayAll reports whether a user has all of some rights on a record (section 3).
func (s *Snapshot) mayAll(u graph.PrincipalNumber, e graph.Records, record graph.Ordinal, rights graph.Rights) bool {
	asked := graph.Rights(0)
	for _, r := range rights.List() {
		asked |= graph.RightsAsked(r) // 3.14
	}
	return s.granted(u, e, record, asked) == asked
}
