package index

import (
	"maps"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// enable is the batch that makes the user active: the user and each disabled unit above (3.18).
func (m *matter) enable() []Remedy {
	var changes []graph.Change
	if user := m.state.UserAt(m.user); user.Disabled {
		user.Disabled = false
		changes = append(changes, graph.PutObject{Object: user})
	}
	tree := m.state.Tree()
	for u := m.state.UnitOf(m.user); u != 0 && !tree.Active(u); u = tree.Parent(u) {
		if unit := m.state.UnitAt(u); unit.Disabled {
			unit.Disabled = false
			changes = append(changes, graph.PutObject{Object: unit})
		}
	}
	return []Remedy{{Kind: RemedyEnable, Changes: changes}}
}

// grant is the privilege at the lowest depth that it may have, nothing where it may have none.
func (m *matter) grant() []Remedy {
	possible := m.possibleDepths()
	if len(possible) == 0 {
		return nil
	}
	return []Remedy{{Kind: RemedyGrant, Privilege: m.state.PrivilegeName(m.privilege), Depth: possible[0]}}
}

// share is a share of the right with the user: what the user's share gives already, and the right.
func (m *matter) share() []Remedy {
	share := graph.RecordShare{
		Record:    graph.RecordRef(m.entity.Fact().Name, m.entity.ID(m.record)),
		Principal: m.state.PrincipalAt(m.user), Rights: graph.Rights(m.right),
	}
	for each := range m.entity.SharesOf(m.record) {
		switch {
		case each.Principal != m.user:
		case each.Inherited:
			share.Inherited = append(share.Inherited, graph.InheritedShare{Origin: m.origin(each), Rights: each.Rights})
		default:
			share.Rights |= each.Rights
		}
	}
	return []Remedy{{Kind: RemedyShare, Changes: []graph.Change{graph.PutObject{Object: share}}}}
}

// raise is, for each role that opens the gate, the lowest depth that would cover the record, if any.
// All assignments of the role count: at another base unit it may open the gate by an override alone.
func (m *matter) raise() []Remedy {
	possible := m.possibleDepths()
	var remedies []Remedy
	for _, q := range m.held {
		if !slices.ContainsFunc(m.roles, func(opens heldRole) bool { return opens.Role == q.Role }) {
			continue
		}
		at := slices.IndexFunc(possible, func(d graph.Depth) bool { return d > q.depth && m.covers(q, d) })
		if at < 0 {
			continue
		}
		remedy := Remedy{
			Kind: RemedyRaise, Privilege: m.state.PrivilegeName(m.privilege), Depth: possible[at],
			Role: m.witness(q, q.Base), Changes: m.raised(q.Role, possible[at]),
		}
		switch last := len(remedies) - 1; {
		case last < 0 || remedies[last].Role.ID != remedy.Role.ID:
			remedies = append(remedies, remedy)
		case possible[at] < remedies[last].Depth:
			remedies[last] = remedy
		}
	}
	return remedies
}

// covers reports whether a role would reach the record at another depth.
func (m *matter) covers(q heldRole, depth graph.Depth) bool {
	q.depth = depth
	return len(m.own(q)) > 0 || m.self(q) ||
		slices.ContainsFunc(m.bases(q), func(base graph.UnitNumber) bool { return m.scope(depth, base) != "" })
}

// raised puts a role anew with another depth for the privilege.
func (m *matter) raised(number graph.RoleNumber, depth graph.Depth) []graph.Change {
	role := m.state.RoleAt(number)
	if role.Template == graph.SystemAdministrator {
		return nil
	}
	role.Privileges = maps.Clone(role.Privileges)
	maps.DeleteFunc(role.Privileges, func(name string, _ graph.Depth) bool {
		p, _ := m.state.Privilege(name)
		return p == m.privilege
	})
	role.Privileges[m.state.PrivilegeName(m.privilege)] = depth
	role.Overrides = slices.Clone(role.Overrides)
	return []graph.Change{graph.PutObject{Object: role}}
}

// possibleDepths are the depths that the privilege may have, the lowest first: those declared for it
// (2.6), or else those of rule 4.7, as far as an entity that it governs bears them (4.1).
func (m *matter) possibleDepths() []graph.Depth {
	var declared []graph.Depth
	if fact, is := m.state.PrivilegeAt(m.privilege); is {
		declared = fact.Depths
	}
	var possible []graph.Depth
	for depth := graph.Basic; depth <= graph.Global; depth++ {
		if declared != nil && !slices.Contains(declared, depth) {
			continue
		}
		if slices.ContainsFunc(m.state.Entities(), func(e graph.Records) bool {
			return e.Privilege(m.right) == m.privilege && bears(e.Fact(), m.right, depth, declared != nil)
		}) {
			possible = append(possible, depth)
		}
	}
	return possible
}

// bears reports whether a privilege may have a depth by the ownership of an entity (4.1, 4.4) and,
// where it is not declared, by rule 4.7.
func bears(e graph.Entity, r graph.Right, depth graph.Depth, declared bool) bool {
	switch {
	case isFree(e.Ownership):
		return depth == graph.Global && existing(e.Ownership).Has(r)
	case e.Ownership == graph.BusinessOwned && depth == graph.Basic:
		return declared || strings.EqualFold(e.Name, "systemuser")
	}
	return true
}
