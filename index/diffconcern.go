package index

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

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
