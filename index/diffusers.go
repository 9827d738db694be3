package index

import (
	"context"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// users are the ids of the users whose access may differ, in order. It finds for each entity whom what
// differs may concern: more than differ in the end, and seldom all.
func (d *difference) users(ctx context.Context) ([]string, error) {
	if d.before == d.after {
		return nil, ctx.Err()
	}
	changed := d.newConcern()
	if !d.related || d.restated() {
		changed.all = true
	} else {
		d.changedUsers(changed)
		changed.addAbove()
	}
	all := d.newConcern()
	for _, e := range d.entities {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if e.before.empty() && e.after.empty() {
			continue
		}
		e.concern = d.newConcern()
		e.concern.merge(changed)
		if !e.concern.all {
			e.concerned()
		}
		all.merge(e.concern)
	}
	return all.ids(), ctx.Err()
}

// concern is users whom something may concern, as both states number them.
type concern struct {
	*difference
	all   bool
	users map[graph.PrincipalNumber]bool
}

func (d *difference) newConcern() *concern {
	return &concern{difference: d, users: map[graph.PrincipalNumber]bool{}}
}

func (c *concern) states() [2]*graph.State { return [2]*graph.State{c.before.state, c.after.state} }

func (c *concern) has(u graph.PrincipalNumber) bool { return c.all || c.users[u] }

func (c *concern) merge(other *concern) {
	c.all = c.all || other.all
	for u := range other.users {
		c.users[u] = true
	}
}

// add adds a user, or the members of a team.
func (c *concern) add(p graph.PrincipalNumber) {
	c.all = c.all || p == graph.OrganizationNumber
	if p&1 == 0 {
		c.users[p] = true
		return
	}
	for _, state := range c.states() {
		for u := range state.MembersOf(p) {
			c.users[u] = true
		}
	}
}

// addAbove adds everybody above the users (8.1).
func (c *concern) addAbove() {
	users := make([]graph.PrincipalNumber, 0, len(c.users))
	for u := range c.users {
		users = append(users, u)
	}
	for _, state := range c.states() {
		addAbove(state, users, c.users)
	}
}

// addHolders adds the users who hold a role, directly or through a team.
func (c *concern) addHolders(role graph.RoleNumber) {
	for _, state := range c.states() {
		for holder := range state.HoldersOf(role) {
			c.add(holder)
		}
	}
}

// addBased adds the users to whom a role is based in a unit (3.6e).
func (c *concern) addBased(unit graph.UnitNumber) {
	for _, state := range c.states() {
		look := func(holder graph.PrincipalNumber) {
			for each := range state.AssignmentsOf(holder) {
				if each.Base == unit {
					c.add(holder)
					break
				}
			}
		}
		for holder := range state.UsersIn(unit) {
			look(holder)
			if graph.TeamRoleReachesFromMember() {
				c.add(holder)
			}
		}
		for holder := range state.TeamsIn(unit) {
			look(holder)
		}
		for holder := range state.HoldersBasedAt(unit) {
			look(holder)
		}
	}
}

// ids are the users' ids in either state, in order.
func (c *concern) ids() []string {
	var ids []string
	for _, state := range c.states() {
		if c.all {
			for u := range state.Users() {
				ids = append(ids, state.PrincipalAt(u).ID)
			}
			continue
		}
		for u := range c.users {
			if id := state.PrincipalAt(u).ID; id != "" {
				ids = append(ids, id)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// concerned finds the users whom a difference in the entity, in its records or in roles for it may concern.
func (e *twoEntities) concerned() {
	was, is := e.before.entity, e.after.entity
	if !was.Declared() || !is.Declared() ||
		was.Fact().Ownership != is.Fact().Ownership || was.Fact().HierarchyExcluded != is.Fact().HierarchyExcluded {
		e.concern.all = true
		return
	}
	for role := range e.changedRoles() {
		e.concern.addHolders(role)
	}
	if graph.ReportMustPass() { // 8.5
		e.concern.addAbove()
	}
	for unit := range e.changedSubtrees() {
		e.concern.addBased(unit)
	}
	if before, after := e.before.setsOf(was), e.after.setsOf(is); before != after {
		e.concernedByRecords(before, after)
	}
}

// concernedByRecords goes from the sets of records that differ to the users in whose lists they may be.
func (e *twoEntities) concernedByRecords(before, after *entitySets) {
	fact := e.after.entity.Fact()
	if before.units.first != after.units.first || before.owners.first != after.owners.first ||
		fact.Ownership == graph.BusinessOwned && graph.ReachesOwnUser() { // 4.3
		e.concern.all = true
		return
	}
	for _, each := range [][2]*stamps{{&before.units, &after.units}, {&before.below, &after.below}} {
		for unit := range each[0].differing(each[1]) {
			e.concern.addBased(graph.UnitNumber(unit))
		}
	}
	holders := e.newConcern() // of what differs
	for _, each := range [][2]*stamps{{&before.owners, &after.owners}, {&before.shared, &after.shared}} {
		for p := range each[0].differing(each[1]) {
			holders.add(graph.PrincipalNumber(p))
		}
	}
	holders.addAbove() // 8.3
	e.concern.merge(holders)
	if all := e.delta(partPair{kind: everyPart}, graph.Read); !all.gained.IsEmpty() || !all.lost.IsEmpty() {
		for role := range graph.RoleNumber(max(e.before.state.RoleNumbers(), e.after.state.RoleNumbers())) {
			if e.before.reachesAll(role) || e.after.reachesAll(role) {
				e.concern.addHolders(role)
			}
		}
	}
}

// reachesAll reports whether a role may give a right on all records (3.6a, 4.1, 4.4).
func (s side) reachesAll(role graph.RoleNumber) bool {
	if len(s.state.RoleAt(role).Overrides) > 0 {
		return true
	}
	for _, r := range graph.EachRight {
		depth := s.state.DepthOf(role, 0, s.entity.Privilege(r))
		if depth == graph.Global || gives(depth) && isFree(s.entity.Fact().Ownership) {
			return true
		}
	}
	return false
}
