package graph

import (
	"cmp"
	"slices"
)

// link derives from the facts what the setters of a draft otherwise keep up to date: the numbers that
// objects refer to, and the ways back.
func (s *State) link() {
	s.linkUnits()
	s.linkPrincipals()
	s.linkRoles()
	for _, r := range s.relations.all() {
		r.child, r.parent = s.entityNumber(r.fact.Child), s.entityNumber(r.fact.Parent)
		r.linkChildren()
	}
	for _, e := range s.entities.all() {
		for i, right := range EachRight {
			e.privileges[i], _ = s.Privilege(privilegeName(right, e.fact.Privilege))
		}
		e.link()
	}
	s.tree = s.plant()
}

func (s *State) entityNumber(name string) EntityNumber {
	number, _ := s.entities.keys.find(fold(name))
	return EntityNumber(number)
}

func (s *State) unitNumber(id string) UnitNumber {
	number, _ := s.Unit(id)
	return number
}

func (s *State) linkUnits() {
	var children, positions []pair
	for number, u := range s.units.all() {
		u.parent = s.unitNumber(u.fact.Parent)
		children = append(children, pair{uint32(u.parent), number})
	}
	for number, p := range s.positions.all() {
		if parent, _ := s.positions.find(p.fact.Parent); p.fact.Parent != "" {
			p.parent = PositionNumber(parent)
			positions = append(positions, pair{parent, number})
		}
	}
	s.unitChildren, s.positionsBelow = sortedOf(children), sortedOf(positions)
}

func (s *State) linkPrincipals() {
	var users, teams, defaults, reports, held, memberships []pair
	for n := range s.principals.length {
		p := s.principals.at(n)
		switch {
		case p == nil:
		case p.kind == TeamPrincipal:
			p.unit = s.unitNumber(p.team.BusinessUnit)
			teams = append(teams, pair{uint32(p.unit), n})
			if u := s.units.at(uint32(p.unit)); u != nil && p.team.Default {
				u.team = PrincipalNumber(n)
				if !p.implied {
					defaults = append(defaults, pair{uint32(p.unit), n})
				}
			}
		case p.kind == UserPrincipal:
			p.unit = s.unitNumber(p.user.BusinessUnit)
			users = append(users, pair{uint32(p.unit), n})
			if p.user.Manager != "" {
				p.manager, _ = s.User(p.user.Manager)
				reports = append(reports, pair{uint32(p.manager), n})
			}
			if p.user.Position != "" {
				position, _ := s.positions.find(p.user.Position)
				p.position = PositionNumber(position)
				held = append(held, pair{position, n})
			}
		}
	}
	for link := range s.members.all() {
		memberships = append(memberships, pair{link.second, link.first})
	}
	s.unitUsers, s.unitTeams, s.defaultTeams = sortedOf(users), sortedOf(teams), sortedOf(defaults)
	s.reports, s.positionUsers = sortedOf(reports), sortedOf(held)
	s.memberships = sortedOf(memberships)
}

func (s *State) linkRoles() {
	var homes, holders, based []pair
	for number, r := range s.roles.all() {
		r.home = s.unitNumber(r.fact.BusinessUnit)
		homes = append(homes, pair{uint32(r.home), number})
		for name, depth := range r.fact.Privileges {
			p, _ := s.Privilege(name)
			r.grants = append(r.grants, grant{p, depth})
		}
		slices.SortFunc(r.grants, func(a, b grant) int { return cmp.Compare(a.privilege, b.privilege) })
		for _, each := range r.fact.Overrides {
			p, _ := s.Privilege(each.Privilege)
			r.overrides = append(r.overrides, override{s.unitNumber(each.BusinessUnit), p, each.Depth})
		}
	}
	for a := range s.assignments.all() {
		holders = append(holders, pair{uint32(a.role), uint32(a.principal)})
		if a.base != 0 {
			based = append(based, pair{uint32(a.base), uint32(a.principal)})
		}
	}
	s.unitRoles, s.roleHolders, s.basedAt = sortedOf(homes), sortedOf(holders), sortedOf(based)
}

func (r *relation) linkChildren() {
	var children []pair
	for child := range r.targets.length {
		if target := r.targets.at(child); target != 0 {
			children = append(children, pair{target - 1, child})
		}
	}
	r.children = sortedOf(children)
}

// link derives what follows from an entity's rows, holdings and shares.
func (e *entity) link() {
	counts := make([]uint32, e.holdings.length)
	e.count = 0
	var free []freeOrdinal
	for ordinal := range e.keys.length {
		if holding := e.rows.at(ordinal) & rowHolding; holding != 0 {
			counts[holding]++
			e.count++
		} else {
			free = append(free, freeOrdinal(ordinal))
		}
	}
	e.free = sortedInOrder(free)
	e.holdingCounts = columnOf(counts)
	var byOwner []holdingByOwner
	var byUnit []holdingByUnit
	for number := uint32(1); number < e.holdings.length; number++ {
		h := e.holdings.at(number)
		byOwner = append(byOwner, holdingByOwner{h, HoldingNumber(number)})
		if h.Unit != 0 {
			byUnit = append(byUnit, holdingByUnit{h, HoldingNumber(number)})
		}
	}
	e.byOwner, e.byUnit = sortedOf(byOwner), sortedOf(byUnit)
	e.linkShares()
}

// linkShares derives the way from principals to what is shared with them.
func (e *entity) linkShares() {
	var sharedTo []pair
	for entry := range e.shares.all() {
		sharedTo = append(sharedTo, pair{uint32(entry.principal), uint32(entry.ordinal)})
	}
	e.sharedTo = sortedOf(sharedTo)
}
