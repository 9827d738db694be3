package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// drawSettings are settings of every kind (2.1).
func (w *draft) drawSettings() graph.Settings {
	s := graph.DefaultSettings()
	s.OwnershipAcrossBusinessUnits = w.chance(50)
	s.AlwaysMoveRecordToOwnerBusinessUnit = w.chance(70)
	s.DoNotRemoveRolesOnChangeBusinessUnit = w.chance(30)
	s.ShareToPreviousOwnerOnAssign = w.chance(30)
	s.HierarchyModel = pick(w.dice, []graph.HierarchyModel{graph.NoHierarchy, graph.ManagerHierarchy, graph.ManagerHierarchy, graph.PositionHierarchy})
	s.HierarchyDepth = w.between(1, 4)
	s.HierarchyWriteLevels = w.between(0, 3)
	s.ManagersInSameOrParentBusinessUnit = w.chance(60)
	s.RoleDepthOverrides = w.chance(50)
	return s
}

// drawUnit is a unit below one that is there, or the root.
func (w *draft) drawUnit() graph.BusinessUnit {
	unit := graph.BusinessUnit{Name: w.label()}
	unit.ID = w.newID("b", func(id string) bool {
		_, taken := w.unit(id)
		return taken || w.declared(id)
	})
	if len(w.units) > 0 {
		unit.Parent = pick(w.dice, w.units).ID
		if w.chance(40) {
			unit.Parent = w.units[len(w.units)-1].ID
		}
		unit.Disabled = w.chance(15)
	}
	return unit
}

func (w *draft) drawPosition() graph.Position {
	p := graph.Position{Name: w.label()}
	p.ID = w.newID("p", func(id string) bool {
		return slices.ContainsFunc(w.positions, func(p graph.Position) bool { return p.ID == id })
	})
	if w.chance(80) {
		p.Parent = pick(w.dice, w.positions).ID
	}
	return p
}

func (w *draft) drawUser() graph.User {
	user := graph.User{Name: w.label(), Disabled: w.chance(12)}
	user.ID = w.newID("u", func(id string) bool { _, taken := w.user(id); return taken })
	return w.drawPlace(user)
}

// drawPlace puts a user into a unit, under a manager and into a position, anew.
func (w *draft) drawPlace(user graph.User) graph.User {
	user.BusinessUnit, user.Manager, user.Position = "", "", ""
	if w.chance(85) {
		user.BusinessUnit = pick(w.dice, w.units).ID
	}
	if manager := pick(w.dice, w.users); w.chance(70) && !w.reports(manager.ID, user.ID) {
		user.Manager = manager.ID
	}
	if w.chance(70) {
		user.Position = pick(w.dice, w.positions).ID
	}
	return user
}

// reports reports whether the chain of managers leads from one user to another, or both are the same.
func (w *draft) reports(from, to string) bool {
	for range len(w.users) + 1 {
		if from == to {
			return true
		}
		user, _ := w.user(from)
		if from = user.Manager; from == "" {
			return false
		}
	}
	return false
}

// drawTeam is a team of any type, a declared default team among them (5.2).
func (w *draft) drawTeam() graph.Team {
	team := graph.Team{Name: w.label(), BusinessUnit: pick(w.dice, w.units).ID, Type: graph.TeamType(w.IntN(3))}
	team.ID = w.newID("t", func(id string) bool {
		_, unit := w.unit(id)
		return unit || w.declared(id)
	})
	if w.chance(30) && !w.hasDefault(team.BusinessUnit) {
		team.Type, team.Default = graph.OwnerTeam, true
		if w.chance(40) {
			team.ID = team.BusinessUnit
		}
	}
	return team
}

// hasDefault reports whether a default team of the unit is declared.
func (w *draft) hasDefault(unit string) bool {
	return slices.ContainsFunc(w.teams, func(t graph.Team) bool { return t.Default && t.BusinessUnit == unit })
}

func (w *draft) drawMember() (graph.Member, bool) {
	team, user := pick(w.dice, w.teams), pick(w.dice, w.users)
	return graph.Member{Team: team.ID, User: user.ID}, team.ID != "" && user.ID != "" && !team.Default
}
