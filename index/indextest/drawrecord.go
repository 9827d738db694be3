package indextest

import (
	"cmp"
	"maps"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// entityKinds are the entities that an organisation draws from: all four ownerships, privilege names
// shared within and across them, and the three of rule 4.3.
var entityKinds = []graph.Entity{
	{Name: "Account"}, {Name: "contact"}, {Name: "Größe", Privilege: "Size"},
	{Name: "task", Privilege: "Activity"}, {Name: "phonecall", Privilege: "activity"},
	{Name: "circular", Privilege: "Activity", Ownership: graph.OrganizationOwned},
	{Name: "invoice", Ownership: graph.BusinessOwned}, {Name: "systemuser", Privilege: "User", Ownership: graph.BusinessOwned},
	{Name: "BusinessUnit", Ownership: graph.BusinessOwned}, {Name: "team", Ownership: graph.BusinessOwned},
	{Name: "product", Ownership: graph.OrganizationOwned}, {Name: "log", Ownership: graph.Unowned},
	{Name: "ToDo"},
}

// drawEntity is an entity that is not there yet, if one is left.
func (w *draft) drawEntity() (graph.Entity, bool) {
	for _, i := range w.Perm(len(entityKinds)) {
		entity := entityKinds[i]
		if _, taken := w.entity(entity.Name); taken {
			continue
		}
		entity.Name, entity.HierarchyExcluded = w.odd(entity.Name), w.chance(15)
		return entity, true
	}
	return graph.Entity{}, false
}

// drawRelationship is a relationship with any cascade settings; one in three lets no rights run. Many
// are of an entity with itself, so that its records form trees of any height, and most of entities
// that have owners.
func (w *draft) drawRelationship() graph.Relationship {
	child, parent := w.linkedEntity(), w.linkedEntity()
	if w.chance(35) {
		parent = child
	}
	r := graph.Relationship{
		Child:  w.odd(child.Name),
		Lookup: pick(w.dice, []string{"parentid", "ParentID", "regarding", "a b:c", "客"}),
		Parent: w.odd(parent.Name),
	}
	return w.drawCascades(r)
}

func (w *draft) linkedEntity() graph.Entity {
	entity := pick(w.dice, w.entities)
	if other := pick(w.dice, w.entities); entity.Ownership != graph.UserOwned && w.chance(60) {
		return other
	}
	return entity
}

// drawCascades fills in the settings of a relationship, anew.
func (w *draft) drawCascades(r graph.Relationship) graph.Relationship {
	cascade := func() graph.Cascade { return graph.Cascade(w.IntN(4)) }
	r.Assign, r.Share, r.Unshare, r.Reparent = cascade(), cascade(), cascade(), cascade()
	if w.chance(35) {
		r.Share, r.Reparent = graph.NoCascade, graph.NoCascade
	}
	return r
}

// drawRecord is a record of some entity, if there is one that suits: the three of rule 4.3 may find nothing.
func (w *draft) drawRecord() (graph.Record, bool) {
	entity := pick(w.dice, w.entities)
	if other := pick(w.dice, w.entities); entity.Ownership != graph.UserOwned && w.chance(50) {
		entity = other
	}
	taken := func(id string) bool { _, taken := w.record(graph.RecordRef(entity.Name, id)); return taken }
	r := graph.Record{Entity: w.odd(entity.Name), ID: w.newID("x", taken)}
	switch lower(entity.Name) {
	case "systemuser":
		r.ID = w.orElse(r.ID, pick(w.dice, w.users).ID, taken)
	case "businessunit":
		r.ID = w.orElse(r.ID, pick(w.dice, w.units).ID, taken)
	case "team":
		r.ID = w.orElse(r.ID, w.defaultTeam(pick(w.dice, w.units).ID), taken)
		if w.chance(50) {
			r.ID = w.orElse(r.ID, pick(w.dice, w.teams).ID, taken)
		}
	}
	r, ok := w.drawOwner(r)
	r = w.drawLookups(r)
	for _, name := range sortedKeys(r.Lookups) { // the same owner all the way down, for UserOwned (2.10)
		if parent, _ := w.record(r.Lookups[name]); w.chance(40) && !parent.Owner.IsZero() && !r.Owner.IsZero() {
			r.Owner, r.BusinessUnit = parent.Owner, ""
		}
	}
	return r, ok && !taken(r.ID)
}

func (w *draft) orElse(id, better string, taken func(string) bool) string {
	if better == "" || taken(better) || w.chance(15) {
		return id
	}
	return better
}

// drawOwner fills in owner, own unit and activity, anew, as the ownership asks (4.1 to 4.4, 13.1).
func (w *draft) drawOwner(r graph.Record) (graph.Record, bool) {
	r.Owner, r.BusinessUnit, r.Inactive = graph.Principal{}, "", w.chance(20)
	entity, ok := w.entity(r.Entity)
	switch entity.Ownership {
	case graph.UserOwned:
		r.Owner = pick(w.dice, w.holders())
		switch {
		case w.matrix() && w.chance(35):
			r.BusinessUnit = pick(w.dice, w.units).ID
		case w.chance(15):
			r.BusinessUnit = w.holderUnit(r.Owner)
		}
	case graph.BusinessOwned:
		if w.chance(40) || w.recordUnit(r) == "" || !w.isUnit(w.recordUnit(r)) {
			r.BusinessUnit = pick(w.dice, w.units).ID
		}
	}
	return r, ok
}

func (w *draft) isUnit(id string) bool { _, ok := w.unit(id); return ok }

// drawLookups points a record at others, anew, without a cycle of links that rights run along (12.8).
func (w *draft) drawLookups(r graph.Record) graph.Record {
	r.Lookups = nil
	for _, relationship := range w.relationships {
		if lower(relationship.Child) != lower(r.Entity) || !w.chance(60) {
			continue
		}
		var targets []graph.Ref
		for _, other := range w.records {
			free := !flows(relationship) || !w.climbs(other.Ref(), r.Ref())
			if lower(other.Entity) == lower(relationship.Parent) && free {
				targets = append(targets, other.Ref())
			}
		}
		if len(targets) == 0 {
			continue
		}
		if r.Lookups = maps.Clone(r.Lookups); r.Lookups == nil {
			r.Lookups = map[string]graph.Ref{}
		}
		target := pick(w.dice, targets)
		r.Lookups[relationship.Lookup] = graph.RecordRef(w.odd(target.Entity), target.ID)
	}
	return r
}

// sortedKeys lists the keys of a map in order, since the order of a map is not that of the seed.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
