package indextest

import (
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// mistakes draw changes that are meant to be refused; none where nothing suits. Their groups follow
// the errors of section 15's table.
var mistakes = slices.Concat(treeMistakes, teamMistakes, roleMistakes, recordMistakes, nameMistakes, verbMistakes)

// treeMistakes break the tree of units, the chains of managers or the positions.
var treeMistakes = []func(*draft) []graph.Change{
	func(w *draft) []graph.Change { // a second root: ErrRootBusinessUnit
		unit := w.drawUnit()
		unit.Parent = ""
		return puts(unit)
	},
	func(w *draft) []graph.Change { // a disabled, deleted or moved root: ErrRootBusinessUnit
		root, _ := w.unit(w.root())
		switch w.IntN(3) {
		case 0:
			root.Disabled = true
		case 1:
			return deletes(graph.BusinessUnit{ID: root.ID})
		default:
			root.Parent = pick(w.dice, w.units).ID
		}
		return puts(root)
	},
	func(w *draft) []graph.Change { // a root above the root: ErrRootBusinessUnit
		root, _ := w.unit(w.root())
		top := w.drawUnit()
		top.Parent, top.Disabled, root.Parent = "", false, top.ID
		return puts(top, root)
	},
	func(w *draft) []graph.Change { // units, managers or positions in a circle: ErrCycle
		unit, user, position := pick(w.dice, w.units), pick(w.dice, w.users), pick(w.dice, w.positions)
		switch w.IntN(3) {
		case 0:
			below := w.subtree(unit.ID)
			if unit.Parent == "" {
				return nil
			}
			unit.Parent = pick(w.dice, below)
			return puts(unit)
		case 1:
			for _, other := range w.users {
				if w.reports(other.ID, user.ID) {
					user.Manager = other.ID
				}
			}
			return puts(user)
		}
		for _, other := range w.positions {
			if w.above(position.ID, other.ID) {
				position.Parent = other.ID
			}
		}
		return only(position.ID != "", puts(position))
	},
	func(w *draft) []graph.Change { // a unit that is enabled, or disabled and in use: ErrNotDisabled, ErrNotEmpty, ErrOwnsRecords
		unit := pick(w.dice, w.units)
		if unit.Parent == "" {
			return nil
		}
		if unit.Disabled = w.chance(70); unit.Disabled {
			return append(puts(unit), deletes(graph.BusinessUnit{ID: unit.ID})...)
		}
		return deletes(graph.BusinessUnit{ID: unit.ID})
	},
	func(w *draft) []graph.Change { // a leaf whose default team owns a record: ErrOwnsRecords
		unit := w.drawUnit()
		unit.Disabled = true
		r, ok := w.drawRecord()
		if !ok || w.ownership(r.Entity) != graph.UserOwned {
			return nil
		}
		r.Owner, r.BusinessUnit = graph.TeamRef(unit.ID), ""
		return append(puts(unit, r), deletes(unit)...)
	},
	func(w *draft) []graph.Change { // a leaf with one thing left in it: ErrNotEmpty, ErrSystemRole
		unit := w.drawUnit()
		unit.Disabled = true
		user, team, child := w.drawUser(), w.drawTeam(), w.drawUnit()
		user.BusinessUnit, team.BusinessUnit, child.Parent, team.Default = unit.ID, unit.ID, unit.ID, false
		if child.ID == unit.ID || team.ID == unit.ID {
			return nil
		}
		role := w.drawRole()
		role.BusinessUnit, role.Template, role.Overrides = unit.ID, administrator, nil
		left := []graph.Object{user, team, child, role}
		if r, ok := w.drawRecord(); ok && w.matrix() && w.ownership(r.Entity) == graph.UserOwned {
			r.BusinessUnit = unit.ID
			left = append(left, r, r)
		}
		return append(puts(unit, pick(w.dice, left)), deletes(unit)...)
	},
	func(w *draft) []graph.Change { // a position in use: ErrNotEmpty
		position := w.drawPosition()
		user, below := pick(w.dice, w.users), graph.Position{ID: position.ID + "+", Parent: position.ID}
		user.Position = position.ID
		return append(puts(position, pick(w.dice, []graph.Object{user, below})), deletes(position)...)
	},
	func(w *draft) []graph.Change { // an owner of records: ErrOwnsRecords
		r := pick(w.dice, w.records)
		switch r.Owner.Kind {
		case graph.UserPrincipal:
			return deletes(graph.User{ID: r.Owner.ID})
		case graph.TeamPrincipal:
			return deletes(graph.Team{ID: r.Owner.ID})
		}
		return nil
	},
	func(w *draft) []graph.Change { // a user whose systemuser record states no unit: ErrOwnership
		for _, r := range w.records {
			if lower(r.Entity) == "systemuser" && r.BusinessUnit == "" {
				return deletes(graph.User{ID: r.ID})
			}
			if lower(r.Entity) == "team" && r.BusinessUnit == "" {
				return deletes(graph.Team{ID: r.ID})
			}
		}
		return nil
	},
}

// teamMistakes ask of teams what they do not bear.
var teamMistakes = []func(*draft) []graph.Change{
	func(w *draft) []graph.Change { // a default team deleted: ErrDefaultTeam
		return deletes(graph.Team{ID: w.defaultTeam(pick(w.dice, w.units).ID)})
	},
	func(w *draft) []graph.Change { // a default team undeclared, moved, or turned into another type: ErrDefaultTeam
		team, ok := found(w.teams, func(t graph.Team) bool { return t.Default })
		switch w.IntN(3) {
		case 0:
			team.Default = false
		case 1:
			others := slices.DeleteFunc(slices.Clone(w.units), func(u graph.BusinessUnit) bool { return u.ID == team.BusinessUnit })
			team.BusinessUnit = pick(w.dice, others).ID
		default:
			team.Type = pick(w.dice, []graph.TeamType{graph.AccessTeam, graph.GroupTeam})
		}
		return only(ok, puts(team))
	},
	func(w *draft) []graph.Change { // a default team of another type: ErrDefaultTeam
		team := w.drawTeam()
		team.Type, team.Default = pick(w.dice, []graph.TeamType{graph.AccessTeam, graph.GroupTeam}), true
		return puts(team)
	},
	func(w *draft) []graph.Change { // members of a default team: ErrDefaultTeam
		m := graph.Member{Team: w.defaultTeam(pick(w.dice, w.units).ID), User: pick(w.dice, w.users).ID}
		if w.chance(50) {
			return deletes(m)
		}
		return puts(m)
	},
	func(w *draft) []graph.Change { // an ordinary team with members declared default: ErrDefaultTeam
		m := pick(w.dice, w.members)
		team, ok := w.team(m.Team)
		team.Default = true
		return only(ok && team.Type == graph.OwnerTeam, puts(team))
	},
	func(w *draft) []graph.Change { // a second default team: ErrDuplicate
		team := w.drawTeam()
		for _, other := range w.teams {
			if other.Default {
				team.BusinessUnit, team.Type, team.Default = other.BusinessUnit, graph.OwnerTeam, true
				return puts(team)
			}
		}
		return nil
	},
	func(w *draft) []graph.Change { // a team with the id of a unit, or a unit with that of a team: ErrDuplicate
		team := w.drawTeam()
		if w.chance(50) {
			unit := w.drawUnit()
			unit.ID = pick(w.dice, w.teams).ID
			return only(unit.ID != "", puts(unit))
		}
		team.ID, team.Default = pick(w.dice, w.units).ID, w.chance(30)
		return puts(team)
	},
	func(w *draft) []graph.Change { // another type: ErrTeamType, ErrAccessTeamOwns, ErrAccessTeamRole
		team := pick(w.dice, w.teams)
		if team.ID == "" || team.Default {
			return nil
		}
		team.Type = graph.TeamType(w.IntN(3))
		return puts(team)
	},
	func(w *draft) []graph.Change { // an access team that owns or holds: ErrAccessTeamOwns, ErrAccessTeamRole
		team, ok := found(w.teams, func(t graph.Team) bool { return t.Type == graph.AccessTeam })
		if !ok {
			return nil
		}
		if w.chance(50) {
			return puts(graph.RoleAssignment{Role: pick(w.dice, w.roles).ID, Principal: graph.TeamRef(team.ID)})
		}
		r, ok := w.drawRecord()
		r.Owner, r.BusinessUnit = graph.TeamRef(team.ID), ""
		return only(ok && w.ownership(r.Entity) == graph.UserOwned, puts(r))
	},
	func(w *draft) []graph.Change { // an owner team becomes an access team while it owns or holds: ErrAccessTeamOwns, ErrAccessTeamRole
		team := w.drawTeam()
		team.Type, team.Default = graph.OwnerTeam, false
		if _, unit := w.unit(team.ID); unit {
			return nil
		}
		turned := team
		turned.Type = graph.AccessTeam
		r, ok := w.drawRecord()
		if w.chance(50) && ok && w.ownership(r.Entity) == graph.UserOwned {
			r.Owner, r.BusinessUnit = graph.TeamRef(team.ID), ""
			return puts(team, r, turned)
		}
		return puts(team, graph.RoleAssignment{Role: pick(w.dice, w.roles).ID, Principal: graph.TeamRef(team.ID)}, turned)
	},
}

// malformed ids are those that rule 1.14 forbids.
var malformed = []string{"", strings.Repeat("x", graph.MaxID+1), "a\x00b", "tab\t", "line\n", "del\x7f", "\xff\xfe"}
