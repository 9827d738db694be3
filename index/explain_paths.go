package index

import (
	"cmp"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// paths are all that grant the right once the gate is open, each once, by rule and witnesses.
func (m *matter) paths() []Path {
	var paths []Path
	switch m.entity.Fact().Ownership {
	case graph.UserOwned:
		paths = slices.Concat(m.ownPaths(), m.scopePaths(), m.sharedPaths(), m.superiorPaths())
	case graph.BusinessOwned:
		paths = slices.Concat(m.scopePaths(), m.selfPaths(), m.sharedPaths())
	case graph.OrganizationOwned:
		paths = m.freePaths("4.1")
	case graph.Unowned:
		paths = m.freePaths("4.4")
	}
	slices.SortFunc(paths, comparePaths)
	return slices.Compact(paths)
}

func comparePaths(a, b Path) int {
	return cmp.Or(
		strings.Compare(a.Rule, b.Rule),
		compareRoles(a.Role, b.Role),
		cmp.Compare(a.Distance, b.Distance),
		strings.Compare(a.Subordinate, b.Subordinate),
		comparePrincipals(a.Owner, b.Owner),
		comparePrincipals(a.Share.Principal, b.Share.Principal),
		compareBool(a.Share.Inherited, b.Share.Inherited),
		strings.Compare(a.Share.Origin.String(), b.Share.Origin.String()),
	)
}

// compareBool puts false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// freePaths are the roles that open the gate, which alone decides (4.1, 4.4).
func (m *matter) freePaths(rule string) []Path {
	var paths []Path
	for _, q := range m.roles {
		paths = append(paths, Path{Rule: rule, Role: m.witness(q, q.Base)})
	}
	return paths
}

// servesMember is the condition of 3.5a on one role: direct, or of a team with member inheritance user.
func (m *matter) servesMember(q heldRole) bool {
	return graph.OwnsAtDepth(q.depth) &&
		(q.Holder == m.user || m.state.RoleAt(q.Role).MemberInheritance == graph.InheritUser)
}

// ownPaths is rule 3.5.
func (m *matter) ownPaths() []Path {
	var paths []Path
	for _, q := range m.roles {
		for _, rule := range m.own(q) {
			paths = append(paths, Path{Rule: rule, Role: m.witness(q, q.Base), Owner: m.state.PrincipalAt(m.owner)})
		}
	}
	return paths
}

// own is the parts of rule 3.5 by which a role reaches the record.
func (m *matter) own(q heldRole) []string {
	var rules []string
	if m.owner == m.user && m.servesMember(q) {
		rules = append(rules, "3.5a")
	}
	if !slices.Contains(m.teams, m.owner) {
		return rules
	}
	if q.Holder == m.owner && graph.OwnsAtDepth(q.depth) {
		rules = append(rules, "3.5b")
	}
	if m.servesMember(q) && graph.OwnPrivilegeServesTeams() {
		rules = append(rules, "3.5c")
	}
	return rules
}

// scopePaths is rule 3.6.
func (m *matter) scopePaths() []Path {
	var paths []Path
	for _, q := range m.roles {
		for _, base := range m.bases(q) {
			if rule := m.scope(q.depth, base); rule != "" {
				paths = append(paths, Path{Rule: rule, Role: m.witness(q, base)})
			}
		}
	}
	return paths
}

// bases are the units that a role reaches from (3.6e).
func (m *matter) bases(q heldRole) []graph.UnitNumber {
	if q.Holder != m.user && graph.TeamRoleReachesFromMember() {
		return []graph.UnitNumber{q.Base, m.state.UnitOf(m.user)}
	}
	return []graph.UnitNumber{q.Base}
}

// scope is the part of rule 3.6 by which a depth at a base unit covers the record, empty where none does.
func (m *matter) scope(depth graph.Depth, base graph.UnitNumber) string {
	switch {
	case depth == graph.Global:
		return "3.6a"
	case depth == graph.Deep && m.state.Tree().Within(m.unit, base):
		return "3.6b"
	case depth == graph.Local && m.unit == base:
		return "3.6c"
	}
	return ""
}

// selfPaths is the exception of rule 4.3.
func (m *matter) selfPaths() []Path {
	var paths []Path
	for _, q := range m.roles {
		if m.self(q) {
			paths = append(paths, Path{Rule: "4.3", Role: m.witness(q, q.Base)})
		}
	}
	return paths
}

// self reports whether a role reaches the record as the user's own systemuser (4.3).
func (m *matter) self(q heldRole) bool {
	return graph.ReachesOwnUser() && m.servesMember(q) && m.entity.Fact().Ownership == graph.BusinessOwned &&
		strings.EqualFold(m.entity.Fact().Name, "systemuser") && m.entity.ID(m.record) == m.state.PrincipalAt(m.user).ID
}

// sharedPaths is rule 3.7: one path a part of a share that holds the right.
func (m *matter) sharedPaths() []Path {
	organization := slices.ContainsFunc(m.roles, func(q heldRole) bool { return graph.OrganizationShareServes(q.depth) })
	var paths []Path
	for share := range m.entity.SharesOf(m.record) {
		serves := share.Principal == m.user || slices.Contains(m.teams, share.Principal) ||
			share.Principal == graph.OrganizationNumber && organization
		if serves && share.Rights.Has(m.right) {
			paths = append(paths, Path{Rule: "3.7", Share: m.shareWitness(share)})
		}
	}
	return paths
}

func (m *matter) shareWitness(share graph.ShareEntry) PathShare {
	return PathShare{m.state.PrincipalAt(share.Principal), share.Inherited, m.origin(share)}
}

// origin is the record that a part of a share is inherited from, zero where there is none or it is not
// known.
func (m *matter) origin(share graph.ShareEntry) graph.Ref {
	if share.Entity == 0 {
		return graph.Ref{}
	}
	e := m.state.EntityAt(share.Entity)
	return graph.RecordRef(e.Fact().Name, e.ID(share.Origin))
}
