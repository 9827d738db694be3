package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// check is the formula of section 3a, with no clause left out once one holds, so that all that hold
// are counted. The user and the record are there, and the right is one.
func (v *view) check(u string, r graph.Right, ref graph.Ref) bool {
	record := v.records[ref]
	e := v.entities[ref.Entity]
	if why := v.inactive(u); why != "" {
		v.count.hit(why)
		return false
	}
	if !v.gate(u, r, e) {
		return false
	}
	if asksRead(r) && r != graph.Read && !v.check(u, graph.Read, ref) { // 3.14
		return false
	}
	free := v.free(e)
	own := v.own(u, r, e, record)
	scope := v.scope(u, r, e, record)
	shared := v.shared(u, r, e, ref)
	hier := v.hier(u, r, e, record)
	allowed := free || own || scope || shared || hier
	v.count.hitIf(!allowed, "3.1 out of reach")
	return allowed
}

// depth is depth(q): that of its role for a privilege, raised by the override of its base unit (6.6).
func (v *view) depth(q holding, privilege string) graph.Depth {
	own := q.role.grants[privilege]
	if !v.settings.RoleDepthOverrides {
		return own
	}
	depth := overridden(own, q.role.raised[overridePlace{q.base, privilege}])
	v.count.hitIf(depth > own, "6.6 raised")
	return depth
}

func direct(q holding) bool { return q.holder.Kind == graph.UserPrincipal }

func heldBy(q holding, team string) bool { return q.holder == graph.TeamRef(team) }

// gate is rule 3.2: the right exists on e, and some role gives its privilege, whatever the depth.
func (v *view) gate(u string, r graph.Right, e graph.Entity) bool {
	if !rightExists(r, e) {
		v.count.hit("4.1 right does not exist")
		return false
	}
	open := false
	for _, q := range v.holdings[u] {
		if v.depth(q, privilegeOf(r, e)) > graph.None {
			open = true
			v.count.hitIf(direct(q), "3.2 direct role")
			v.count.hitIf(!direct(q), "3.2 team role")
		}
	}
	v.count.hitIf(!open, "3.2 shut")
	v.count.hitIf(open && v.sharing[fold(privilegeName(e))] > 1, "1.16 privilege of several entities")
	return open
}

// free is rules 4.1 and 4.4: the gate alone decides.
func (v *view) free(e graph.Entity) bool {
	return v.count.hitIf(e.Ownership == graph.OrganizationOwned, "4.1 free") ||
		v.count.hitIf(e.Ownership == graph.Unowned, "4.4 free")
}

// serves is the condition of 3.5a: some role with Basic or more, direct or held by a team with
// member inheritance user.
func (v *view) serves(u string, r graph.Right, e graph.Entity) bool {
	return slices.ContainsFunc(v.holdings[u], func(q holding) bool {
		return ownsAtDepth(v.depth(q, privilegeOf(r, e))) && (direct(q) || q.role.MemberInheritance == graph.InheritUser)
	})
}

// own is rule 3.5.
func (v *view) own(u string, r graph.Right, e graph.Entity, record graph.Record) bool {
	if e.Ownership != graph.UserOwned || !ownerReachesUnit(v.holdings[u], v.owningUnit(record)) { // 13.3
		return false
	}
	serves := v.serves(u, r, e)
	if record.Owner == graph.UserRef(u) {
		v.count.hitIf(!serves, "3.5d")
		return v.count.hitIf(serves, "3.5a")
	}
	reached := false
	for _, t := range v.teams[u] {
		if record.Owner != graph.TeamRef(t.ID) {
			continue
		}
		for _, q := range v.holdings[u] {
			if heldBy(q, t.ID) && ownsAtDepth(v.depth(q, privilegeOf(r, e))) {
				reached = true
				v.count.hitIf(q.role.MemberInheritance == graph.InheritUser, "3.5b inheritance user")
				v.count.hitIf(q.role.MemberInheritance == graph.InheritTeam, "3.5b inheritance team")
			}
		}
		if v.count.hitIf(serves && ownPrivilegeServesTeams(), "3.5c") {
			reached = true
			v.count.hitIf(t.Default && t.ID == t.BusinessUnit, "5.2 default team owns")
			v.count.hitIf(t.Default && t.ID != t.BusinessUnit, "5.2 declared default team owns")
		}
	}
	return reached
}

