package graph

import "maps"

// depths is a set of depths.
type depths uint8

const allDepths = depths(1<<Basic | 1<<Local | 1<<Deep | 1<<Global)

func (d depths) has(depth Depth) bool { return depth == None || d>>depth&1 != 0 }

// entityDepths is the depths that roles may give a right on an entity at (4.1, 4.7).
func entityDepths(o Ownership, r Right) depths {
	switch {
	case o == OrganizationOwned && (r == Assign || r == Share):
		return 0
	case o == OrganizationOwned || o == Unowned:
		return 1 << Global
	}
	return allDepths
}

// governed is, for each privilege that governs a right on some entity, the depths that the entities
// bear: one that bears a depth is enough (4.1).
func (s *State) governed() map[PrivilegeNumber]depths {
	all := map[PrivilegeNumber]depths{}
	for _, e := range s.entities.all() {
		if !e.declared {
			continue
		}
		for i, p := range e.privileges {
			all[p] |= entityDepths(e.fact.Ownership, EachRight[i])
		}
	}
	return all
}

// allowedDepths is the depths that a privilege may have (2.6, 4.7).
func (s *State) allowedDepths(p PrivilegeNumber, governed map[PrivilegeNumber]depths) depths {
	allowed, governs := governed[p]
	if !governs {
		allowed = allDepths
	}
	if d := s.privileges.at(uint32(p)).declared; d != nil && d.Depths != nil {
		var declared depths
		for _, depth := range d.Depths {
			declared |= 1 << depth
		}
		allowed &= declared
	}
	return allowed
}

// finalEntities tests that no two entities spell one privilege for different things (1.16).
func (b *batch) finalEntities() {
	if len(b.touched.entities) == 0 {
		return
	}
	type meaning struct {
		right Right
		name  string
	}
	meant := map[PrivilegeNumber]meaning{}
	var order []*entity
	for number, e := range b.entities.all() {
		if _, put := b.touched.entities[EntityNumber(number)]; e.declared && !put {
			order = append(order, e)
		}
	}
	for _, number := range each(b.touched.entities) {
		if e := b.entities.at(uint32(number)); e.declared {
			order = append(order, e)
		}
	}
	for _, e := range order {
		for i, p := range e.privileges {
			mine := meaning{EachRight[i], fold(e.fact.Privilege)}
			if other, known := meant[p]; known && other != mine {
				b.fault(b.touched.entities[e.number], e.fact.String(), "privilege", e.fact.Privilege, ErrDuplicate)
				break
			}
			meant[p] = mine
		}
	}
}

// finalRoles tests the roles that were put, or all of them where what they rest on changed.
func (b *batch) finalRoles() {
	causes := maps.Clone(b.touched.roles)
	rest := b.touched.settings
	for _, c := range b.touched.entities {
		rest = &c
	}
	for _, c := range b.deleted.entities {
		rest = &c
	}
	for _, c := range b.touched.privileges {
		rest = &c
	}
	if b.touched.regrouped != nil {
		rest = b.touched.regrouped
	}
	if rest != nil {
		for number := range b.roles.all() {
			if _, put := causes[RoleNumber(number)]; !put {
				causes[RoleNumber(number)] = *rest
			}
		}
	}
	if len(causes) == 0 {
		return
	}
	governed := b.governed()
	for _, number := range each(causes) {
		if r := b.roles.at(uint32(number)); r != nil {
			b.finalRole(causes[number], r, governed)
		}
	}
}

func (b *batch) finalRole(c cause, r *role, governed map[PrivilegeNumber]depths) {
	if b.units.at(uint32(r.home)) == nil {
		b.fault(c, r.fact.String(), "business_unit", r.fact.BusinessUnit, ErrUnknown)
	}
	grantable := func(p PrivilegeNumber, depth Depth) bool {
		_, governs := governed[p]
		return b.allowedDepths(p, governed).has(depth) && !(r.fact.Profile && governs && depth != None)
	}
	for _, each := range r.grants {
		if !grantable(each.privilege, each.depth) {
			b.fault(c, r.fact.String(), "privileges", b.PrivilegeName(each.privilege), ErrDepthNotAllowed)
		}
	}
	if len(r.overrides) > 0 && !b.settings.RoleDepthOverrides {
		b.fault(c, r.fact.String(), "overrides", "", ErrDepthNotAllowed)
	}
	for i, each := range r.overrides {
		unit := r.fact.Overrides[i].BusinessUnit
		switch {
		case b.units.at(uint32(each.unit)) == nil:
			b.fault(c, r.fact.String(), "overrides", unit, ErrUnknown)
		case !b.tree.Within(each.unit, r.home):
			b.fault(c, r.fact.String(), "overrides", unit, ErrRoleUnit)
		}
		if !grantable(each.privilege, each.depth) {
			b.fault(c, r.fact.String(), "overrides", b.PrivilegeName(each.privilege), ErrDepthNotAllowed)
		}
	}
}

// finalHolders tests the assignments of the holders that the batch touched (6.3 to 6.5, 13.1, 14.2).
func (b *batch) finalHolders() {
	causes := maps.Clone(b.touched.holders)
	add := func(number PrincipalNumber, c cause) {
		if _, put := causes[number]; !put {
			causes[number] = c
		}
	}
	for number, c := range b.touched.principals {
		add(number, c)
	}
	for number, c := range b.touched.roles {
		for holder := range b.HoldersOf(number) {
			add(holder, c)
		}
	}
	if b.touched.regrouped != nil {
		for each := range b.assignments.all() {
			add(each.principal, *b.touched.regrouped)
		}
	}
	if b.touched.settings != nil && !b.settings.OwnershipAcrossBusinessUnits {
		for each := range b.basedAt.all() {
			add(PrincipalNumber(each.second), *b.touched.settings)
		}
	}
	for _, number := range each(causes) {
		b.finalHolder(causes[number], number)
	}
}

func (b *batch) finalHolder(c cause, number PrincipalNumber) {
	p := b.principals.at(uint32(number))
	profiles := map[RoleNumber]bool{}
	for _, a := range b.assignmentsOf(number) {
		fact := b.roleAssignment(a)
		r := b.roles.at(uint32(a.role))
		if r == nil {
			b.fault(c, fact.String(), "role", fact.Role, ErrUnknown)
			continue
		}
		if p == nil {
			b.fault(c, fact.String(), "principal", fact.Principal.String(), ErrUnknown)
			continue
		}
		if p.kind == TeamPrincipal && p.team.Type == AccessTeam {
			b.fault(c, fact.String(), "principal", fact.Principal.String(), ErrAccessTeamRole)
		}
		base := a.base
		if base == 0 {
			base = p.unit
		}
		switch {
		case b.units.at(uint32(base)) == nil:
			// A holder without a unit is refused for that.
			if a.base != 0 {
				b.fault(c, fact.String(), "business_unit", fact.BusinessUnit, ErrUnknown)
			}
		case a.base != 0 && !b.settings.OwnershipAcrossBusinessUnits, !b.tree.Within(base, r.home):
			b.fault(c, fact.String(), "business_unit", b.units.id(uint32(base)), ErrRoleUnit)
		}
		if p.kind == UserPrincipal && r.fact.Profile {
			profiles[a.role] = true
		}
		if len(profiles) > 1 {
			b.fault(c, fact.String(), "role", fact.Role, ErrDuplicate)
			break
		}
	}
}
