package graph

import (
	"cmp"
	"slices"
)

// privilegeNumber is the number of a privilege name, given out now if need be.
func (d *draft) privilegeNumber(name string) PrivilegeNumber {
	number := d.privileges.number(d.edit, fold(name))
	if d.privileges.at(number) == nil {
		d.privileges.set(d.edit, number, &privilege{spelling: name})
	}
	return PrivilegeNumber(number)
}

func (d *draft) setPrivilege(o Privilege) {
	number := uint32(d.privilegeNumber(o.Name))
	if old := d.privileges.at(number); old.declared != nil {
		o.Name = old.declared.Name
	}
	o.ID = orElse(o.ID, o.Name)
	o.Depths = slices.Clone(o.Depths)
	if len(o.Depths) == 0 {
		o.Depths = nil
	}
	d.privileges.set(d.edit, number, &privilege{spelling: d.privileges.at(number).spelling, declared: &o})
	d.effects.AllUsers = true
	d.note(PutObject{o})
}

func (d *draft) dropPrivilege(o Privilege) {
	number, old := d.privileges.find(fold(o.Name))
	if old == nil || old.declared == nil {
		return
	}
	d.privileges.set(d.edit, number, &privilege{spelling: old.spelling})
	d.effects.AllUsers = true
	d.note(DeleteObject{Privilege{Name: o.Name}})
}

func (d *draft) setRole(o Role) {
	o.Name = orElse(o.Name, o.ID)
	if o.BusinessUnit == "" {
		// 5.8: the root, where there is one already.
		if root, found := anySecond(&d.unitChildren, 0); found {
			o.BusinessUnit = d.units.id(root)
		}
	}
	number := d.roles.number(d.edit, o.ID)
	next := &role{}
	if o.BusinessUnit != "" {
		next.home = UnitNumber(d.units.number(d.edit, o.BusinessUnit))
	}
	o.Privileges = granted(o.Privileges)
	names := make([]string, 0, len(o.Privileges))
	for name := range o.Privileges {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		next.grants = append(next.grants, grant{d.privilegeNumber(name), o.Privileges[name]})
	}
	slices.SortFunc(next.grants, func(a, b grant) int { return cmp.Compare(a.privilege, b.privilege) })
	o.Overrides = distinctOverrides(o.Overrides)
	for _, each := range o.Overrides {
		unit := UnitNumber(d.units.number(d.edit, each.BusinessUnit))
		next.overrides = append(next.overrides, override{unit, d.privilegeNumber(each.Privilege), each.Depth})
	}
	next.fact = o
	if old := d.roles.at(number); old != nil {
		d.unitRoles.remove(d.edit, pair{uint32(old.home), number})
	}
	d.unitRoles.insert(d.edit, pair{uint32(next.home), number})
	d.roles.set(d.edit, number, next)
	d.effects.AllUsers = true
	d.note(PutObject{o})
}

// granted is a copy of a role's privileges without those of depth None, which are the same as absent.
func granted(privileges map[string]Depth) map[string]Depth {
	kept := make(map[string]Depth, len(privileges))
	for name, depth := range privileges {
		if depth != None {
			kept[name] = depth
		}
	}
	return kept
}

// distinctOverrides is a copy of a role's overrides, each once and without those of depth None.
func distinctOverrides(overrides []Override) []Override {
	type place struct{ unit, privilege string }
	var kept []Override
	seen := map[place]bool{}
	for _, each := range overrides {
		at := place{each.BusinessUnit, fold(each.Privilege)}
		if each.Depth != None && !seen[at] {
			seen[at] = true
			kept = append(kept, each)
		}
	}
	return kept
}

func (d *draft) dropRole(o Role) {
	number, old := d.roles.find(o.ID)
	if old == nil {
		return
	}
	d.unitRoles.remove(d.edit, pair{uint32(old.home), number})
	d.roles.set(d.edit, number, nil)
	d.effects.AllUsers = true
	d.note(DeleteObject{Role{ID: o.ID}})
}

func (d *draft) assignmentOf(o RoleAssignment) assignment {
	a := assignment{principal: d.principalNumber(o.Principal), role: RoleNumber(d.roles.number(d.edit, o.Role))}
	if o.BusinessUnit != "" {
		a.base = UnitNumber(d.units.number(d.edit, o.BusinessUnit))
	}
	return a
}

func (d *draft) setAssignment(o RoleAssignment) {
	a := d.assignmentOf(o)
	if d.assignments.insert(d.edit, a) {
		d.roleHolders.insert(d.edit, pair{uint32(a.role), uint32(a.principal)})
		if a.base != 0 {
			d.basedAt.insert(d.edit, pair{uint32(a.base), uint32(a.principal)})
		}
		d.affectHolder(a.principal)
	}
	d.note(PutObject{o})
}

func (d *draft) dropAssignment(o RoleAssignment) {
	a := d.assignmentOf(o)
	if !d.assignments.remove(d.edit, a) {
		return
	}
	holdsRole, based := false, false
	for each := range d.assignments.from(assignment{principal: a.principal}) {
		if each.principal != a.principal {
			break
		}
		holdsRole = holdsRole || each.role == a.role
		based = based || each.base == a.base
	}
	if !holdsRole {
		d.roleHolders.remove(d.edit, pair{uint32(a.role), uint32(a.principal)})
	}
	if a.base != 0 && !based {
		d.basedAt.remove(d.edit, pair{uint32(a.base), uint32(a.principal)})
	}
	d.affectHolder(a.principal)
	d.note(DeleteObject{o})
}

// affectHolder notes the users whose roles change with those of a principal.
func (d *draft) affectHolder(holder PrincipalNumber) {
	if holder&1 == 0 {
		d.effects.Users = append(d.effects.Users, holder)
	} else if p := d.principals.at(uint32(holder)); p != nil {
		d.affectTeam(holder, p)
	}
}
