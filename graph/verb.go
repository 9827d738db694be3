package graph

// verb applies a change that carries consequences (15.2).
func (b *batch) verb(change Change) error {
	switch c := change.(type) {
	case MoveUnit:
		return b.moveUnit(c)
	case EnableUnit:
		return b.disableUnit(c.BusinessUnit, false)
	case DisableUnit:
		return b.disableUnit(c.BusinessUnit, true)
	case EnableUser:
		return b.disableUser(c.User, false)
	case DisableUser:
		return b.disableUser(c.User, true)
	case TransferUser:
		return b.transferUser(c)
	case TransferTeam:
		return b.transferTeam(c)
	case AssignRecord:
		return b.assignRecord(c)
	case GrantShare:
		return b.grantShare(c)
	case ModifyShare:
		return b.modifyShare(c, c.Record, c.Principal, c.Rights)
	case RevokeShare:
		return b.modifyShare(c, c.Record, c.Principal, 0)
	case LinkRecord:
		return b.linkRecord(c)
	case UnlinkRecord:
		return b.unlinkRecord(c)
	case RecomputeInherited:
		return b.recompute(c)
	}
	return ErrInvalid
}

// refuse is the error of a verb about one of its fields.
func (b *batch) refuse(change Change, field, value string, err error) error {
	return &FactError{Object: change.Subject().String(), Field: field, Value: value, Err: err}
}

// recordNamed finds the record that a verb names. Its entity must be there at that moment (15.3).
func (b *batch) recordNamed(change Change, field string, ref Ref) (recordKey, error) {
	r, ordinal, live := b.live(ref)
	switch {
	case !live:
		return recordKey{}, b.refuse(change, field, ref.String(), ErrUnknown)
	case !r.Declared():
		return recordKey{}, b.refuse(change, field, ref.String(), b.missingEntity(r.Number()))
	}
	return recordKey{r.Number(), ordinal}, nil
}

// principalNamed finds the principal that a verb names.
func (b *batch) principalNamed(change Change, field string, p Principal) (PrincipalNumber, error) {
	number, there := b.Principal(p)
	if !there {
		return 0, b.refuse(change, field, p.String(), ErrUnknown)
	}
	return number, nil
}

// unitNamed finds the business unit that a verb names.
func (b *batch) unitNamed(change Change, field, id string) (UnitNumber, error) {
	number, there := b.Unit(id)
	if !there {
		return 0, b.refuse(change, field, id, ErrUnknown)
	}
	return number, nil
}
