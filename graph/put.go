package graph

// SystemAdministrator is the template of the role System Administrator, in every organization (1.10).
const SystemAdministrator = "627090ff-40a3-4053-8790-584edc5be201"

// put states a fact after the tests that 15.3 makes as a change is applied.
func (b *batch) put(object Object) error {
	if err := Check(object); err != nil {
		return err
	}
	switch o := object.(type) {
	case Settings:
		return b.putSettings(o)
	case Entity:
		return b.putEntity(o)
	case BusinessUnit:
		b.putUnit(o)
	case Position:
		b.setPosition(o)
		number, _ := b.positions.find(o.ID)
		b.touched.positions[PositionNumber(number)] = b.cause
	case User:
		b.setUser(o)
		b.touched.principals[b.principalNumber(UserRef(o.ID))] = b.cause
	case Team:
		return b.putTeam(o)
	case Member:
		return b.putMember(o)
	case Privilege:
		b.setPrivilege(o)
		b.touched.privileges[b.privilegeNumber(o.Name)] = b.cause
	case Role:
		return b.putRole(o)
	case RoleAssignment:
		b.setAssignment(o)
		b.touched.holders[b.principalNumber(o.Principal)] = b.cause
	case Record:
		return b.putRecord(o)
	case Relationship:
		if err := b.setRelationship(o); err != nil {
			return err
		}
		b.relinked = true
		number, _ := b.relations.find(relationKey(o.Child, o.Lookup, o.Parent))
		b.touched.relations[number] = b.cause
	case RecordShare:
		return b.putShare(o)
	case Task:
		b.setTask(o)
	}
	return nil
}

// putSettings replaces all settings; switching matrix mode off clears own units (13.5).
func (b *batch) putSettings(o Settings) error {
	clears := b.settings.OwnershipAcrossBusinessUnits && !o.OwnershipAcrossBusinessUnits
	b.setSettings(o)
	if clears {
		b.dropOwnUnits()
	}
	c := b.cause
	b.touched.settings = &c
	return nil
}

// putEntity keeps the ownership of an entity that has records.
func (b *batch) putEntity(o Entity) error {
	if _, old := b.entities.find(fold(o.Name)); old != nil && old.declared && old.count > 0 &&
		old.fact.Ownership != o.Ownership {
		return &FactError{Object: o.String(), Field: "ownership", Value: o.Ownership.String(), Err: ErrOwnership}
	}
	if err := b.setEntity(o); err != nil {
		return err
	}
	number, _ := b.entities.find(fold(o.Name))
	b.touched.entities[EntityNumber(number)] = b.cause
	return nil
}

func (b *batch) putUnit(o BusinessUnit) {
	number, old := b.units.find(o.ID)
	c := b.cause
	if old != nil && old.fact.Parent != o.Parent {
		b.touched.regrouped = &c
	}
	b.setUnit(o)
	b.regrown = true
	if old == nil {
		number, _ = b.units.find(o.ID)
	}
	b.touched.units[UnitNumber(number)] = c
}

// putTeam keeps what a default team and a team's type do not bear (7.5, 7.6).
func (b *batch) putTeam(o Team) error {
	refuse := func(field, value string, err error) error {
		return &FactError{Object: o.String(), Field: field, Value: value, Err: err}
	}
	if o.Default && o.Type != OwnerTeam {
		return refuse("type", o.Type.String(), ErrDefaultTeam)
	}
	number := b.principalNumber(TeamRef(o.ID))
	if old := b.principals.at(uint32(number)); old != nil && !old.implied {
		switch {
		case old.team.Default && !o.Default:
			return refuse("default", "false", ErrDefaultTeam)
		case old.team.Default && old.team.BusinessUnit != o.BusinessUnit:
			return refuse("business_unit", o.BusinessUnit, ErrDefaultTeam)
		case old.team.Type != o.Type && (old.team.Type != OwnerTeam || o.Type != AccessTeam || o.Default):
			return refuse("type", o.Type.String(), ErrTeamType)
		}
	}
	implied := b.impliedIn(o)
	b.setTeam(o)
	b.touched.principals[number] = b.cause
	if implied != 0 && b.principals.at(uint32(implied)) == nil {
		b.touched.vanished[implied] = b.cause
	}
	return nil
}

// impliedIn is the undeclared default team of the unit that a declared one claims.
func (b *batch) impliedIn(o Team) PrincipalNumber {
	if !o.Default {
		return 0
	}
	number, there := b.Team(o.BusinessUnit)
	if !there || !b.principals.at(uint32(number)).implied {
		return 0
	}
	return number
}

func (b *batch) putMember(o Member) error {
	team := b.principalNumber(TeamRef(o.Team))
	if p := b.principals.at(uint32(team)); p != nil && p.team.Default {
		return ErrDefaultTeam
	}
	b.setMember(o)
	b.touched.members[pair{uint32(team), uint32(b.principalNumber(UserRef(o.User)))}] = b.cause
	return nil
}

// putRole keeps a System Administrator role as it is (6.7).
func (b *batch) putRole(o Role) error {
	number, old := b.roles.find(o.ID)
	if old != nil && old.fact.Template == SystemAdministrator && !b.sameRole(old.fact, o) {
		return ErrSystemRole
	}
	b.setRole(o)
	if old == nil {
		number, _ = b.roles.find(o.ID)
	}
	b.touched.roles[RoleNumber(number)] = b.cause
	return nil
}

// sameRole reports whether a role that is there and one that is put say the same.
func (b *batch) sameRole(old, o Role) bool {
	if root, found := anySecond(&b.unitChildren, 0); o.BusinessUnit == "" && found {
		o.BusinessUnit = b.units.id(root)
	} else if o.BusinessUnit == "" {
		o.BusinessUnit = old.BusinessUnit // there is no root at this moment, and the final state will tell
	}
	return sameObject(old, o)
}

func (b *batch) putRecord(o Record) error {
	if err := b.setRecord(o); err != nil {
		return err
	}
	key := b.keyOf(o.Ref())
	b.relinked = b.relinked || len(o.Lookups) > 0
	b.touched.records[key] = putRecord{b.cause, !o.Owner.IsZero(), o.BusinessUnit != ""}
	if o.BusinessUnit != "" && !b.settings.OwnershipAcrossBusinessUnits {
		owner := b.principalNumber(o.Owner)
		b.stated[owner] = append(b.stated[owner], key)
	}
	return nil
}

func (b *batch) putShare(o RecordShare) error {
	if err := b.setShare(o); err != nil {
		return err
	}
	key := shareKey{b.keyOf(o.Record), b.principalNumber(o.Principal)}
	b.touched.shares[key] = b.cause
	if o.empty() {
		delete(b.touched.shares, key) // 11.5: there is no share, and so nothing to test
	}
	return nil
}

// keyOf is the number of a record that the draft has mentioned.
func (b *batch) keyOf(r Ref) recordKey {
	number, e := b.entities.find(fold(r.Entity))
	ordinal, _ := e.keys.find(r.ID)
	return recordKey{EntityNumber(number), Ordinal(ordinal)}
}
