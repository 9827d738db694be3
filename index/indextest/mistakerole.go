package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// roleMistakes break what sections 6 and 14 ask of roles, assignments and privileges.
var roleMistakes = []func(*draft) []graph.Change{
	func(w *draft) []graph.Change { // a base without an instance, or not the holder's: ErrRoleUnit
		role, holder, unit := pick(w.dice, w.roles), pick(w.dice, w.holders()), pick(w.dice, w.units)
		if w.matrix() && w.within(unit.ID, w.orRoot(role.BusinessUnit)) {
			return nil
		}
		return puts(graph.RoleAssignment{Role: role.ID, Principal: holder, BusinessUnit: unit.ID})
	},
	func(w *draft) []graph.Change { // a holder outside the role's home: ErrRoleUnit
		role, holder := pick(w.dice, w.roles), pick(w.dice, w.holders())
		if w.within(w.holderUnit(holder), w.orRoot(role.BusinessUnit)) {
			return nil
		}
		return puts(graph.RoleAssignment{Role: role.ID, Principal: holder})
	},
	func(w *draft) []graph.Change { // a home, holder or unit that leaves a base behind: ErrRoleUnit
		role, user, team, unit := pick(w.dice, w.roles), pick(w.dice, w.users), pick(w.dice, w.teams), pick(w.dice, w.units)
		role.BusinessUnit, user.BusinessUnit, team.BusinessUnit = pick(w.dice, w.units).ID, pick(w.dice, w.units).ID, pick(w.dice, w.units).ID
		for _, object := range []graph.Object{role, user, team, unit} {
			if u, ok := object.(graph.BusinessUnit); ok && u.Parent != "" {
				u.Parent = w.root()
				object = u
			}
			if t, ok := object.(graph.Team); ok && (t.Default || t.ID == "") {
				continue
			}
			if change := puts(object); !w.trial(change).rolesFit() {
				return change
			}
		}
		return nil
	},
	func(w *draft) []graph.Change { // an override without an instance: ErrRoleUnit
		role := pick(w.dice, w.roles)
		for _, unit := range w.units {
			if !w.within(unit.ID, w.orRoot(role.BusinessUnit)) {
				role.Overrides = append(slices.Clone(role.Overrides), graph.Override{BusinessUnit: unit.ID, Privilege: "prvGoOffline", Depth: graph.Basic})
				return puts(role)
			}
		}
		return nil
	},
	func(w *draft) []graph.Change { // matrix mode switched off over a base elsewhere: ErrRoleUnit; or overrides: ErrDepthNotAllowed
		s := w.settings
		if w.chance(50) {
			s.OwnershipAcrossBusinessUnits = false
			return puts(s)
		}
		s.RoleDepthOverrides = false
		return puts(s)
	},
	func(w *draft) []graph.Change { // an override with the setting off: ErrDepthNotAllowed
		s, role := w.settings, pick(w.dice, w.roles)
		s.RoleDepthOverrides = false
		role.Overrides = []graph.Override{{BusinessUnit: w.orRoot(role.BusinessUnit), Privilege: pick(w.dice, w.recordPrivileges()), Depth: graph.Basic}}
		return only(role.ID != "", puts(s, role))
	},
	func(w *draft) []graph.Change { // a depth that the privilege may not have: ErrDepthNotAllowed
		role := w.drawRole()
		for _, name := range w.recordPrivileges() {
			for _, depth := range allDepths {
				if !slices.Contains(w.depths(name), depth) && w.chance(30) {
					if w.chance(30) && w.settings.RoleDepthOverrides {
						role.Overrides = append(role.Overrides, graph.Override{BusinessUnit: w.orRoot(role.BusinessUnit), Privilege: name, Depth: depth})
						return puts(role)
					}
					role.Privileges = map[string]graph.Depth{w.odd(name): depth}
					return puts(role)
				}
			}
		}
		return nil
	},
	func(w *draft) []graph.Change { // a privilege that bears less than a role gives: ErrDepthNotAllowed
		role := pick(w.dice, w.roles)
		for _, name := range sortedKeys(role.Privileges) {
			less := slices.DeleteFunc(slices.Clone(allDepths), func(d graph.Depth) bool { return d == role.Privileges[name] })
			if w.chance(50) {
				return puts(graph.Privilege{Name: w.odd(name), Depths: less})
			}
		}
		return nil
	},
	func(w *draft) []graph.Change { // an entity that makes depths illegal, or a profile's privilege its own: ErrDepthNotAllowed
		entity, ok := w.drawEntity()
		entity.Ownership = pick(w.dice, []graph.Ownership{graph.OrganizationOwned, graph.Unowned})
		if w.chance(50) {
			entity = pick(w.dice, w.entities)
			entity.Privilege, ok = "Nothing", entity.Name != ""
		}
		return only(ok && !w.depthsFit(puts(entity)), puts(entity))
	},
	func(w *draft) []graph.Change { // two pairs that spell one privilege: ErrDuplicate
		return puts(graph.Entity{Name: "ToDo", Ownership: graph.Ownership(w.IntN(4))}, graph.Entity{Name: w.odd("Do")})
	},
	func(w *draft) []graph.Change { // a profile that grants record privileges: ErrDepthNotAllowed
		role := w.drawProfile()
		role.Privileges[pick(w.dice, w.recordPrivileges())] = graph.Global
		return puts(role)
	},
	func(w *draft) []graph.Change { // a second profile: ErrDuplicate
		a, b, user := w.drawProfile(), w.drawProfile(), pick(w.dice, w.users)
		a.BusinessUnit, b.BusinessUnit = "", ""
		return puts(a, b, graph.RoleAssignment{Role: a.ID, Principal: graph.UserRef(user.ID)}, graph.RoleAssignment{Role: b.ID, Principal: graph.UserRef(user.ID)})
	},
	func(w *draft) []graph.Change { // a second profile by a change of role: ErrDuplicate
		role := pick(w.dice, w.roles)
		if role.ID == "" || role.Profile || role.Template == administrator {
			return nil
		}
		role.Profile, role.Overrides, role.Privileges = true, nil, map[string]graph.Depth{"prvGoOffline": graph.Global}
		return puts(role)
	},
	func(w *draft) []graph.Change { // the System Administrator role changed or deleted: ErrSystemRole
		role, ok := found(w.roles, func(r graph.Role) bool { return r.Template == administrator })
		if !ok {
			return nil
		}
		switch w.IntN(6) {
		case 0, 1, 2:
			return deletes(graph.Role{ID: role.ID})
		case 3:
			role.Template = ""
		case 4:
			role.Name = "renamed"
		default:
			role = w.drawGrants(role)
		}
		return puts(role)
	},
	func(w *draft) []graph.Change { // the organization as a holder, or nobody: ErrInvalid
		holder := pick(w.dice, []graph.Principal{graph.Organization, {}, {Kind: 9, ID: "u1"}, {Kind: graph.OrganizationPrincipal, ID: "x"}})
		return puts(graph.RoleAssignment{Role: pick(w.dice, w.roles).ID, Principal: holder})
	},
	func(w *draft) []graph.Change { // one privilege in two spellings: ErrDuplicate
		role := w.drawRole()
		role.Privileges = map[string]graph.Depth{"prvGoOffline": graph.Basic, "PRVGOOFFLINE": graph.Local}
		return puts(role)
	},
}
