package graph

import "fmt"

// fitRules tests the facts that pages gave against all rules, once what follows from them is linked. The
// rules that a batch tests one fact after the other are tested as if one batch had put all.
func (s *State) fitRules() error {
	b := s.batch()
	b.before = NewState()
	c := cause{change: -1}
	if err := s.fitTree(); err != nil {
		return err
	}
	for number, u := range s.units.all() {
		b.finalTeamID(c, u.fact.ID)
		if err := s.fitDefaultTeam(UnitNumber(number), u); err != nil {
			return err
		}
	}
	if err := s.fitPeople(b, c); err != nil {
		return err
	}
	for number, e := range s.entities.all() {
		b.touched.entities[EntityNumber(number)] = c
		if err := s.fitEntity(e); err != nil {
			return err
		}
	}
	b.finalEntities()
	if err := s.fitRoles(b, c); err != nil {
		return err
	}
	if len(b.errs) > 0 {
		return b.errs[0]
	}
	return s.fitRecords(b)
}

// fitTree tests that units and positions form trees, and that no user is above himself (5.1, 8.10).
func (s *State) fitTree() error {
	if s.tree.Len() != s.units.count {
		return fmt.Errorf("%w: %d of %d units below the root", ErrRootBusinessUnit, s.tree.Len(), s.units.count)
	}
	for number, u := range s.units.all() {
		if top := UnitNumber(number) == s.tree.Root(); top != (u.fact.Parent == "") || top && u.fact.Disabled {
			return fmt.Errorf("%s: %w", u.fact, ErrRootBusinessUnit)
		}
	}
	for number, p := range s.positions.all() {
		if p.fact.Parent != "" && s.positions.at(uint32(p.parent)) == nil {
			return fmt.Errorf("%s: parent %q: %w", p.fact, p.fact.Parent, ErrUnknown)
		}
		if uint32(p.parent) == number {
			return fmt.Errorf("%s: %w", p.fact, ErrCycle)
		}
	}
	if circular(s.positions.objects.length, func(n uint32) uint32 { return uint32(s.PositionAbove(PositionNumber(n))) }) {
		return fmt.Errorf("positions: %w", ErrCycle)
	}
	if circular(s.principals.length, func(n uint32) uint32 { return uint32(s.ManagerOf(PrincipalNumber(n))) }) {
		return fmt.Errorf("managers: %w", ErrCycle)
	}
	return nil
}

// circular reports whether there is a circle among numbers that have one way up each; 0 is the top.
func circular(numbers uint32, up func(uint32) uint32) bool {
	walks := make([]uint32, numbers) // the walk that first came by
	for start := uint32(1); start < numbers; start++ {
		at := start
		for ; at != 0 && at < numbers && walks[at] == 0; at = up(at) {
			walks[at] = start
		}
		if at != 0 && at < numbers && walks[at] == start {
			return true
		}
	}
	return false
}

// fitDefaultTeam tests that a unit has one default team, the undeclared one if it declares none (5.2).
func (s *State) fitDefaultTeam(number UnitNumber, u *unit) error {
	declared := 0
	for range seconds(&s.defaultTeams, uint32(number)) {
		declared++
	}
	team, there := s.Team(u.fact.ID)
	implied := there && s.principals.at(uint32(team)).implied
	if p := s.principals.at(uint32(u.team)); declared > 1 || implied == (declared == 1) || p == nil || implied && u.team != team {
		return fmt.Errorf("%s: %d default teams: %w", u.fact, declared, ErrDefaultTeam)
	}
	return nil
}

// fitPeople tests users, teams and members (sections 5 and 7).
func (s *State) fitPeople(b *batch, c cause) error {
	for n := range s.principals.length {
		p := s.principals.at(n)
		switch {
		case p == nil:
		case p.kind == UserPrincipal:
			b.finalUser(c, PrincipalNumber(n), p, &circles[PrincipalNumber]{up: func(PrincipalNumber) PrincipalNumber { return 0 }})
			if p.user.Manager != "" && p.manager == 0 || p.user.Position != "" && p.position == 0 {
				return fmt.Errorf("%s: manager or position: %w", p.user, ErrUnknown)
			}
		case p.kind == TeamPrincipal:
			b.finalTeam(c, PrincipalNumber(n), p)
			unit, _ := s.Unit(p.team.ID)
			if p.implied && (unit == 0 || p.unit != unit || p.team != (Team{ID: p.team.ID, BusinessUnit: p.team.ID, Default: true})) ||
				p.team.Default && p.team.Type != OwnerTeam {
				return fmt.Errorf("%s: %w", p.team, ErrDefaultTeam)
			}
		}
	}
	for link := range s.members.all() {
		team, user := s.principals.at(link.first), s.principals.at(link.second)
		if team == nil || team.kind != TeamPrincipal || team.team.Default || user == nil || user.kind != UserPrincipal {
			return fmt.Errorf("principal %d is no member of principal %d", link.second, link.first)
		}
	}
	return nil
}
