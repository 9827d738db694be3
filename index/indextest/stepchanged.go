package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// changedUnit gives a unit another name or flag.
func (w *draft) changedUnit() []graph.Change {
	unit := pick(w.dice, w.units)
	unit.Name, unit.Disabled = w.label(), unit.Parent != "" && w.chance(40)
	return only(unit.ID != "", puts(unit))
}

// movedUnit states another parent (15.2), where assignments and overrides allow it.
func (w *draft) movedUnit() []graph.Change {
	unit, parent := pick(w.dice, w.units), pick(w.dice, w.units)
	if unit.Parent == "" || w.within(parent.ID, unit.ID) {
		return nil
	}
	unit.Parent = parent.ID
	return only(w.trial(puts(unit)).rolesFit(), puts(unit))
}

// changedUser states another unit, manager, position, name or flag.
func (w *draft) changedUser() []graph.Change {
	user := pick(w.dice, w.users)
	switch w.IntN(3) {
	case 0:
		user.Name, user.Disabled = w.label(), !user.Disabled
	case 1:
		user.BusinessUnit = pick(w.dice, w.units).ID
	default:
		unit := user.BusinessUnit
		if user = w.drawPlace(user); w.chance(70) {
			user.BusinessUnit = unit
		}
	}
	return only(user.ID != "" && w.trial(puts(user)).rolesFit(), puts(user))
}

// changedTeam states another unit or name, or turns an owner team into an access team (7.6).
func (w *draft) changedTeam() []graph.Change {
	team := pick(w.dice, w.teams)
	team.Name = w.label()
	switch {
	case team.ID == "" || team.Default:
	case team.Type == graph.OwnerTeam && w.chance(40):
		ref := graph.TeamRef(team.ID)
		holds := slices.ContainsFunc(w.assignments, func(a graph.RoleAssignment) bool { return a.Principal == ref })
		if w.owned(ref) || holds {
			return nil
		}
		team.Type = graph.AccessTeam
	case w.chance(60):
		team.BusinessUnit = pick(w.dice, w.units).ID
	}
	return only(team.ID != "" && w.trial(puts(team)).rolesFit(), puts(team))
}

func (w *draft) changedPosition() []graph.Change {
	position, parent := pick(w.dice, w.positions), pick(w.dice, w.positions)
	if position.ID == "" || w.above(position.ID, parent.ID) {
		return nil
	}
	position.Name, position.Parent = w.label(), parent.ID
	return puts(position)
}

// above reports whether a position is another one or lies above it.
func (w *draft) above(top, id string) bool {
	for range len(w.positions) + 1 {
		if id == top {
			return true
		}
		p, _ := found(w.positions, func(p graph.Position) bool { return p.ID == id })
		if id = p.Parent; id == "" {
			return false
		}
	}
	return false
}

// changedRole states other grants, another inheritance or another home.
func (w *draft) changedRole() []graph.Change {
	role := pick(w.dice, w.roles)
	if role.ID == "" || role.Template == administrator || role.Profile {
		return nil
	}
	switch w.IntN(4) {
	case 0:
		role.Name, role.MemberInheritance = w.label(), graph.MemberInheritance(w.IntN(2))
	case 1:
		role.BusinessUnit = pick(w.dice, append([]string{""}, w.subtree(w.root())...))
	default:
		role = w.drawGrants(role)
	}
	return only(w.trial(puts(role)).rolesFit(), puts(role))
}

// changedEntity states another exclusion, spelling, privilege name or, without records, ownership.
func (w *draft) changedEntity() []graph.Change {
	entity := pick(w.dice, w.entities)
	if entity.Name == "" {
		return nil
	}
	entity.Name, entity.HierarchyExcluded = w.odd(entity.Name), w.chance(30)
	switch {
	case w.chance(25):
		entity.Privilege = pick(w.dice, []string{"", "Activity", "ACTIVITY", "Other"})
	case w.chance(25) && !w.inUse(entity.Name):
		entity.Ownership = graph.Ownership(w.IntN(4))
	}
	return only(w.depthsFit(puts(entity)), puts(entity))
}

func (w *draft) inUse(entity string) bool {
	return slices.ContainsFunc(w.records, func(r graph.Record) bool { return lower(r.Entity) == lower(entity) })
}

// depthsFit reports whether every role suits the privileges' depths after the changes (6.2, 14.2).
func (w *draft) depthsFit(changes []graph.Change) bool {
	next := w.trial(changes)
	entity := next.recordPrivileges()
	may := map[string][]graph.Depth{}
	fits := func(name string, depth graph.Depth) bool {
		if _, ok := may[lower(name)]; !ok {
			may[lower(name)] = next.depths(name)
		}
		return depth == graph.None || slices.Contains(may[lower(name)], depth)
	}
	for _, role := range next.roles {
		for name, depth := range role.Privileges {
			own := slices.ContainsFunc(entity, func(e string) bool { return lower(e) == lower(name) })
			if !fits(name, depth) || (role.Profile && own) {
				return false
			}
		}
		if slices.ContainsFunc(role.Overrides, func(o graph.Override) bool { return !fits(o.Privilege, o.Depth) }) {
			return false
		}
	}
	return true
}

func (w *draft) changedRelationship() []graph.Change {
	r := pick(w.dice, w.relationships)
	if r.Child == "" {
		return nil
	}
	flowed := flows(r)
	if r = w.drawCascades(r); flows(r) && !flowed {
		r.Share, r.Reparent = graph.NoCascade, graph.NoCascade
	}
	return puts(r)
}

// changedRecord states another owner, own unit or activity, or other lookups; shares keep their origins (12.9).
func (w *draft) changedRecord() []graph.Change {
	r, ok := pick(w.dice, w.records), true
	if r.ID == "" {
		return nil
	}
	if w.chance(60) {
		r, ok = w.drawOwner(r)
	} else if !w.inherits(r.Ref()) {
		r = w.drawLookups(r)
	}
	r.Entity = w.odd(r.Entity)
	return only(ok, puts(r))
}

// inherits reports whether a share of the record names an origin.
func (w *draft) inherits(ref graph.Ref) bool {
	return slices.ContainsFunc(w.shares, func(s graph.RecordShare) bool {
		return folded(s.Record) == folded(ref) && slices.ContainsFunc(s.Inherited, func(i graph.InheritedShare) bool { return !i.Origin.IsZero() })
	})
}

// changedShare states other rights; a share without any is gone (11.5).
func (w *draft) changedShare() []graph.Change {
	s := pick(w.dice, w.shares)
	if s.Record.ID == "" {
		return nil
	}
	if s = w.drawParts(s); w.chance(15) {
		s.Rights, s.Inherited = 0, nil
	}
	return puts(s)
}
