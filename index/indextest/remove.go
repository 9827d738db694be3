package indextest

import (
	"errors"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// delete removes a fact with what goes along with it, and tests what rule 15.3 tests of a delete as
// it is applied. What may not be missing is found missing on the final state.
func (b *batch) delete(object graph.Object) error {
	switch o := object.(type) {
	case graph.Entity:
		return drop(b, b.entities, fold(o.Name), o)
	case graph.BusinessUnit:
		return b.deleteUnit(o)
	case graph.Position:
		return drop(b, b.positions, o.ID, o)
	case graph.User:
		return b.deleteUser(o)
	case graph.Team:
		return b.deleteTeam(o)
	case graph.Member:
		if team, _ := b.team(o.Team); team.Default {
			return b.refuse(graph.ErrDefaultTeam, "7.5 delete member", o)
		}
		return drop(b, b.members, o, o)
	case graph.Privilege:
		return drop(b, b.privileges, fold(o.Name), o)
	case graph.Role:
		return b.deleteRole(o)
	case graph.RoleAssignment:
		if !b.matrix() && o.BusinessUnit != "" && o.BusinessUnit == b.unitOf(o.Principal) {
			o.BusinessUnit = "" // 6.3: naming the holder's unit is the same as naming none
		}
		return drop(b, b.assignments, o, o)
	case graph.Record:
		if _, found := b.records[o.Ref()]; !found {
			return b.refuse(graph.ErrUnknown, "15.4 deleted", o)
		}
		b.removeRecord(o.Ref())
	case graph.Relationship:
		return drop(b, b.relationships, link{o.Child, o.Lookup, o.Parent}, o)
	case graph.RecordShare:
		return drop(b, b.shares, shareKey{o.Record, o.Principal}, o)
	case graph.Task:
		return drop(b, b.tasks, o.Name, o)
	}
	return nil
}

// drop removes one entry and marks it as deleted. What is absent is ErrUnknown (15.4).
func drop[K comparable, V any](b *batch, facts map[K]V, key K, object graph.Object) error {
	if _, found := facts[key]; !found {
		return b.refuse(graph.ErrUnknown, "15.4 deleted", object)
	}
	delete(facts, key)
	b.deleted[identity{object.Kind(), key}] = true
	return nil
}

// deleteUnit removes a unit and what goes with it (5.7). Users, teams, child units and records that
// still refer to it are found on the final state.
func (b *batch) deleteUnit(o graph.BusinessUnit) error {
	unit, found := b.units[o.ID]
	if !found {
		return b.refuse(graph.ErrUnknown, "15.4 deleted", o)
	}
	if err := b.unitStays(unit); err != nil {
		return err
	}
	for _, r := range b.roles {
		if b.homeOf(r.Role) == o.ID {
			b.count.hit("5.7 role dropped")
			b.removeRole(r.ID)
		}
	}
	for assignment := range b.assignments {
		if assignment.BusinessUnit == o.ID || assignment.BusinessUnit == "" && b.unitOf(assignment.Principal) == o.ID {
			b.count.hit("5.7 assignment dropped")
			delete(b.assignments, assignment)
		}
	}
	for _, r := range b.roles {
		kept := slices.DeleteFunc(slices.Clone(r.Overrides), func(each graph.Override) bool { return each.BusinessUnit == o.ID })
		if len(kept) < len(r.Overrides) {
			b.count.hit("5.7 override dropped")
			changed := r.Role
			changed.Overrides = kept
			b.setRole(changed)
		}
	}
	for ref, record := range b.records {
		if b.entities[ref.Entity].Ownership == graph.BusinessOwned && b.owningUnit(record) == o.ID {
			b.count.hit("5.7 business-owned record dropped")
			b.removeRecord(ref)
		}
	}
	if team, _ := b.team(b.defaultTeamOf(o.ID)); team.Default && team.BusinessUnit == o.ID {
		b.removeTeam(team.ID) // and not another team that has the unit's id, which 7.5 refuses in the end
	}
	return drop(b, b.units, o.ID, o)
}

// unitStays is every reason of rule 5.7 for which a unit cannot be deleted as the change is applied (15.3).
func (b *batch) unitStays(unit graph.BusinessUnit) (err error) {
	if unit.Parent == "" {
		err = b.refuse(graph.ErrRootBusinessUnit, "5.7", unit)
	}
	if !slices.ContainsFunc(b.upward(unit.ID), func(id string) bool { return b.units[id].Disabled }) {
		err = errors.Join(err, b.refuse(graph.ErrNotDisabled, "5.7", unit))
	}
	for _, r := range b.roles {
		if b.homeOf(r.Role) == unit.ID && r.Template == systemAdministrator {
			err = errors.Join(err, b.refuse(graph.ErrSystemRole, "5.7", r))
		}
	}
	return err
}

// deleteUser drops what rule 7.11 names. Records that the user owns are found on the final state.
func (b *batch) deleteUser(o graph.User) error {
	if err := drop(b, b.users, o.ID, o); err != nil {
		return err
	}
	for member := range b.members {
		if member.User == o.ID {
			b.count.hit("7.11 membership dropped")
			delete(b.members, member)
		}
	}
	for id, user := range b.users {
		if user.Manager == o.ID {
			b.count.hit("7.11 manager emptied")
			user.Manager = ""
			b.users[id] = user
		}
	}
	b.removeHolder(graph.UserRef(o.ID))
	return nil
}

// deleteTeam is refused for default teams (7.5).
func (b *batch) deleteTeam(o graph.Team) error {
	team, found := b.team(o.ID)
	if !found {
		return b.refuse(graph.ErrUnknown, "15.4 deleted", o)
	}
	if team.Default {
		return b.refuse(graph.ErrDefaultTeam, "7.5 deleted", o)
	}
	b.removeTeam(o.ID)
	return nil
}

// removeTeam drops a team, declared or not, with what rule 7.11 names.
func (b *batch) removeTeam(id string) {
	delete(b.teams, id)
	b.deleted[identity{graph.KindTeam, id}] = true
	for member := range b.members {
		if member.Team == id {
			b.count.hit("7.11 membership dropped")
			delete(b.members, member)
		}
	}
	b.removeHolder(graph.TeamRef(id))
}

// removeHolder drops the role assignments and the shares of a principal (7.11, 11.9).
func (b *batch) removeHolder(p graph.Principal) {
	for assignment := range b.assignments {
		if assignment.Principal == p {
			b.count.hit("7.11 assignment dropped")
			delete(b.assignments, assignment)
		}
	}
	for key := range b.shares {
		if key.principal == p {
			b.count.hit("11.9 share of a principal dropped")
			delete(b.shares, key)
		}
	}
}

// deleteRole is refused for the System Administrator role (6.7).
func (b *batch) deleteRole(o graph.Role) error {
	old, found := b.roles[o.ID]
	if !found {
		return b.refuse(graph.ErrUnknown, "15.4 deleted", o)
	}
	if old.Template == systemAdministrator {
		return b.refuse(graph.ErrSystemRole, "6.7 deleted", o)
	}
	b.removeRole(o.ID)
	return nil
}

// removeRole drops a role with its assignments (15).
func (b *batch) removeRole(id string) {
	delete(b.roles, id)
	b.deleted[identity{graph.KindRole, id}] = true
	for assignment := range b.assignments {
		if assignment.Role == id {
			b.count.hit("15 assignment of a role dropped")
			delete(b.assignments, assignment)
		}
	}
}

// removeRecord drops a record with its shares (11.9). Lookups to it are cleared, with the effects of
// unlink: all that their records inherited from it is cut (11.10, 12.3).
func (b *batch) removeRecord(ref graph.Ref) {
	delete(b.records, ref)
	b.deleted[identity{graph.KindRecord, ref}] = true
	for key := range b.shares {
		if key.record == ref {
			b.count.hit("11.9 share of a record dropped")
			delete(b.shares, key)
		}
	}
	lines := b.linesTo(ref)
	for _, l := range lines {
		b.count.hit("11.10 lookup cleared")
		b.setLookup(l.child, l.lookup, graph.Ref{})
	}
	for _, l := range lines {
		b.cutAll(l.child, ref)
	}
}
