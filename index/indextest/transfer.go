package indextest

import (
	"errors"

	"github.com/accessindex/ambit/graph"
)

// transferUser brings a user to another unit (7.3). The default teams follow by themselves (7.3a).
func (b *batch) transferUser(c graph.TransferUser) error {
	user, found := b.users[c.User]
	if err := errors.Join(b.named(found, c), b.namedUnit(c, c.BusinessUnit)); err != nil {
		return err
	}
	old := b.unitOfUser(c.User)
	if old == "" {
		return b.shapeFaults() // the root is not known
	}
	if b.count.hitIf(old == c.BusinessUnit, "7.3 nothing") {
		return nil
	}
	user.BusinessUnit = c.BusinessUnit
	b.users[c.User] = user
	p := graph.UserRef(c.User)
	return errors.Join(b.takeRoles(p, old, c.BusinessUnit), b.takeRecords(p, old), b.takeManagers(user))
}

// transferTeam brings a team to another unit; its members stay (7.4).
func (b *batch) transferTeam(c graph.TransferTeam) error {
	team, found := b.team(c.Team)
	if err := errors.Join(b.named(found, c), b.namedUnit(c, c.BusinessUnit)); err != nil {
		return err
	}
	if team.Default {
		return b.refuse(graph.ErrDefaultTeam, "7.5 transferred by verb", team)
	}
	old := team.BusinessUnit
	if b.count.hitIf(old == c.BusinessUnit, "7.4 nothing") {
		return nil
	}
	team.BusinessUnit = c.BusinessUnit
	b.teams[c.Team] = team
	p := graph.TeamRef(c.Team)
	return errors.Join(b.takeRoles(p, old, c.BusinessUnit), b.takeRecords(p, old))
}

// takeRoles is what a transfer does to the roles that a principal holds itself (7.3b).
func (b *batch) takeRoles(p graph.Principal, old, unit string) error {
	var held []graph.RoleAssignment
	for assignment := range b.assignments {
		if assignment.Principal == p {
			held = append(held, assignment)
		}
	}
	keep := b.settings.DoNotRemoveRolesOnChangeBusinessUnit
	if keep && !b.matrix() && len(held) > 0 {
		if err := b.shapeFaults(); err != nil { // 15.3: instances are looked for in the tree
			return err
		}
	}
	for _, assignment := range held {
		delete(b.assignments, assignment)
		switch r, known := b.roles[assignment.Role]; {
		case !keep:
			b.count.hit("7.3b removed")
		case b.matrix():
			b.count.hitIf(assignment.BusinessUnit != "", "7.3b named, as before")
			if b.count.hitIf(assignment.BusinessUnit == "", "7.3b named from now on") {
				assignment.BusinessUnit = old
			}
			b.assignments[assignment] = true
		case !known || b.hasInstance(r.Role, unit):
			b.count.hit("7.3b kept as its instance")
			assignment.BusinessUnit = ""
			b.assignments[assignment] = true
		default:
			b.count.hit("7.3b no instance")
		}
	}
	return nil
}

// takeRecords is what a transfer does to the owning unit of the records that a principal owns (7.3c).
func (b *batch) takeRecords(p graph.Principal, old string) error {
	for ref, record := range b.records {
		if record.Owner != p {
			continue
		}
		record.BusinessUnit = b.unitUnderNewOwner(record, old)
		b.records[ref] = record
	}
	return nil
}

// unitUnderNewOwner is the own unit of a record whose owner is another, or sits elsewhere than in the
// old unit: none where the record goes along, else the one where it was (7.3c, 10.3).
func (b *batch) unitUnderNewOwner(record graph.Record, old string) string {
	switch {
	case !b.matrix():
		b.count.hit("7.3c, 10.3 classic mode")
		return ""
	case b.settings.AlwaysMoveRecordToOwnerBusinessUnit:
		b.count.hitIf(record.BusinessUnit != "", "7.3c, 10.3 own unit cleared")
		return ""
	case record.BusinessUnit != "":
		b.count.hit("7.3c, 10.3 own unit stays")
		return record.BusinessUnit
	}
	b.count.hit("7.3c, 10.3 own unit set")
	return old
}

// takeManagers is what a transfer does to the manager of the user, who sits in the new unit already,
// and to that of the user's reports (7.3e).
func (b *batch) takeManagers(user graph.User) error {
	if b.settings.HierarchyModel != graph.ManagerHierarchy || !b.settings.ManagersInSameOrParentBusinessUnit {
		return nil
	}
	err := b.shapeFaults() // 15.3
	for id, report := range b.users {
		if report.Manager != user.ID {
			continue
		}
		err = errors.Join(err, b.unitFound(report))
		if b.count.hitIf(b.within(b.unitOfUser(id), user.BusinessUnit), "7.3e report stays") {
			continue
		}
		b.count.hitIf(user.Manager != "", "7.3e report handed to the manager")
		b.count.hitIf(user.Manager == "", "7.3e report without a manager")
		report.Manager = user.Manager
		b.users[id] = report
	}
	manager, passed := user.Manager, map[string]bool{user.ID: true}
	for manager != "" {
		above, found := b.users[manager]
		if !found {
			return errors.Join(err, b.absent(graph.KindUser, manager, nil, user, ""))
		}
		if passed[manager] {
			return errors.Join(err, b.refuse(graph.ErrCycle, "8.10 managers", user))
		}
		passed[manager] = true
		err = errors.Join(err, b.unitFound(above))
		if managesFrom(b.unitOfUser(manager), b.upward(user.BusinessUnit)) {
			break
		}
		manager = above.Manager
	}
	b.count.hitIf(manager != "" && manager == user.Manager, "7.3e manager stays")
	b.count.hitIf(manager != "" && manager != user.Manager, "7.3e manager further up")
	b.count.hitIf(manager == "" && user.Manager != "", "7.3e no manager left")
	user.Manager = manager
	b.users[user.ID] = user
	return err
}

// unitFound tests that the unit of a user is there.
func (b *batch) unitFound(user graph.User) error {
	unit := b.unitOfUser(user.ID)
	if _, found := b.units[unit]; found {
		return nil
	}
	return b.absent(graph.KindBusinessUnit, unit, graph.ErrNotEmpty, user, "15.4 unit of a user")
}
