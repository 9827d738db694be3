package generate

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// mostLevels is how far below the root a unit lies at most.
const mostLevels = 8

// units is a random recursive tree: the parent of each unit is one of those before it.
func units(c Config, yield func(graph.Object) bool) {
	random := c.stream(unitStream)
	levels := make([]uint8, c.BusinessUnits)
	for n := range c.BusinessUnits {
		unit := graph.BusinessUnit{ID: unitID(n)}
		if n > 0 {
			parent := random.below(n)
			for levels[parent] == mostLevels {
				parent = random.below(n)
			}
			levels[n] = levels[parent] + 1
			unit.Parent = unitID(parent)
		}
		if !yield(unit) {
			return
		}
	}
}

// users sit in random units; nine in ten have one of those before them as manager.
func users(c Config, yield func(graph.Object) bool) {
	random := c.stream(userStream)
	for n := range c.Users {
		user := graph.User{ID: userID(n), BusinessUnit: unitID(random.below(c.BusinessUnits))}
		if manager := random.below(n); !random.oneIn(10) && n > 0 {
			user.Manager = userID(manager)
		}
		if !yield(user) {
			return
		}
	}
}

// teams are owner teams in random units.
func teams(c Config, yield func(graph.Object) bool) {
	random := c.stream(teamStream)
	for n := range c.Teams {
		if !yield(graph.Team{ID: teamID(n), BusinessUnit: unitID(random.below(c.BusinessUnits))}) {
			return
		}
	}
}

// members are 5 to 15 users of each team, or all users where these are fewer.
func members(c Config, yield func(graph.Object) bool) {
	random := c.stream(memberStream)
	for n := range c.Teams {
		count := min(5+random.below(11), c.Users)
		team := make([]int, 0, count)
		for len(team) < count {
			user := random.below(c.Users)
			if slices.Contains(team, user) {
				continue
			}
			team = append(team, user)
			if !yield(graph.Member{Team: teamID(n), User: userID(user)}) {
				return
			}
		}
	}
}

// roles is one role for each depth, with all eight rights on the entity.
func roles(yield func(graph.Object) bool) {
	for depth := graph.Basic; depth <= graph.Global; depth++ {
		privileges := make(map[string]graph.Depth, len(graph.EachRight))
		for _, right := range graph.EachRight {
			privileges["prv"+right.String()+"Account"] = depth
		}
		if !yield(graph.Role{ID: roleID(depth), Privileges: privileges}) {
			return
		}
	}
}

func roleID(depth graph.Depth) string { return "account-" + depth.String() }

// assignments give each user a role: Basic to half of them, Local to a quarter, Deep to a fifth,
// Global to one in twenty.
func assignments(c Config, yield func(graph.Object) bool) {
	random := c.stream(assignmentStream)
	for n := range c.Users {
		depth := graph.Global
		switch draw := random.below(20); {
		case draw < 10:
			depth = graph.Basic
		case draw < 15:
			depth = graph.Local
		case draw < 19:
			depth = graph.Deep
		}
		if !yield(graph.RoleAssignment{Role: roleID(depth), Principal: graph.UserRef(userID(n))}) {
			return
		}
	}
}
