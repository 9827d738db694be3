package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// root is the unit without a parent (5.1), empty while there is none or, within a batch, several.
func (s *state) root() string {
	var roots []string
	for id, unit := range s.units {
		if unit.Parent == "" {
			roots = append(roots, id)
		}
	}
	if len(roots) != 1 {
		return ""
	}
	return roots[0]
}

// upward is the unit and all units above it, from the unit on.
func (s *state) upward(unit string) []string {
	return climb(unit, func(id string) string { return s.units[id].Parent })
}

// climb is the chain from an id up, as far as it goes or until it comes back to itself.
func climb(id string, above func(id string) string) []string {
	var chain []string
	for ; id != "" && !slices.Contains(chain, id); id = above(id) {
		chain = append(chain, id)
	}
	return chain
}

// within reports whether a unit is top or a unit below it, at any distance.
func (s *state) within(unit, top string) bool {
	return top != "" && slices.Contains(s.upward(unit), top)
}

// unitOfUser is the user's unit; one put without a unit is in the root (5.8).
func (s *state) unitOfUser(id string) string {
	user, found := s.users[id]
	if found && user.BusinessUnit == "" {
		return s.root()
	}
	return user.BusinessUnit
}

// homeOf is the home unit of a role; one put without a home has the root (5.8).
func (s *state) homeOf(r graph.Role) string {
	if r.BusinessUnit == "" {
		return s.root()
	}
	return r.BusinessUnit
}

// hasInstance reports whether a role exists as an instance in a unit: its home and all below (6.5).
func (s *state) hasInstance(r graph.Role, unit string) bool { return s.within(unit, s.homeOf(r)) }

// defaultTeamOf is the id of a unit's default team: that of the team declared so, or else the
// unit's own (5.2).
func (s *state) defaultTeamOf(unit string) string {
	var declared []string
	for id, team := range s.teams {
		if team.Default && team.BusinessUnit == unit {
			declared = append(declared, id)
		}
	}
	if len(declared) == 0 {
		return unit
	}
	return slices.Min(declared) // more than one is refused at the end of the batch (7.5)
}

// team is the team of an id, declared or the undeclared default team of a unit (5.2).
func (s *state) team(id string) (graph.Team, bool) {
	if team, declared := s.teams[id]; declared {
		return team, true
	}
	if unit, found := s.units[id]; found && s.defaultTeamOf(id) == id {
		return graph.Team{ID: id, Name: unit.Name, BusinessUnit: id, Default: true}, true // 5.4
	}
	return graph.Team{}, false
}

// isMember reports whether a user is in a team; the members of a default team are exactly the
// users of its unit (5.2).
func (s *state) isMember(team graph.Team, user string) bool {
	if _, found := s.users[user]; !found {
		return false
	}
	if team.Default {
		return s.unitOfUser(user) == team.BusinessUnit
	}
	return s.members[graph.Member{Team: team.ID, User: user}]
}

// exists reports whether there is such a principal. The organization always is.
func (s *state) exists(p graph.Principal) bool {
	found := p.Kind == graph.OrganizationPrincipal
	switch p.Kind {
	case graph.UserPrincipal:
		_, found = s.users[p.ID]
	case graph.TeamPrincipal:
		_, found = s.team(p.ID)
	}
	return found
}

// unitOf is the unit of a user or team, empty for anything else.
func (s *state) unitOf(p graph.Principal) string {
	switch p.Kind {
	case graph.UserPrincipal:
		return s.unitOfUser(p.ID)
	case graph.TeamPrincipal:
		team, _ := s.team(p.ID)
		return team.BusinessUnit
	}
	return ""
}

// owningUnit is the unit that a record counts for: its own, or else its owner's as it is now (4.2), or
// the default of rule 4.3. It is empty on entities without owning units.
func (s *state) owningUnit(record graph.Record) string {
	switch s.entities[record.Entity].Ownership {
	case graph.UserOwned:
		if record.BusinessUnit != "" {
			return record.BusinessUnit
		}
		return s.unitOf(record.Owner)
	case graph.BusinessOwned:
		if record.BusinessUnit != "" {
			return record.BusinessUnit
		}
		return s.unitByDefault(record)
	}
	return ""
}

// unitByDefault is where a business-owned record without a unit belongs (4.3), empty if nowhere.
func (s *state) unitByDefault(record graph.Record) string {
	switch record.Entity {
	case fold("businessunit"):
		return s.units[record.ID].ID
	case fold("systemuser"):
		return s.unitOf(graph.UserRef(record.ID))
	case fold("team"):
		return s.unitOf(graph.TeamRef(record.ID))
	}
	return ""
}
