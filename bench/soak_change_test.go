package bench_test

import (
	"math/rand/v2"
	"slices"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// How much of a division is other than it was generated, at most.
const (
	mostGiven    = 1000
	mostOffUsers = 20
	mostOffUnits = 2
)

// divisionVerbs are what writers do to divisions: each draws a change and what goes along with it, and tells the
// truth of it at once. The more often one stands here the more often it is drawn.
var divisionVerbs = []struct {
	name string
	draw func(*division, *rand.Rand) []index.Change
}{
	{"assign", (*division).assigns}, {"assign", (*division).assigns}, {"assign", (*division).assigns},
	{"share", (*division).shares}, {"share", (*division).shares}, {"share", (*division).shares},
	{"record", (*division).replaces}, {"record", (*division).replaces}, {"record", (*division).replaces},
	{"move", (*division).moves},
	{"transfer", (*division).transfers},
	{"flag", (*division).flags},
	{"member", (*division).joins},
	{"role", (*division).promotes},
}

func (d *division) assigns(dice *rand.Rand) []index.Change {
	record, owner := pickOf(dice, d.records), "user:"+pickOf(dice, d.users)
	d.owner[record] = owner
	return []index.Change{index.AssignRecord{Record: index.RecordRef("account", record), Owner: named(owner)}}
}

// shares grants, or modifies, and takes back what was given long ago.
func (d *division) shares(dice *rand.Rand) []index.Change {
	record, principal := pickOf(dice, d.records), "user:"+pickOf(dice, d.users)
	if dice.IntN(4) == 0 {
		principal = "team:" + pickOf(dice, d.ownTeams)
	}
	ref := index.RecordRef("account", record)
	var changes []index.Change
	if dice.IntN(5) == 0 { // a share that does not let read
		changes = append(changes, index.ModifyShare{Record: ref, Principal: named(principal), Rights: index.RightsOf(index.Write)})
		d.loses(record, principal)
	} else {
		changes = append(changes, index.GrantShare{Record: ref, Principal: named(principal), Rights: index.RightsOf(index.Read, index.Append)})
		d.gains(record, principal)
	}
	if d.given = append(d.given, [2]string{record, principal}); len(d.given) > mostGiven {
		oldest := d.given[0]
		d.given = slices.Delete(d.given, 0, 1)
		if _, there := d.owner[oldest[0]]; there {
			changes = append(changes, index.RevokeShare{Record: index.RecordRef("account", oldest[0]), Principal: named(oldest[1])})
			d.loses(oldest[0], oldest[1])
		}
	}
	return changes
}

// replaces deletes a record and creates another one.
func (d *division) replaces(dice *rand.Rand) []index.Change {
	return []index.Change{d.drop(dice), index.PutObject{Object: d.create(dice)}}
}

func (d *division) moves(dice *rand.Rand) []index.Change {
	unit, parent := pickOf(dice, d.units), pickOf(dice, d.units)
	if d.within(parent, unit) {
		parent = d.top
	}
	d.parent[unit] = parent
	return []index.Change{index.MoveUnit{BusinessUnit: unit, Parent: parent}}
}

// transfers brings a team to another unit, or a user, who gets the role again that is lost thereby
// (7.3b).
func (d *division) transfers(dice *rand.Rand) []index.Change {
	unit := pickOf(dice, d.units)
	if dice.IntN(3) == 0 {
		team := pickOf(dice, d.ownTeams)
		d.unitOf["team:"+team] = unit
		return []index.Change{index.TransferTeam{Team: team, BusinessUnit: unit}}
	}
	user := pickOf(dice, d.users)
	d.unitOf["user:"+user] = unit
	d.teams[user][0] = "team:" + unit // the default team (5.2)
	return []index.Change{index.TransferUser{User: user, BusinessUnit: unit}, index.PutObject{Object: d.role(user)}}
}

// flags disables a user or a unit, and enables what was disabled long ago.
func (d *division) flags(dice *rand.Rand) []index.Change {
	if dice.IntN(2) == 0 {
		user := pickOf(dice, d.users)
		if d.offUser[user] {
			return nil
		}
		d.offUser[user] = true
		changes := []index.Change{index.DisableUser{User: user}}
		if d.offUsers = append(d.offUsers, user); len(d.offUsers) > mostOffUsers {
			changes = append(changes, index.EnableUser{User: d.offUsers[0]})
			delete(d.offUser, d.offUsers[0])
			d.offUsers = slices.Delete(d.offUsers, 0, 1)
		}
		return changes
	}
	unit := pickOf(dice, d.units)
	if d.offUnit[unit] {
		return nil
	}
	d.offUnit[unit] = true
	changes := []index.Change{index.DisableUnit{BusinessUnit: unit}}
	if d.offUnits = append(d.offUnits, unit); len(d.offUnits) > mostOffUnits {
		changes = append(changes, index.EnableUnit{BusinessUnit: d.offUnits[0]})
		delete(d.offUnit, d.offUnits[0])
		d.offUnits = slices.Delete(d.offUnits, 0, 1)
	}
	return changes
}

// joins adds a user to a team, or takes one out of it again.
func (d *division) joins(dice *rand.Rand) []index.Change {
	team, user := pickOf(dice, d.ownTeams), pickOf(dice, d.users)
	member := graph.Member{Team: team, User: user}
	if at := slices.Index(d.teams[user], "team:"+team); at >= 0 {
		d.teams[user] = slices.Delete(d.teams[user], at, at+1)
		return []index.Change{index.DeleteObject{Object: member}}
	}
	changes := []index.Change{index.PutObject{Object: member}}
	if last := len(d.teams[user]) - 1; last > 2 { // nobody is in ever more teams
		old := d.teams[user][last]
		d.teams[user] = d.teams[user][:last]
		changes = append(changes, index.DeleteObject{Object: graph.Member{Team: named(old).ID, User: user}})
	}
	d.teams[user] = append(d.teams[user], "team:"+team)
	return changes
}

// promotes swaps the roles of two users.
func (d *division) promotes(dice *rand.Rand) []index.Change {
	one, other := pickOf(dice, d.users), pickOf(dice, d.users)
	if d.depth[one] == d.depth[other] {
		return nil
	}
	changes := []index.Change{index.DeleteObject{Object: d.role(one)}, index.DeleteObject{Object: d.role(other)}}
	d.depth[one], d.depth[other] = d.depth[other], d.depth[one]
	return append(changes, index.PutObject{Object: d.role(one)}, index.PutObject{Object: d.role(other)})
}

// role is the role assignment of a user.
func (d *division) role(user string) graph.RoleAssignment {
	return graph.RoleAssignment{Role: "account-" + d.depth[user].String(), Principal: index.UserRef(user)}
}
