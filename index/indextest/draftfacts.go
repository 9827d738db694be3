package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

func (w *draft) matrix() bool { return w.settings.OwnershipAcrossBusinessUnits }

func (w *draft) root() string {
	for _, unit := range w.units {
		if unit.Parent == "" {
			return unit.ID
		}
	}
	return ""
}

func (w *draft) unit(id string) (graph.BusinessUnit, bool) {
	return found(w.units, func(u graph.BusinessUnit) bool { return u.ID == id })
}

func (w *draft) user(id string) (graph.User, bool) {
	return found(w.users, func(u graph.User) bool { return u.ID == id })
}

func (w *draft) team(id string) (graph.Team, bool) {
	return found(w.teams, func(t graph.Team) bool { return t.ID == id })
}

func (w *draft) role(id string) (graph.Role, bool) {
	return found(w.roles, func(r graph.Role) bool { return r.ID == id })
}

func (w *draft) entity(name string) (graph.Entity, bool) {
	return found(w.entities, func(e graph.Entity) bool { return lower(e.Name) == lower(name) })
}

func (w *draft) record(ref graph.Ref) (graph.Record, bool) {
	return found(w.records, func(r graph.Record) bool { return folded(r.Ref()) == folded(ref) })
}

// ownership of an entity; Unowned where it is not there.
func (w *draft) ownership(entity string) graph.Ownership {
	if e, ok := w.entity(entity); ok {
		return e.Ownership
	}
	return graph.Unowned
}

// within reports whether the unit is the other one or lies below it (1.5).
func (w *draft) within(unit, top string) bool {
	for range w.units {
		if unit == top {
			return true
		}
		u, ok := w.unit(unit)
		if !ok || u.Parent == "" {
			return false
		}
		unit = u.Parent
	}
	return unit == top
}

// subtree is the unit and all below it.
func (w *draft) subtree(top string) []string {
	var ids []string
	for _, unit := range w.units {
		if w.within(unit.ID, top) {
			ids = append(ids, unit.ID)
		}
	}
	return ids
}

// defaultTeam is the id of a unit's default team (5.2).
func (w *draft) defaultTeam(unit string) string {
	for _, team := range w.teams {
		if team.Default && team.BusinessUnit == unit {
			return team.ID
		}
	}
	return unit
}

// holderUnit is where a user or team sits, a default team that nobody declared included; "" if nowhere.
func (w *draft) holderUnit(p graph.Principal) string {
	switch p.Kind {
	case graph.UserPrincipal:
		if user, ok := w.user(p.ID); ok {
			return w.orRoot(user.BusinessUnit)
		}
	case graph.TeamPrincipal:
		if team, ok := w.team(p.ID); ok {
			return team.BusinessUnit
		}
		if w.isUnit(p.ID) && w.defaultTeam(p.ID) == p.ID {
			return p.ID
		}
	}
	return ""
}

func (w *draft) orRoot(unit string) string {
	if unit == "" {
		return w.root()
	}
	return unit
}

// recordUnit is the owning unit of a record (4.2, 4.3), or "".
func (w *draft) recordUnit(r graph.Record) string {
	if r.BusinessUnit != "" {
		return r.BusinessUnit
	}
	if w.ownership(r.Entity) == graph.UserOwned {
		return w.holderUnit(r.Owner)
	}
	switch lower(r.Entity) {
	case "systemuser":
		return w.holderUnit(graph.UserRef(r.ID))
	case "team":
		return w.holderUnit(graph.TeamRef(r.ID))
	case "businessunit":
		return r.ID
	}
	return ""
}

// holders are the principals that may hold roles and own records (6.4, 7.7), undeclared default teams included.
func (w *draft) holders() []graph.Principal {
	var list []graph.Principal
	for _, user := range w.users {
		list = append(list, graph.UserRef(user.ID))
	}
	for _, team := range w.teams {
		if team.Type != graph.AccessTeam {
			list = append(list, graph.TeamRef(team.ID))
		}
	}
	for _, unit := range w.units {
		if id := w.defaultTeam(unit.ID); id == unit.ID && !w.declared(id) {
			list = append(list, graph.TeamRef(id))
		}
	}
	return list
}

func (w *draft) declared(team string) bool { _, ok := w.team(team); return ok }

// grantees are the principals that records may be shared with (3.7).
func (w *draft) grantees() []graph.Principal {
	list := w.holders()
	for _, team := range w.teams {
		if team.Type == graph.AccessTeam {
			list = append(list, graph.TeamRef(team.ID))
		}
	}
	return append(list, graph.Organization)
}

// owned reports whether the principal owns a record.
func (w *draft) owned(p graph.Principal) bool {
	return slices.ContainsFunc(w.records, func(r graph.Record) bool { return r.Owner == p })
}

// flows reports whether rights run along links through the relationship (12.8).
func flows(r graph.Relationship) bool {
	return r.Share != graph.NoCascade || r.Reparent != graph.NoCascade
}

// relationship that a lookup of a child goes through.
func (w *draft) relationship(child, lookup, parent string) (graph.Relationship, bool) {
	return found(w.relationships, func(r graph.Relationship) bool {
		return lower(r.Child) == lower(child) && r.Lookup == lookup && lower(r.Parent) == lower(parent)
	})
}

// climbs reports whether the links that rights run along lead from one record to another, or are no
// links at all because both are the same.
func (w *draft) climbs(from, to graph.Ref) bool {
	seen := map[graph.Ref]bool{}
	var walk func(at graph.Ref) bool
	walk = func(at graph.Ref) bool {
		if folded(at) == folded(to) {
			return true
		}
		record, ok := w.record(at)
		if !ok || seen[folded(at)] {
			return false
		}
		seen[folded(at)] = true
		for _, name := range sortedKeys(record.Lookups) {
			target := record.Lookups[name]
			if r, ok := w.relationship(at.Entity, name, target.Entity); ok && flows(r) && walk(target) {
				return true
			}
		}
		return false
	}
	return walk(from)
}

func found[T any](list []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	var none T
	return none, false
}
