package graph

import (
	"cmp"
	"maps"
	"slices"
)

// final tests the final state (15.3) where the batch put or deleted something.
func (b *batch) final() {
	b.enterRoot()
	b.replant()
	known := len(b.errs)
	if b.finalUnits(); len(b.errs) > known {
		b.finalDeletions()
		return // what else is wrong may follow from the tree
	}
	b.finalPositions()
	b.finalPrincipals()
	b.finalMembers()
	b.finalEntities()
	b.finalRoles()
	b.finalHolders()
	b.finalRelations()
	b.finalRecords()
	b.finalPlaced()
	b.finalShares()
	b.finalPrevious()
	b.finalDeletions()
}

// each yields the entries of what a batch touched, in the order of the batch and then by number, so
// that its errors come in the same order every time.
func each[K cmp.Ordered](touched map[K]cause) []K {
	return slices.SortedFunc(maps.Keys(touched), func(x, y K) int {
		return cmp.Or(touched[x].compare(touched[y]), cmp.Compare(x, y))
	})
}

func (c cause) compare(other cause) int {
	if c.change != other.change {
		return c.change - other.change
	}
	return pair{c.place.Source, c.place.Line}.compare(pair{other.place.Source, other.place.Line})
}

// enterRoot puts the users and roles that name no unit into the root, which may have come after them
// (5.8).
func (b *batch) enterRoot() {
	for _, number := range each(b.touched.principals) {
		if p := b.principals.at(uint32(number)); p != nil && p.kind == UserPrincipal && p.unit == 0 {
			b.setUser(p.user)
		}
	}
	for _, number := range each(b.touched.roles) {
		if r := b.roles.at(uint32(number)); r != nil && r.home == 0 {
			b.setRole(r.fact)
		}
	}
	b.dropAllNeedlessUnits()
}

func (b *batch) finalPositions() {
	ranks := circles[PositionNumber]{up: func(n PositionNumber) PositionNumber { return b.PositionAbove(n) }}
	for _, number := range each(b.touched.positions) {
		c, p := b.touched.positions[number], b.positions.at(uint32(number))
		switch {
		case p == nil:
		case p.parent != 0 && b.positions.at(uint32(p.parent)) == nil:
			b.fault(c, p.fact.String(), "parent", p.fact.Parent, b.missingPosition(p.parent))
		case ranks.through(number):
			b.fault(c, p.fact.String(), "parent", p.fact.Parent, ErrCycle)
		}
	}
}

func (b *batch) missingPosition(n PositionNumber) error {
	if _, deleted := b.deleted.positions[n]; deleted {
		return ErrNotEmpty
	}
	return ErrUnknown
}

// finalPrincipals tests users and teams (sections 5 and 7, 8.10).
func (b *batch) finalPrincipals() {
	chains := circles[PrincipalNumber]{up: func(n PrincipalNumber) PrincipalNumber { return b.ManagerOf(n) }}
	for _, number := range each(b.touched.principals) {
		c, p := b.touched.principals[number], b.principals.at(uint32(number))
		switch {
		case p == nil:
		case p.kind == UserPrincipal:
			b.finalUser(c, number, p, &chains)
		default:
			b.finalTeam(c, number, p)
		}
	}
	for _, number := range each(b.touched.vanished) {
		if b.principals.at(uint32(number)) == nil {
			b.finalVanished(b.touched.vanished[number], number)
		}
	}
}

func (b *batch) finalUser(c cause, number PrincipalNumber, p *principal, chains *circles[PrincipalNumber]) {
	if b.units.at(uint32(p.unit)) == nil {
		b.fault(c, p.user.String(), "business_unit", p.user.BusinessUnit, b.missingUnit(p.unit))
	}
	if p.manager != 0 && b.principals.at(uint32(p.manager)) == nil {
		b.fault(c, p.user.String(), "manager", p.user.Manager, ErrUnknown)
	} else if chains.through(number) {
		b.fault(c, p.user.String(), "manager", p.user.Manager, ErrCycle)
	}
	if p.position != 0 && b.positions.at(uint32(p.position)) == nil {
		b.fault(c, p.user.String(), "position", p.user.Position, b.missingPosition(p.position))
	}
}

func (b *batch) finalTeam(c cause, number PrincipalNumber, p *principal) {
	if p.implied {
		return
	}
	if b.units.at(uint32(p.unit)) == nil {
		b.fault(c, p.team.String(), "business_unit", p.team.BusinessUnit, b.missingUnit(p.unit))
	}
	b.finalTeamID(c, p.team.ID)
	if p.team.Default {
		if _, has := anySecond(&b.members, uint32(number)); has {
			b.fault(c, p.team.String(), "default", "true", ErrDefaultTeam)
		}
		for other := range seconds(&b.defaultTeams, uint32(p.unit)) {
			if PrincipalNumber(other) != number {
				b.fault(c, p.team.String(), "default", "true", ErrDuplicate)
				break
			}
		}
	}
	if p.team.Type == AccessTeam && b.owns(number, UserOwned) {
		b.fault(c, p.team.String(), "type", p.team.Type.String(), ErrAccessTeamOwns)
	}
}

// owns reports whether records of entities with an ownership have a principal as their holdings' owner.
func (b *batch) owns(number PrincipalNumber, ownership Ownership) bool {
	for _, e := range b.entities.all() {
		if e.fact.Ownership == ownership && e.owns(number) {
			return true
		}
	}
	return false
}

// finalVanished tests that nothing refers to an undeclared default team that a declared one replaced.
func (b *batch) finalVanished(c cause, number PrincipalNumber) {
	team := named(KindTeam, b.PrincipalAt(number).ID)
	if b.owns(number, BusinessOwned) {
		b.fault(c, team, "", "", ErrOwnership)
	}
	if b.sharedWith(number) || b.owns(number, UserOwned) || len(b.assignmentsOf(number)) > 0 {
		b.fault(c, team, "", "", ErrUnknown)
	}
}

func (b *batch) finalMembers() {
	links := slices.SortedFunc(maps.Keys(b.touched.members), func(x, y pair) int {
		return cmp.Or(b.touched.members[x].compare(b.touched.members[y]), x.compare(y))
	})
	for _, link := range links {
		c := b.touched.members[link]
		if !b.members.has(link) {
			continue
		}
		team, user := PrincipalNumber(link.first), PrincipalNumber(link.second)
		fact := Member{Team: b.PrincipalAt(team).ID, User: b.PrincipalAt(user).ID}
		switch p := b.principals.at(link.first); {
		case p == nil:
			b.fault(c, fact.String(), "team", fact.Team, ErrUnknown)
		case p.team.Default:
			b.fault(c, fact.String(), "team", fact.Team, ErrDefaultTeam)
		case b.principals.at(link.second) == nil:
			b.fault(c, fact.String(), "user", fact.User, ErrUnknown)
		}
	}
}

// circles finds what lies on a circle in a graph where each node has at most one way up.
type circles[N ~uint32] struct {
	up   func(N) N // 0 at the top
	seen map[N]uint32
	on   map[N]bool
	walk uint32
}

// through reports whether a circle runs through n.
func (s *circles[N]) through(n N) bool {
	if s.seen == nil {
		s.seen, s.on = map[N]uint32{}, map[N]bool{}
	}
	s.walk++
	at := n
	for ; at != 0 && s.seen[at] == 0; at = s.up(at) {
		s.seen[at] = s.walk
	}
	if at != 0 && s.seen[at] == s.walk && !s.on[at] {
		for ; !s.on[at]; at = s.up(at) {
			s.on[at] = true
		}
	}
	return s.on[n]
}
