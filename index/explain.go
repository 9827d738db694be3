package index

import (
	"cmp"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// Explain says why a user has a right on a record, by every path that grants it (3.17), or at which
// stage it is denied and the smallest change that gets past it (3.18). Its decision is that of Check.
// Its errors are those of Check, and the Explanation is then zero.
func (s *Snapshot) Explain(user string, r graph.Right, ref graph.Ref) (Explanation, error) {
	u, err := s.askUser(user)
	if err != nil {
		return Explanation{}, err
	}
	if err := askRight(r); err != nil {
		return Explanation{}, err
	}
	e, record, err := s.askRecord(ref)
	if err != nil {
		return Explanation{}, err
	}
	for _, asked := range (graph.RightsAsked(r) &^ graph.Rights(r)).List() { // 3.14
		if x := s.explain(u, asked, e, record); x.Decision == Deny {
			return x, nil
		}
	}
	return s.explain(u, r, e, record), nil
}

// matter is what one explanation is worked out from. It reads the facts alone: no plan and no set, so
// that check, list and explain are three answers to one question (16.1, 16.2).
type matter struct {
	state     *graph.State
	user      graph.PrincipalNumber
	teams     []graph.PrincipalNumber // of the user
	right     graph.Right
	entity    graph.Records
	record    graph.Ordinal
	owner     graph.PrincipalNumber // 0 where no principal owns
	unit      graph.UnitNumber      // the owning unit, 0 where there is none
	privilege graph.PrivilegeNumber
	held      []heldRole // H(u), by role, holder and base unit, each once (6.3)
	roles     []heldRole // those that grant the privilege
}

// heldRole is a q of H(u) with its depth for the privilege (section 3a).
type heldRole struct {
	graph.HeldRole
	depth graph.Depth
}

func (s *Snapshot) explain(
	u graph.PrincipalNumber, r graph.Right, e graph.Records, record graph.Ordinal,
) Explanation {
	m := &matter{
		state: s.state, user: u, right: r, entity: e, record: record,
		unit: e.OwningUnit(e.Holding(record)), privilege: e.Privilege(r),
	}
	x := Explanation{
		User: s.state.PrincipalAt(u).ID, Right: r, Record: graph.RecordRef(e.Fact().Name, e.ID(record)),
		Revision: s.revision, Gate: []PathRole{}, Paths: []Path{},
	}
	if e.Fact().Ownership == graph.UserOwned {
		m.owner = e.HoldingAt(e.Holding(record)).Owner
		x.Owner = s.state.PrincipalAt(m.owner)
	}
	if m.unit != 0 {
		x.BusinessUnit = s.state.UnitID(m.unit)
	}
	exists := existing(e.Fact().Ownership).Has(r)
	if exists {
		x.Privilege = s.state.PrivilegeName(m.privilege)
	}
	if !s.state.ActiveUser(u) {
		x.Stage, x.Remedies = StageInactive, m.enable()
		return x
	}
	if exists {
		m.findRoles()
	}
	for _, q := range m.roles {
		x.Gate = append(x.Gate, m.witness(q, q.Base))
	}
	if len(m.roles) == 0 {
		x.Stage = StageGate
		if exists {
			x.Remedies = m.grant()
		}
		return x
	}
	x.Paths = append(x.Paths, m.paths()...)
	if len(x.Paths) == 0 {
		x.Stage, x.Remedies = StageReach, append(m.share(), m.raise()...)
		return x
	}
	x.Decision = Allow
	return x
}

// findRoles finds H(u) and what of it grants the privilege.
func (m *matter) findRoles() {
	m.teams = slices.Collect(m.state.TeamsOf(m.user))
	for _, holder := range append([]graph.PrincipalNumber{m.user}, m.teams...) {
		for each := range m.state.AssignmentsOf(holder) {
			each.Follows = false // what it is based in counts, not why
			m.held = append(m.held, heldRole{each, m.state.DepthOf(each.Role, each.Base, m.privilege)})
		}
	}
	slices.SortFunc(m.held, func(a, b heldRole) int { return compareRoles(m.witness(a, a.Base), m.witness(b, b.Base)) })
	m.held = slices.Compact(m.held)
	for _, q := range m.held {
		if q.depth > graph.None {
			m.roles = append(m.roles, q)
		}
	}
}

// witness names a role assignment that reaches from a base unit.
func (m *matter) witness(q heldRole, base graph.UnitNumber) PathRole {
	role := m.state.RoleAt(q.Role)
	w := PathRole{
		ID: role.ID, Holder: m.state.PrincipalAt(q.Holder), BusinessUnit: m.state.UnitID(base), Depth: q.depth,
		Overridden: q.depth != m.state.DepthOf(q.Role, 0, m.privilege), // no override is of unit 0
	}
	if role.Name != role.ID {
		w.Name = role.Name
	}
	return w
}

func compareRoles(a, b PathRole) int {
	return cmp.Or(strings.Compare(a.ID, b.ID), comparePrincipals(a.Holder, b.Holder),
		strings.Compare(a.BusinessUnit, b.BusinessUnit))
}

func comparePrincipals(a, b graph.Principal) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), strings.Compare(a.ID, b.ID))
}
