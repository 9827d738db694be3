package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// lostLink deletes what nothing else refers to: a membership, an assignment, a share, a task.
func (w *draft) lostLink() []graph.Change {
	switch w.IntN(4) {
	case 0:
		if m := pick(w.dice, w.members); m.Team != "" {
			return deletes(m)
		}
	case 1:
		if a := pick(w.dice, w.assignments); a.Role != "" {
			return deletes(a)
		}
	case 2:
		if s := pick(w.dice, w.shares); s.Record.ID != "" {
			return deletes(graph.RecordShare{Record: graph.RecordRef(w.odd(s.Record.Entity), s.Record.ID), Principal: s.Principal})
		}
	default:
		if t := pick(w.dice, w.tasks); t.Name != "" {
			return deletes(t)
		}
	}
	return nil
}

// lostRecord deletes a record that others may point at and that may be shared (11.9, 11.10).
func (w *draft) lostRecord() []graph.Change {
	r := pick(w.dice, w.records)
	return only(r.ID != "", deletes(graph.Record{Entity: w.odd(r.Entity), ID: r.ID}))
}

// lostUser deletes a user, whose records get other owners first (7.11).
func (w *draft) lostUser() []graph.Change {
	user := pick(w.dice, w.users)
	if user.ID == "" || len(w.users) < 3 {
		return nil
	}
	return append(w.handOver(graph.UserRef(user.ID)), deletes(graph.User{ID: user.ID})...)
}

func (w *draft) lostTeam() []graph.Change {
	team := pick(w.dice, w.teams)
	if team.ID == "" || team.Default {
		return nil
	}
	return append(w.handOver(graph.TeamRef(team.ID)), deletes(graph.Team{ID: team.ID})...)
}

// handOver states other owners for what a principal owns, and units for the records that follow it (4.3).
func (w *draft) handOver(p graph.Principal) []graph.Change {
	heirs := slices.DeleteFunc(w.holders(), func(other graph.Principal) bool { return other == p })
	following := map[graph.PrincipalKind]string{graph.UserPrincipal: "systemuser", graph.TeamPrincipal: "team"}[p.Kind]
	var changes []graph.Change
	for _, r := range w.records {
		switch {
		case r.Owner == p:
			r.Owner = pick(w.dice, heirs)
			if !w.matrix() {
				r.BusinessUnit = ""
			}
		case lower(r.Entity) == following && r.ID == p.ID && r.BusinessUnit == "":
			r.BusinessUnit = w.root()
		default:
			continue
		}
		changes = append(changes, puts(r)...)
	}
	return changes
}

// lostUnit empties a leaf of the tree, disables it and deletes it (5.7).
func (w *draft) lostUnit() []graph.Change {
	unit := pick(w.dice, w.units)
	children := func(u graph.BusinessUnit) bool { return u.Parent == unit.ID }
	if len(w.units) < 4 || unit.Parent == "" || slices.ContainsFunc(w.units, children) {
		return nil
	}
	var changes []graph.Change
	step := func(more []graph.Change) { changes = append(changes, more...); w.apply(more...) }
	for _, role := range w.roles {
		if role.BusinessUnit == unit.ID && role.Template == administrator {
			return nil
		}
	}
	for _, user := range w.users {
		if user.BusinessUnit == unit.ID {
			step(w.handOver(graph.UserRef(user.ID)))
			step(deletes(user))
		}
	}
	for _, team := range w.teams {
		if team.BusinessUnit == unit.ID && !team.Default {
			step(w.handOver(graph.TeamRef(team.ID)))
			step(deletes(team))
		}
	}
	step(w.handOver(graph.TeamRef(w.defaultTeam(unit.ID))))
	for _, r := range w.records {
		if r.BusinessUnit == unit.ID && w.ownership(r.Entity) == graph.UserOwned {
			r.BusinessUnit = ""
			if w.holderUnit(r.Owner) == unit.ID {
				r.Owner = graph.UserRef(pick(w.dice, w.users).ID)
			}
			step(puts(r))
		}
	}
	unit.Disabled = true
	step(puts(unit))
	step(deletes(graph.BusinessUnit{ID: unit.ID}))
	return changes
}

func (w *draft) lostRole() []graph.Change {
	role := pick(w.dice, w.roles)
	return only(role.ID != "" && role.Template != administrator && len(w.roles) > 3, deletes(graph.Role{ID: role.ID}))
}

// lostPosition deletes a position that nobody has and none is below.
func (w *draft) lostPosition() []graph.Change {
	p := pick(w.dice, w.positions)
	used := slices.ContainsFunc(w.users, func(u graph.User) bool { return u.Position == p.ID }) ||
		slices.ContainsFunc(w.positions, func(other graph.Position) bool { return other.Parent == p.ID })
	return only(p.ID != "" && !used, deletes(graph.Position{ID: p.ID}))
}

// lostEntity deletes an entity with its records and relationships, or one of its relationships alone.
func (w *draft) lostEntity() []graph.Change {
	if r := pick(w.dice, w.relationships); r.Child != "" && !w.linked(r) && w.chance(70) {
		return deletes(r)
	}
	entity := pick(w.dice, w.entities)
	if len(w.entities) < 3 || !w.chance(10) || !w.depthsFit(deletes(entity)) {
		return nil
	}
	var changes []graph.Change
	for _, r := range w.records {
		if lower(r.Entity) == lower(entity.Name) {
			changes = append(changes, deletes(r)...)
		}
	}
	for _, r := range w.relationships {
		if lower(r.Child) == lower(entity.Name) || lower(r.Parent) == lower(entity.Name) {
			changes = append(changes, deletes(r)...)
		}
	}
	return append(changes, deletes(graph.Entity{Name: w.odd(entity.Name)})...)
}

// linked reports whether a lookup goes through the relationship.
func (w *draft) linked(r graph.Relationship) bool {
	return slices.ContainsFunc(w.records, func(record graph.Record) bool {
		target, ok := record.Lookups[r.Lookup]
		return ok && lower(record.Entity) == lower(r.Child) && lower(target.Entity) == lower(r.Parent)
	})
}

func (w *draft) lostPrivilege() []graph.Change {
	p := pick(w.dice, w.privileges)
	return only(p.Name != "" && w.depthsFit(deletes(p)), deletes(graph.Privilege{Name: w.odd(p.Name)}))
}
