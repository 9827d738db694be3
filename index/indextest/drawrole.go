package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// administrator is the template of the System Administrator role (1.10).
const administrator = "627090ff-40a3-4053-8790-584edc5be201"

// drawRole is a role that suits the privileges' depths, with overrides where the settings allow them.
func (w *draft) drawRole() graph.Role {
	role := graph.Role{
		ID:                w.newID("r", func(id string) bool { _, taken := w.role(id); return taken }),
		Name:              w.label(),
		MemberInheritance: graph.MemberInheritance(w.IntN(2)),
	}
	if w.chance(60) {
		role.BusinessUnit = pick(w.dice, w.units).ID
	}
	return w.drawGrants(role)
}

// drawGrants fills in what a role grants, anew.
func (w *draft) drawGrants(role graph.Role) graph.Role {
	role.Privileges, role.Overrides = map[string]graph.Depth{}, nil
	density := pick(w.dice, []int{15, 50, 50, 90})
	favourite := pick(w.dice, []graph.Depth{graph.None, graph.Basic, graph.Basic, graph.Local, graph.Deep, graph.Global})
	for _, name := range w.recordPrivileges() {
		depths := w.depths(name)
		switch {
		case len(depths) == 0 || !w.chance(density):
		case slices.Contains(depths, favourite) && w.chance(60):
			role.Privileges[w.odd(name)] = favourite
		case w.chance(5):
			role.Privileges[w.odd(name)] = graph.None
		default:
			role.Privileges[w.odd(name)] = pick(w.dice, depths)
		}
	}
	for _, name := range some(w.dice, 20, w.freePrivileges()) {
		if depths := w.depths(name); len(depths) > 0 {
			role.Privileges[w.odd(name)] = pick(w.dice, depths)
		}
	}
	if w.settings.RoleDepthOverrides && w.chance(60) {
		role.Overrides = w.drawOverrides(role)
	}
	return role
}

func (w *draft) drawOverrides(role graph.Role) []graph.Override {
	var list []graph.Override
	for _, unit := range some(w.dice, 40, w.subtree(w.orRoot(role.BusinessUnit))) {
		for _, name := range some(w.dice, 20, w.recordPrivileges()) {
			if depths := w.depths(name); len(depths) > 0 {
				list = append(list, graph.Override{BusinessUnit: unit, Privilege: w.odd(name), Depth: pick(w.dice, depths)})
			}
		}
	}
	shuffle(w.dice, list)
	return list
}

// drawProfile is a role that grants task privileges only (14.2).
func (w *draft) drawProfile() graph.Role {
	role := w.drawRole()
	role.Profile, role.Overrides, role.Privileges = true, nil, map[string]graph.Depth{}
	for _, name := range some(w.dice, 60, w.freePrivileges()) {
		if depths := w.depths(name); len(depths) > 0 {
			role.Privileges[w.odd(name)] = pick(w.dice, depths)
		}
	}
	return role
}

// drawAdministrator is the System Administrator role (6.7): everything at the greatest depth it may have.
func (w *draft) drawAdministrator() graph.Role {
	role := w.drawRole()
	role.Template, role.BusinessUnit, role.Overrides, role.Privileges = administrator, "", nil, map[string]graph.Depth{}
	for _, name := range append(w.recordPrivileges(), w.freePrivileges()...) {
		if depths := w.depths(name); len(depths) > 0 {
			role.Privileges[name] = slices.Max(depths)
		}
	}
	return role
}

// drawAssignment gives a role to somebody who may hold it, at a base unit that may be (6.3, 6.5).
func (w *draft) drawAssignment() (graph.RoleAssignment, bool) {
	role, holder := pick(w.dice, w.roles), pick(w.dice, w.holders())
	if w.chance(60) && len(w.users) > 0 {
		holder = graph.UserRef(pick(w.dice, w.users).ID)
	}
	instances, home := w.subtree(w.orRoot(role.BusinessUnit)), w.holderUnit(holder)
	a := graph.RoleAssignment{Role: role.ID, Principal: holder}
	switch {
	case w.matrix() && w.chance(50):
		a.BusinessUnit = pick(w.dice, instances)
		return a, a.BusinessUnit != "" && w.profileFits(a)
	case w.chance(20):
		a.BusinessUnit = home
	}
	return a, slices.Contains(instances, home) && w.profileFits(a)
}

// profileFits reports whether the assignment leaves its holder with one profile at most (14.2).
func (w *draft) profileFits(a graph.RoleAssignment) bool {
	role, _ := w.role(a.Role)
	if !role.Profile || a.Principal.Kind != graph.UserPrincipal {
		return true
	}
	return !slices.ContainsFunc(w.assignments, func(b graph.RoleAssignment) bool {
		other, _ := w.role(b.Role)
		return b.Principal == a.Principal && other.Profile && other.ID != role.ID
	})
}

// rolesFit reports whether every assignment and override is based where its role has an instance.
func (w *draft) rolesFit() bool {
	for _, a := range w.assignments {
		role, _ := w.role(a.Role)
		base := a.BusinessUnit
		if base == "" {
			base = w.holderUnit(a.Principal)
		}
		if !w.within(base, w.orRoot(role.BusinessUnit)) || (!w.matrix() && base != w.holderUnit(a.Principal)) {
			return false
		}
	}
	for _, role := range w.roles {
		for _, o := range role.Overrides {
			if !w.within(o.BusinessUnit, w.orRoot(role.BusinessUnit)) {
				return false
			}
		}
	}
	return true
}
