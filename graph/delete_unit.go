package graph

import (
	"slices"
)

// deleteUnit takes along the default team, the business-owned records, the roles at home in the unit,
// and the assignments and overrides based on it (5.7).
func (b *batch) deleteUnit(o BusinessUnit) error {
	row, old := b.units.find(o.ID)
	if old == nil {
		return ErrUnknown
	}
	number := UnitNumber(row)
	if old.parent == 0 {
		return ErrRootBusinessUnit
	}
	if !b.disabledAbove(number) {
		return ErrNotDisabled
	}
	roles := slices.Collect(numbers[RoleNumber](&b.unitRoles, row))
	for _, r := range roles {
		if b.roles.at(uint32(r)).fact.Template == SystemAdministrator {
			return ErrSystemRole
		}
	}
	if err := b.deleteBusinessOwned(number); err != nil {
		return err
	}
	b.dropBasedOn(number)
	for _, r := range roles {
		_ = b.deleteRole(Role{ID: b.roles.id(uint32(r))})
	}
	if team := b.DefaultTeam(number); team != 0 {
		b.dropHoldings(team)
		b.deleted.principals[team] = b.cause
		if p := b.principals.at(uint32(team)); !p.implied {
			b.dropPrincipal(TeamRef(p.team.ID))
		}
	}
	b.deleted.units[number] = b.cause
	b.dropUnit(o)
	b.regrown = true
	return nil
}

// disabledAbove reports whether a unit or one above it is disabled. The units may run in a circle, which
// the final state tells (15.3).
func (b *batch) disabledAbove(number UnitNumber) bool {
	for range b.units.count {
		u := b.units.at(uint32(number))
		if u == nil {
			return false
		}
		if u.fact.Disabled {
			return true
		}
		number = u.parent
	}
	return false
}

// deleteBusinessOwned deletes the records that a unit owns itself.
func (b *batch) deleteBusinessOwned(u UnitNumber) error {
	for number, e := range b.entities.all() {
		if !e.declared || e.fact.Ownership != BusinessOwned {
			continue
		}
		r := Records{b.State, e}
		doomed := map[HoldingNumber]bool{}
		for h := HoldingNumber(1); h < r.Holdings(); h++ {
			if r.HoldingLen(h) > 0 && r.OwningUnit(h) == u {
				doomed[h] = true
			}
		}
		if len(doomed) == 0 {
			continue
		}
		for ordinal := range r.End() {
			if now := b.entities.at(number); doomed[(Records{b.State, now}).Holding(ordinal)] {
				if err := b.deleteRecord(now, ordinal); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// dropBasedOn drops all assignments and overrides based on a unit, those that follow a holder in it
// included.
func (b *batch) dropBasedOn(u UnitNumber) {
	holders := slices.Collect(numbers[PrincipalNumber](&b.basedAt, uint32(u)))
	holders = slices.AppendSeq(holders, b.UsersIn(u))
	holders = slices.AppendSeq(holders, b.TeamsIn(u))
	for _, holder := range holders {
		for _, each := range b.assignmentsOf(holder) {
			if each.base == u || each.base == 0 && b.UnitOf(holder) == u {
				b.dropAssignment(b.roleAssignment(each))
			}
		}
	}
	for _, r := range b.roles.all() {
		b.dropOverrides(r, func(at UnitNumber) bool { return at == u })
	}
}
