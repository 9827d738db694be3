package graph

// disableUnit sets or clears a unit's own flag (5.6).
func (b *batch) disableUnit(id string, disabled bool) error {
	number, there := b.Unit(id)
	if !there {
		return ErrUnknown
	}
	u := b.units.at(uint32(number))
	if disabled && u.parent == 0 {
		return ErrRootBusinessUnit
	}
	if u.fact.Disabled == disabled {
		return nil
	}
	fact := u.fact
	fact.Disabled = disabled
	b.setUnit(fact)
	return nil
}

// disableUser sets or clears a user's flag (7.1).
func (b *batch) disableUser(id string, disabled bool) error {
	number, there := b.User(id)
	if !there {
		return ErrUnknown
	}
	fact := b.principals.at(uint32(number)).user
	if fact.Disabled == disabled {
		return nil
	}
	fact.Disabled = disabled
	b.setUser(fact)
	return nil
}
