package indextest

import (
	"maps"

	"github.com/accessindex/ambit/graph"
)

// set is the ids of records of one entity.
type set map[string]bool

// list is rule 3.12, set by set: it asks check nothing.
func (v *view) list(u string, r graph.Right, entity string) set {
	result := v.listAlone(u, r, entity)
	if asksRead(r) && r != graph.Read { // 3.14
		read := v.listAlone(u, graph.Read, entity)
		maps.DeleteFunc(result, func(id string, _ bool) bool { return !read[id] })
	}
	return result
}

func (v *view) listAlone(u string, r graph.Right, entity string) set {
	e := v.entities[entity]
	result := set{}
	if v.inactive(u) != "" || !rightExists(r, e) {
		return result
	}
	widest := graph.None
	for _, q := range v.holdings[u] {
		widest = max(widest, v.depth(q, privilegeOf(r, e)))
	}
	if widest == graph.None { // the gate is shut
		return result
	}
	all := func(graph.Record) bool { return true }
	if e.Ownership == graph.OrganizationOwned || e.Ownership == graph.Unowned || widest == graph.Global {
		v.add(result, entity, all)
		return result
	}
	for _, q := range v.holdings[u] {
		switch v.depth(q, privilegeOf(r, e)) {
		case graph.Deep:
			for unit := range v.units {
				if v.within(unit, q.base) {
					v.add(result, entity, v.inUnit(unit))
				}
			}
		case graph.Local:
			v.add(result, entity, v.inUnit(q.base))
		}
	}
	if e.Ownership == graph.UserOwned {
		v.addOwned(result, u, r, e)
		if !e.HierarchyExcluded {
			v.addHierarchy(result, u, r, entity)
		}
	}
	if reachesOwnUser() && e.Ownership == graph.BusinessOwned && entity == fold("systemuser") && v.serves(u, r, e) {
		v.add(result, entity, func(record graph.Record) bool { return record.ID == u }) // 4.3
	}
	v.addShared(result, entity, graph.UserRef(u), r)
	for _, t := range v.teams[u] {
		v.addShared(result, entity, graph.TeamRef(t.ID), r)
	}
	if organizationShareServes(v.holdings[u]) {
		v.addShared(result, entity, graph.Organization, r)
	}
	return result
}

// addOwned adds the two lines of 3.12 about owners: 3.5a, and 3.5b or 3.5c for each team.
func (v *view) addOwned(result set, u string, r graph.Right, e graph.Entity) {
	serves := v.serves(u, r, e)
	if serves {
		v.add(result, fold(e.Name), ownedBy(graph.UserRef(u)))
	}
	for _, t := range v.teams[u] {
		teamServes := false
		for _, q := range v.holdings[u] {
			teamServes = teamServes || heldBy(q, t.ID) && ownsAtDepth(v.depth(q, privilegeOf(r, e)))
		}
		if teamServes || serves && ownPrivilegeServesTeams() {
			v.add(result, fold(e.Name), ownedBy(graph.TeamRef(t.ID)))
		}
	}
}

// addHierarchy adds the sets of 8.6.
func (v *view) addHierarchy(result set, u string, r graph.Right, entity string) {
	for _, below := range v.reports[u] {
		if !hierarchyRights(v.settings, below.distance).Has(r) {
			continue
		}
		principals := []graph.Principal{graph.UserRef(below.user)}
		for _, t := range v.teams[below.user] {
			principals = append(principals, graph.TeamRef(t.ID))
		}
		for _, p := range principals {
			v.add(result, entity, ownedBy(p))
			v.add(result, entity, func(record graph.Record) bool {
				return v.shares[shareKey{record.Ref(), p}].explicit.Has(r)
			})
		}
	}
}

// addShared adds the records of an entity shared for a right with a principal, explicitly or not.
func (v *view) addShared(result set, entity string, p graph.Principal, r graph.Right) {
	for key, each := range v.shares {
		if key.record.Entity == entity && key.principal == p && each.total().Has(r) {
			result[key.record.ID] = true
		}
	}
}

// add adds the records of an entity that are in.
func (v *view) add(result set, entity string, in func(graph.Record) bool) {
	for ref, record := range v.records {
		if ref.Entity == entity && in(record) {
			result[ref.ID] = true
		}
	}
}

func (v *view) inUnit(unit string) func(graph.Record) bool {
	return func(record graph.Record) bool { return v.owningUnit(record) == unit }
}

func ownedBy(p graph.Principal) func(graph.Record) bool {
	return func(record graph.Record) bool { return record.Owner == p }
}
