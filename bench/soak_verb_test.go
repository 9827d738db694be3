package bench_test

import (
	"fmt"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// next draws a change to the part and what goes along with it. It may be refused: the oracle refuses it too.
func (p *part) next() []graph.Change {
	ref, at := p.ref(), p.anybody()
	switch p.IntN(24) {
	case 0, 1, 2:
		return []graph.Change{graph.AssignRecord{Record: ref, Owner: p.owner()}}
	case 3, 4:
		return []graph.Change{graph.GrantShare{Record: ref, Principal: at, Rights: p.rights()}}
	case 5:
		return []graph.Change{graph.ModifyShare{Record: ref, Principal: at, Rights: p.rights()}}
	case 6, 7:
		return []graph.Change{graph.RevokeShare{Record: ref, Principal: at}, graph.RevokeShare{Record: ref, Principal: p.anybody()}}
	case 8, 9, 10:
		return p.links()
	case 11:
		return []graph.Change{graph.UnlinkRecord{Record: ref, Lookup: pickOf(p.Rand, partLinks).Lookup}}
	case 12, 13:
		return []graph.Change{graph.DeleteObject{Object: graph.Record{Entity: ref.Entity, ID: ref.ID}}, graph.PutObject{Object: p.record(ref.Entity, ref.ID)}}
	case 14:
		return []graph.Change{graph.DeleteObject{Object: graph.Record{Entity: ref.Entity, ID: ref.ID}}}
	case 15, 16:
		return []graph.Change{graph.PutObject{Object: p.record(ref.Entity, ref.ID)}}
	case 17:
		return p.flag()
	case 18:
		return p.holder()
	case 19:
		return p.team()
	case 20, 21:
		return p.people()
	case 22:
		return []graph.Change{graph.MoveUnit{BusinessUnit: pickOf(p.Rand, p.units), Parent: pickOf(p.Rand, append(p.units, "part"))}}
	}
	return p.rarely()
}

func (p *part) ref() graph.Ref {
	entity := pickOf(p.Rand, partEntities).Name
	return graph.RecordRef(entity, pickOf(p.Rand, p.records[entity]))
}

// rights are any but none.
func (p *part) rights() graph.Rights {
	return graph.RightsOf(graph.Read, graph.EachRight[p.IntN(8)], graph.EachRight[p.IntN(8)])
}

func (p *part) owner() graph.Principal {
	if p.IntN(6) == 0 {
		return graph.TeamRef(pickOf(p.Rand, p.teams))
	}
	return graph.UserRef(pickOf(p.Rand, p.users))
}

// anybody is a principal to share with.
func (p *part) anybody() graph.Principal {
	if p.IntN(20) == 0 {
		return graph.Organization
	}
	return p.owner()
}

// links points a record elsewhere, a new one in the same batch now and then (12.5).
func (p *part) links() []graph.Change {
	link := pickOf(p.Rand, partLinks)
	child := graph.RecordRef(link.Child, pickOf(p.Rand, p.records[link.Child]))
	change := graph.LinkRecord{Record: child, Lookup: link.Lookup, Target: graph.RecordRef(link.Parent, pickOf(p.Rand, p.records[link.Parent]))}
	if p.IntN(4) == 0 {
		fresh := graph.PutObject{Object: p.record(child.Entity, child.ID)}
		return []graph.Change{graph.DeleteObject{Object: graph.Record{Entity: child.Entity, ID: child.ID}}, fresh, change}
	}
	return []graph.Change{change}
}

// flag disables, or more often enables, a user or a unit.
func (p *part) flag() []graph.Change {
	user, unit := pickOf(p.Rand, p.users), pickOf(p.Rand, p.units)
	switch p.IntN(20) {
	case 0, 1:
		return []graph.Change{graph.DisableUser{User: user}}
	case 2:
		return []graph.Change{graph.DisableUnit{BusinessUnit: unit}}
	}
	if p.IntN(2) == 0 {
		return []graph.Change{graph.EnableUser{User: user}}
	}
	return []graph.Change{graph.EnableUnit{BusinessUnit: unit}}
}

// holder gives a role to a user or a team, or takes one.
func (p *part) holder() []graph.Change {
	assignment := graph.RoleAssignment{Role: pickOf(p.Rand, p.roles).ID, Principal: p.owner()}
	other := graph.RoleAssignment{Role: pickOf(p.Rand, p.roles).ID, Principal: assignment.Principal}
	switch p.IntN(3) {
	case 0:
		return []graph.Change{graph.PutObject{Object: assignment}}
	case 1:
		return []graph.Change{graph.DeleteObject{Object: assignment}}
	}
	return []graph.Change{graph.PutObject{Object: other}, graph.PutObject{Object: assignment}, graph.DeleteObject{Object: assignment}}
}

func (p *part) team() []graph.Change {
	team := pickOf(p.Rand, p.teams)
	member := graph.Member{Team: team, User: pickOf(p.Rand, p.users)}
	switch p.IntN(4) {
	case 0:
		return []graph.Change{graph.TransferTeam{Team: team, BusinessUnit: pickOf(p.Rand, p.units)}}
	case 1:
		return []graph.Change{graph.DeleteObject{Object: member}}
	}
	return []graph.Change{graph.PutObject{Object: member}}
}

// people transfers a user, or states a manager, position and unit; the roles that are lost come again.
func (p *part) people() []graph.Change {
	i := p.IntN(len(p.users))
	again := graph.PutObject{Object: graph.RoleAssignment{Role: pickOf(p.Rand, p.roles).ID, Principal: graph.UserRef(p.users[i])}}
	if p.IntN(3) == 0 {
		return []graph.Change{graph.PutObject{Object: p.user(i)}, again}
	}
	return []graph.Change{graph.TransferUser{User: p.users[i], BusinessUnit: pickOf(p.Rand, p.units)}, again}
}

// rarely is what concerns much at once: settings, roles, a unit that comes and goes, all inherited rights.
func (p *part) rarely() []graph.Change {
	switch p.IntN(6) {
	case 0:
		settings := graph.DefaultSettings()
		settings.HierarchyModel = graph.HierarchyModel(p.IntN(3))
		settings.HierarchyDepth, settings.HierarchyWriteLevels = 1+p.IntN(4), p.IntN(3)
		settings.ManagersInSameOrParentBusinessUnit = p.IntN(2) == 0
		settings.DoNotRemoveRolesOnChangeBusinessUnit = p.IntN(2) == 0
		return []graph.Change{graph.PutObject{Object: settings}}
	case 1:
		at := p.IntN(len(p.roles))
		return []graph.Change{graph.PutObject{Object: p.role(p.roles[at].ID)}}
	case 2:
		unit := graph.BusinessUnit{ID: fmt.Sprint("part-spare-", p.IntN(3)), Parent: pickOf(p.Rand, p.units), Disabled: true}
		return []graph.Change{graph.PutObject{Object: unit}}
	case 3:
		return []graph.Change{graph.DeleteObject{Object: graph.BusinessUnit{ID: fmt.Sprint("part-spare-", p.IntN(3))}}}
	case 4:
		return []graph.Change{graph.RecomputeInherited{Record: p.ref()}}
	}
	return []graph.Change{graph.RecomputeInherited{}}
}

// draw is a batch of the part: one change in three of four.
func (p *part) draw() []index.Change {
	changes := p.next()
	if p.IntN(4) == 0 {
		for range p.IntN(5) {
			changes = append(changes, p.next()...)
		}
	}
	return changes
}
