package graph

import (
	"slices"
)

// delete removes a fact with what goes along with it.
func (b *batch) delete(object Object) error {
	if err := checkIdentity(object); err != nil {
		return err
	}
	switch o := object.(type) {
	case Settings:
		return &FactError{Object: o.String(), Err: ErrInvalid}
	case Entity:
		return b.deleteEntity(o)
	case BusinessUnit:
		return b.deleteUnit(o)
	case Position:
		number, old := b.positions.find(o.ID)
		if old == nil {
			return ErrUnknown
		}
		b.deleted.positions[PositionNumber(number)] = b.cause
		b.dropPosition(o)
	case User:
		return b.deletePrincipal(UserRef(o.ID))
	case Team:
		return b.deletePrincipal(TeamRef(o.ID))
	case Member:
		return b.deleteMember(o)
	case Privilege:
		number, there := b.Privilege(o.Name)
		if !there || b.privileges.at(uint32(number)).declared == nil {
			return ErrUnknown
		}
		b.dropPrivilege(o)
		b.touched.privileges[number] = b.cause
	case Role:
		return b.deleteRole(o)
	case RoleAssignment:
		return b.deleteAssignment(o)
	case Record:
		r, ordinal, live := b.live(o.Ref())
		if !live {
			return ErrUnknown
		}
		return b.deleteRecord(r.entity, ordinal)
	case Relationship:
		number, old := b.relations.find(relationKey(o.Child, o.Lookup, o.Parent))
		if old == nil || !old.declared {
			return ErrUnknown
		}
		b.deleted.relations[number] = b.cause
		b.relinked = true
		b.dropRelationship(o)
	case RecordShare:
		return b.deleteShare(o)
	case Task:
		if _, there := b.Task(o.Name); !there {
			return ErrUnknown
		}
		b.dropTask(o)
	}
	return nil
}

// checkIdentity is Check of what identifies an object, all else being left out.
func checkIdentity(object Object) error {
	switch o := object.(type) {
	case Team:
		return checkID(o, o.ID)
	case Role:
		return checkID(o, o.ID)
	case User:
		return Check(User{ID: o.ID})
	case BusinessUnit:
		return Check(BusinessUnit{ID: o.ID})
	case Position:
		return Check(Position{ID: o.ID})
	case Entity:
		return Check(Entity{Name: o.Name})
	case Privilege:
		return Check(Privilege{Name: o.Name})
	case Task:
		return Check(Task{Name: o.Name})
	case Record:
		return Check(Record{Entity: o.Entity, ID: o.ID})
	case Relationship:
		return Check(Relationship{Child: o.Child, Lookup: o.Lookup, Parent: o.Parent})
	case RecordShare:
		return Check(RecordShare{Record: o.Record, Principal: o.Principal})
	case Settings:
		return nil
	}
	return Check(object)
}

func (b *batch) deleteEntity(o Entity) error {
	number, old := b.entities.find(fold(o.Name))
	if old == nil || !old.declared {
		return ErrUnknown
	}
	b.deleted.entities[EntityNumber(number)] = b.cause
	b.relinked = true
	b.dropEntity(o)
	return nil
}

func (b *batch) deletePrincipal(p Principal) error {
	number, there := b.Principal(p)
	if !there {
		return ErrUnknown
	}
	if b.principals.at(uint32(number)).team.Default {
		return ErrDefaultTeam
	}
	b.dropHoldings(number)
	b.deleted.principals[number] = b.cause
	b.dropPrincipal(p)
	return nil
}

// dropHoldings drops the memberships, role assignments and shares of a principal, and empties the
// manager of its reports (7.11).
func (b *batch) dropHoldings(number PrincipalNumber) {
	p := b.PrincipalAt(number)
	if p.Kind == UserPrincipal {
		for _, team := range slices.Collect(seconds(&b.memberships, uint32(number))) {
			b.dropMember(Member{Team: b.teams.id(team >> 1), User: p.ID})
		}
		for _, report := range slices.Collect(b.ReportsOf(number)) {
			fact := b.principals.at(uint32(report)).user
			fact.Manager = ""
			b.setUser(fact)
		}
	} else {
		for _, user := range slices.Collect(seconds(&b.members, uint32(number))) {
			b.dropMember(Member{Team: p.ID, User: b.users.id(user >> 1)})
		}
	}
	for _, each := range b.assignmentsOf(number) {
		b.dropAssignment(b.roleAssignment(each))
	}
	for _, e := range b.entities.all() {
		for _, ordinal := range slices.Collect((Records{b.State, e}).SharedWith(number)) {
			b.restate(recordKey{e.number, ordinal}, number, RecordShare{Record: b.ref(e.number, ordinal), Principal: p})
		}
	}
}

func (b *batch) deleteMember(o Member) error {
	team, there := b.Team(o.Team)
	if there && b.principals.at(uint32(team)).team.Default {
		return ErrDefaultTeam
	}
	user := b.principalNumber(UserRef(o.User))
	if !b.members.has(pair{uint32(b.principalNumber(TeamRef(o.Team))), uint32(user)}) {
		return ErrUnknown
	}
	b.dropMember(o)
	return nil
}

func (b *batch) deleteRole(o Role) error {
	number, old := b.roles.find(o.ID)
	if old == nil {
		return ErrUnknown
	}
	if old.fact.Template == SystemAdministrator {
		return ErrSystemRole
	}
	for _, holder := range slices.Collect(b.HoldersOf(RoleNumber(number))) {
		for _, each := range b.assignmentsOf(holder) {
			if each.role == RoleNumber(number) {
				b.dropAssignment(b.roleAssignment(each))
			}
		}
	}
	b.dropRole(o)
	return nil
}

// deleteAssignment removes the assignment that follows its holder where no unit is named, and in
// classic mode also where the holder's own is (6.3).
func (b *batch) deleteAssignment(o RoleAssignment) error {
	a := b.assignmentOf(o)
	if !b.settings.OwnershipAcrossBusinessUnits && a.base == b.UnitOf(a.principal) && !b.assignments.has(a) {
		a.base, o.BusinessUnit = 0, ""
	}
	if !b.assignments.has(a) {
		return ErrUnknown
	}
	b.dropAssignment(o)
	return nil
}