// scope is rule 3.6, of user-owned and business-owned entities, with the exception of 4.3.
func (v *view) scope(u string, r graph.Right, e graph.Entity, record graph.Record) bool {
	if e.Ownership != graph.UserOwned && e.Ownership != graph.BusinessOwned {
		return false
	}
	unit := v.owningUnit(record)
	reached := false
	for _, q := range v.holdings[u] {
		covers := false
		switch v.depth(q, privilegeOf(r, e)) {
		case graph.Global:
			covers = v.count.hitIf(true, "3.6a")
		case graph.Deep:
			covers = v.within(unit, q.base)
			v.count.hitIf(covers && unit == q.base, "3.6b base unit")
			v.count.hitIf(covers && unit != q.base, "3.6b below")
		case graph.Local:
			covers = v.count.hitIf(unit == q.base, "3.6c")
		case graph.Basic:
			v.count.hit("3.6d")
		}
		v.count.hitIf(covers && !direct(q) && q.base != v.unitOfUser(u), "3.6e base unit is not the member's")
		v.count.hitIf(covers && record.BusinessUnit != "" && unit != v.unitOf(record.Owner), "3.6f own unit")
		reached = reached || covers
	}
	if e.Ownership == graph.BusinessOwned {
		v.count.hitIf(reached && record.BusinessUnit == "", "4.3 default unit")
		if reachesOwnUser() && record.Entity == fold("systemuser") && record.ID == u && v.serves(u, r, e) {
			v.count.hit("4.3 own systemuser")
			reached = true
		}
	}
	return reached
}

// shared is rule 3.7, where records can be shared at all (11.8).
func (v *view) shared(u string, r graph.Right, e graph.Entity, ref graph.Ref) bool {
	if e.Ownership != graph.UserOwned && e.Ownership != graph.BusinessOwned {
		return false
	}
	reached := v.sharedWith(graph.UserRef(u), r, ref, "user")
	for _, t := range v.teams[u] {
		kind := t.Type.String() + " team"
		if t.Default {
			kind = "default team"
		}
		reached = v.sharedWith(graph.TeamRef(t.ID), r, ref, kind) || reached
	}
	if organizationShareServes(v.holdings[u]) {
		reached = v.sharedWith(graph.Organization, r, ref, "organization") || reached
	}
	return reached
}

// sharedWith reports whether the explicit and inherited rights of one share hold the right (11.5, 12.4).
func (v *view) sharedWith(p graph.Principal, r graph.Right, ref graph.Ref, kind string) bool {
	each := v.shares[shareKey{ref, p}]
	reached := v.count.hitIf(each.explicit.Has(r), "3.7 explicit, "+kind)
	for origin, rights := range each.inherited {
		if rights.Has(r) {
			reached = true
			v.count.hit("3.7 inherited, " + kind)
			v.count.hitIf(origin.IsZero(), "12.6 origin not known")
		}
	}
	return reached
}

// hier is section 8.
func (v *view) hier(u string, r graph.Right, e graph.Entity, record graph.Record) bool {
	if v.settings.HierarchyModel == graph.NoHierarchy || e.Ownership != graph.UserOwned {
		return false
	}
	if e.HierarchyExcluded {
		v.count.hit("8.1 excluded")
		return false
	}
	if !slices.ContainsFunc(v.holdings[u], func(q holding) bool { return superiorAtDepth(v.depth(q, privilegeOf(r, e))) }) { // 8.5
		return false
	}
	reached := false
	for _, below := range v.reports[u] {
		if !hierarchyRights(v.settings, below.distance).Has(r) {
			v.count.hit("8.2 too far or never")
			continue
		}
		if reportMustReach() && !v.gate(below.user, r, e) { // 8.5
			continue
		}
		if !v.has(below.user, r, record) {
			continue
		}
		reached = true
		v.count.hit("8 " + v.settings.HierarchyModel.String() + " model")
		v.count.hitIf(r == graph.Read, "8.2 read")
		v.count.hitIf(r == graph.Read && below.distance > v.settings.HierarchyWriteLevels, "8.2 read from afar")
		v.count.hitIf(r != graph.Read, "8.2 write")
		v.count.hitIf(v.inactive(below.user) != "", "8.9 report not active")
	}
	return reached
}

// has is what a report has: records owned by the report or one of its teams, and those shared
// explicitly with one of them for the right (8.3, 8.4).
func (v *view) has(report string, r graph.Right, record graph.Record) bool {
	owned := v.count.hitIf(record.Owner == graph.UserRef(report), "8.3 owned by report")
	shared := v.count.hitIf(v.shares[shareKey{record.Ref(), graph.UserRef(report)}].explicit.Has(r), "8.4 shared with report")
	for _, t := range v.teams[report] {
		p := graph.TeamRef(t.ID)
		owned = v.count.hitIf(record.Owner == p, "8.3 owned by team of report") || owned
		shared = v.count.hitIf(v.shares[shareKey{record.Ref(), p}].explicit.Has(r), "8.4 shared with team of report") || shared
	}
	return owned || shared
}
