package graph

import (
	"slices"
)

// transferUser brings a user to another unit (7.3). The default teams follow by themselves (7.3a).
func (b *batch) transferUser(c TransferUser) error {
	number, err := b.principalNamed(c, "user", UserRef(c.User))
	if err != nil {
		return err
	}
	unit, err := b.unitNamed(c, "business_unit", c.BusinessUnit)
	if err != nil {
		return err
	}
	old := b.UnitOf(number)
	if old == unit {
		return nil
	}
	above := b.unitsAbove(unit)
	manager, err := b.managersAfter(c, number, above)
	if err != nil {
		return err
	}
	fact := b.principals.at(uint32(number)).user
	fact.BusinessUnit, fact.Manager = c.BusinessUnit, manager
	b.setUser(fact)
	b.touched.principals[number] = b.cause
	return b.moveHoldings(number, old, above)
}

// transferTeam brings a team to another unit; its members stay (7.4).
func (b *batch) transferTeam(c TransferTeam) error {
	number, err := b.principalNamed(c, "team", TeamRef(c.Team))
	if err != nil {
		return err
	}
	unit, err := b.unitNamed(c, "business_unit", c.BusinessUnit)
	if err != nil {
		return err
	}
	fact := b.principals.at(uint32(number)).team
	if fact.Default {
		return b.refuse(c, "team", c.Team, ErrDefaultTeam)
	}
	old := b.UnitOf(number)
	if old == unit {
		return nil
	}
	fact.BusinessUnit = c.BusinessUnit
	b.setTeam(fact)
	return b.moveHoldings(number, old, b.unitsAbove(unit))
}

// moveHoldings does with roles and records what a transfer does (7.3b, 7.3c); above are the new unit and
// all above it.
func (b *batch) moveHoldings(number PrincipalNumber, old UnitNumber, above []UnitNumber) error {
	matrix := b.settings.OwnershipAcrossBusinessUnits
	held := b.assignmentsOf(number)
	if len(held) > 0 && b.settings.DoNotRemoveRolesOnChangeBusinessUnit && !matrix {
		if err := b.treeWhole(); err != nil { // instances are looked for in it
			return err
		}
	}
	for _, each := range held {
		next, kept := b.transferred(each, old, above)
		if kept && next == each {
			continue
		}
		b.dropAssignment(b.roleAssignment(each))
		if kept {
			b.setAssignment(b.roleAssignment(next))
		}
	}
	b.touched.holders[number] = b.cause
	stay := UnitNumber(0) // where the records stay; nowhere, so that they follow
	if matrix && !b.settings.AlwaysMoveRecordToOwnerBusinessUnit {
		stay = old
	}
	b.placeOwned(number, stay)
	b.touched.placed[number] = b.cause
	return nil
}

// transferred is what becomes of an assignment when its holder is transferred, and whether it is kept
// (7.3b).
func (b *batch) transferred(a assignment, old UnitNumber, above []UnitNumber) (assignment, bool) {
	if !b.settings.DoNotRemoveRolesOnChangeBusinessUnit {
		return a, false
	}
	if b.settings.OwnershipAcrossBusinessUnits {
		if a.base == 0 {
			a.base = old
		}
		return a, true
	}
	r := b.roles.at(uint32(a.role))
	a.base = 0
	return a, r == nil || slices.Contains(above, r.home) // the final state tells of a role that is not there
}

// managersAfter gives the reports that the user no longer manages another manager, and is the user's
// manager after the transfer (7.3e). above are the new unit and all above it.
func (b *batch) managersAfter(c TransferUser, number PrincipalNumber, above []UnitNumber) (string, error) {
	fact := b.principals.at(uint32(number)).user
	if b.settings.HierarchyModel != ManagerHierarchy || !b.settings.ManagersInSameOrParentBusinessUnit {
		return fact.Manager, nil
	}
	if err := b.treeWhole(); err != nil {
		return "", err
	}
	b.replant()
	for _, report := range slices.Collect(b.ReportsOf(number)) {
		moved := b.principals.at(uint32(report)).user
		if err := b.unitThere(moved, b.UnitOf(report)); err != nil {
			return "", err
		}
		if !b.tree.Within(b.UnitOf(report), above[0]) {
			moved.Manager = fact.Manager
			b.setUser(moved)
			b.touched.principals[report] = b.cause
		}
	}
	seen := map[PrincipalNumber]bool{number: true}
	for at := b.ManagerOf(number); at != 0; at = b.ManagerOf(at) {
		manager := b.principals.at(uint32(at))
		if manager == nil {
			return "", b.refuse(c, "manager", b.PrincipalAt(at).ID, ErrUnknown)
		}
		if seen[at] {
			return "", b.refuse(c, "manager", manager.user.ID, ErrCycle)
		}
		if err := b.unitThere(manager.user, manager.unit); err != nil {
			return "", err
		}
		if ManagesFrom(b.tree, manager.unit, above[0]) {
			return manager.user.ID, nil
		}
		seen[at] = true
	}
	return "", nil
}

// unitThere is nil where the unit of a user is (15.3).
func (b *batch) unitThere(user User, unit UnitNumber) error {
	if b.units.at(uint32(unit)) != nil {
		return nil
	}
	return &FactError{Object: user.String(), Field: "business_unit", Value: user.BusinessUnit, Err: b.missingUnit(unit)}
}
