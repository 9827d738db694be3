package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// view is what questions read of a state that no longer changes: who is in which teams, who holds
// which roles, and who is above whom.
type view struct {
	*state
	teams    map[string][]graph.Team // of each user
	holdings map[string][]holding    // H(u) of each user
	reports  map[string][]report     // of each user
	sharing  map[string]int          // how many entities have a privilege name, folded (1.16)
}

// holding is one q of H(u) (section 3): a role, who holds it, and its base unit.
type holding struct {
	role   role
	holder graph.Principal
	base   string
}

// report is a user below another one, at a distance (8.2).
type report struct {
	user     string
	distance int
}

func (s *state) view() *view {
	v := &view{s, map[string][]graph.Team{}, map[string][]holding{}, map[string][]report{}, map[string]int{}}
	for _, entity := range s.entities {
		v.sharing[fold(privilegeName(entity))]++
	}
	for user := range s.users {
		v.teams[user] = s.teamsOf(user)
		v.holdings[user] = s.holdingsOf(user, v.teams[user])
		v.reports[user] = s.reportsOf(user)
	}
	return v
}

// teamsOf are the teams that a user is a member of, the default team of the user's unit included (5.2).
func (s *state) teamsOf(user string) []graph.Team {
	var teams []graph.Team
	for _, team := range s.allTeams() {
		if s.isMember(team, user) {
			teams = append(teams, team)
		}
	}
	return teams
}

// allTeams are the declared teams and the default teams of the units that declare none (5.2).
func (s *state) allTeams() []graph.Team {
	var teams []graph.Team
	for id := range s.teams {
		team, _ := s.team(id)
		teams = append(teams, team)
	}
	for id := range s.units {
		if _, declared := s.teams[id]; !declared {
			if team, found := s.team(id); found {
				teams = append(teams, team)
			}
		}
	}
	return teams
}

// holdingsOf is H(u): the assignments of a user and those of the user's teams.
func (s *state) holdingsOf(user string, teams []graph.Team) []holding {
	var all []holding
	for assignment := range s.assignments {
		p := assignment.Principal
		held := p == graph.UserRef(user) || p.Kind == graph.TeamPrincipal &&
			slices.ContainsFunc(teams, func(t graph.Team) bool { return t.ID == p.ID })
		if !held {
			continue
		}
		base := assignment.BusinessUnit
		if !s.count.hitIf(base != "", "6.3 base unit named") {
			base = followedUnit(s.unitOf(p), s.unitOfUser(user)) // 3.6e
		}
		all = append(all, holding{s.roles[assignment.Role], p, base})
	}
	return all
}

// reportsOf are the users below a superior, with their distance, however far (8.2).
func (s *state) reportsOf(superior string) []report {
	var reports []report
	for user := range s.users {
		distance, below := s.distance(superior, user)
		if user == superior || !below {
			continue
		}
		if s.settings.HierarchyModel == graph.ManagerHierarchy && s.settings.ManagersInSameOrParentBusinessUnit {
			if !managesFrom(s.unitOfUser(superior), s.upward(s.unitOfUser(user))) { // 8.7
				s.count.hit("8.7 manager elsewhere")
				continue
			}
			s.count.hitIf(s.unitOfUser(superior) != s.unitOfUser(user), "8.7 manager in a unit above")
		}
		if !reportCounts(s.inactive(user) == "") { // 8.9
			continue
		}
		reports = append(reports, report{user, distance})
	}
	return reports
}

// distance is how many steps a superior is above a user in the present model (8.7, 8.8).
func (s *state) distance(superior, user string) (int, bool) {
	var chain []string
	var top string
	switch s.settings.HierarchyModel {
	case graph.ManagerHierarchy:
		chain = climb(user, func(id string) string { return s.users[id].Manager })
		top = superior
	case graph.PositionHierarchy:
		chain = climb(s.users[user].Position, func(id string) string { return s.positions[id].Parent })
		top = s.users[superior].Position
	}
	k := slices.Index(chain, top)
	if k == 0 && superior != user {
		s.count.hit("8.8 same position")
	}
	return k, k >= 1
}

// inactive is why a user is not active: the user, or the user's unit or any unit above it, is
// disabled (7.2). It is empty for an active user.
func (s *state) inactive(user string) string {
	if s.users[user].Disabled {
		return "7.2 user disabled"
	}
	for i, unit := range disablingUnits(s.upward(s.unitOfUser(user))) { // 5.6
		switch {
		case s.units[unit].Disabled && i == 0:
			return "7.2 unit disabled"
		case s.units[unit].Disabled:
			return "7.2 unit above disabled"
		}
	}
	return ""
}
