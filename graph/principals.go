package graph

import "iter"

// User finds a user by id.
func (s *State) User(id string) (PrincipalNumber, bool) {
	row, _ := s.users.find(id)
	n := userNumber(row)
	return n, s.principals.at(uint32(n)) != nil
}

// Team finds a team by id, undeclared default teams included (5.2).
func (s *State) Team(id string) (PrincipalNumber, bool) {
	row, known := s.teams.find(id)
	n := teamNumber(row)
	return n, known && s.principals.at(uint32(n)) != nil
}

// Principal finds a user, a team or the organization.
func (s *State) Principal(p Principal) (PrincipalNumber, bool) {
	switch p.Kind {
	case UserPrincipal:
		return s.User(p.ID)
	case TeamPrincipal:
		return s.Team(p.ID)
	case OrganizationPrincipal:
		return OrganizationNumber, true
	}
	return 0, false
}

// userNumber and teamNumber make a principal number of a row of the users' or the teams' ids. Rows
// start at 1: what team row 0 would be is the organization.
func userNumber(row uint32) PrincipalNumber { return PrincipalNumber(row << 1) }
func teamNumber(row uint32) PrincipalNumber { return PrincipalNumber(row<<1 | 1) }

// PrincipalAt names the principal with a number.
func (s *State) PrincipalAt(n PrincipalNumber) Principal {
	switch {
	case n == 0:
		return Principal{}
	case n == OrganizationNumber:
		return Organization
	case n&1 == 0:
		return UserRef(s.users.id(uint32(n >> 1)))
	}
	return TeamRef(s.teams.id(uint32(n >> 1)))
}

// PrincipalNumbers is one more than the greatest principal number.
func (s *State) PrincipalNumbers() int { return int(s.principals.length) }

// UnitOf is the unit of a user or team, 0 for anything else.
func (s *State) UnitOf(n PrincipalNumber) UnitNumber {
	if p := s.principals.at(uint32(n)); p != nil {
		return p.unit
	}
	return 0
}

// IsTeam reports whether the number is that of a team.
func (s *State) IsTeam(n PrincipalNumber) bool {
	p := s.principals.at(uint32(n))
	return p != nil && p.kind == TeamPrincipal
}

// ActiveUser reports active(u): neither the user nor the unit nor one above it is disabled (7.2).
func (s *State) ActiveUser(n PrincipalNumber) bool {
	p := s.principals.at(uint32(n))
	return p != nil && p.kind == UserPrincipal && !p.user.Disabled && s.tree.Active(p.unit)
}

// ManagerOf is the manager of a user, 0 for none.
func (s *State) ManagerOf(n PrincipalNumber) PrincipalNumber {
	if p := s.principals.at(uint32(n)); p != nil {
		return p.manager
	}
	return 0
}

// PositionOf is the position of a user, 0 for none.
func (s *State) PositionOf(n PrincipalNumber) PositionNumber {
	if p := s.principals.at(uint32(n)); p != nil {
		return p.position
	}
	return 0
}

// PositionAbove is the parent of a position, 0 for none.
func (s *State) PositionAbove(n PositionNumber) PositionNumber {
	if p := s.positions.at(uint32(n)); p != nil {
		return p.parent
	}
	return 0
}

// Unit finds a business unit by id.
func (s *State) Unit(id string) (UnitNumber, bool) {
	number, u := s.units.find(id)
	return UnitNumber(number), u != nil
}

// UnitID is the id of a unit.
func (s *State) UnitID(n UnitNumber) string { return s.units.id(uint32(n)) }

// DefaultTeam is the default team of a unit (5.2).
func (s *State) DefaultTeam(u UnitNumber) PrincipalNumber {
	if each := s.units.at(uint32(u)); each != nil {
		return each.team
	}
	return 0
}

// TeamsOf yields the teams of a user: those the user is a member of, and the default team of the
// user's unit (2.4, 5.2).
func (s *State) TeamsOf(user PrincipalNumber) iter.Seq[PrincipalNumber] {
	return func(yield func(PrincipalNumber) bool) {
		p := s.principals.at(uint32(user))
		if p == nil || p.kind != UserPrincipal {
			return
		}
		if team := s.DefaultTeam(p.unit); team != 0 && !yield(team) {
			return
		}
		for team := range seconds(&s.memberships, uint32(user)) {
			if !yield(PrincipalNumber(team)) {
				return
			}
		}
	}
}

// MembersOf yields the users of a team; for a default team those of its unit (5.2).
func (s *State) MembersOf(team PrincipalNumber) iter.Seq[PrincipalNumber] {
	return func(yield func(PrincipalNumber) bool) {
		p := s.principals.at(uint32(team))
		if p == nil || p.kind != TeamPrincipal {
			return
		}
		from, first := &s.members, uint32(team)
		if p.team.Default {
			from, first = &s.unitUsers, uint32(p.unit)
		}
		for user := range seconds(from, first) {
			if !yield(PrincipalNumber(user)) {
				return
			}
		}
	}
}

// UsersIn yields the users of a unit.
func (s *State) UsersIn(u UnitNumber) iter.Seq[PrincipalNumber] {
	return numbers[PrincipalNumber](&s.unitUsers, uint32(u))
}

// TeamsIn yields the teams of a unit, its default team included.
func (s *State) TeamsIn(u UnitNumber) iter.Seq[PrincipalNumber] {
	return numbers[PrincipalNumber](&s.unitTeams, uint32(u))
}

// ReportsOf yields the users whose manager is the given one.
func (s *State) ReportsOf(manager PrincipalNumber) iter.Seq[PrincipalNumber] {
	return numbers[PrincipalNumber](&s.reports, uint32(manager))
}

// UsersAt yields the users in a position.
func (s *State) UsersAt(p PositionNumber) iter.Seq[PrincipalNumber] {
	return numbers[PrincipalNumber](&s.positionUsers, uint32(p))
}

// PositionsBelow yields the positions whose parent is the given one.
func (s *State) PositionsBelow(p PositionNumber) iter.Seq[PositionNumber] {
	return numbers[PositionNumber](&s.positionsBelow, uint32(p))
}

// Users yields all users by number.
func (s *State) Users() iter.Seq[PrincipalNumber] {
	return func(yield func(PrincipalNumber) bool) {
		for row := range s.users.length {
			n := userNumber(row)
			if s.principals.at(uint32(n)) != nil && !yield(n) {
				return
			}
		}
	}
}

func numbers[N ~uint32](s *sorted[pair], first uint32) iter.Seq[N] {
	return func(yield func(N) bool) {
		for second := range seconds(s, first) {
			if !yield(N(second)) {
				return
			}
		}
	}
}
