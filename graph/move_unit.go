package graph

import (
	"slices"
)

// moveUnit gives a unit another parent and drops the assignments and overrides whose unit is no longer
// in the subtree of their role's home (5.5).
func (b *batch) moveUnit(c MoveUnit) error {
	number, err := b.unitNamed(c, "business_unit", c.BusinessUnit)
	if err != nil {
		return err
	}
	parent, err := b.unitNamed(c, "parent", c.Parent)
	if err != nil {
		return err
	}
	if err := b.treeWhole(); err != nil {
		return err
	}
	u := b.units.at(uint32(number))
	if u.parent == 0 {
		return b.refuse(c, "business_unit", c.BusinessUnit, ErrRootBusinessUnit)
	}
	if u.parent == parent {
		return nil
	}
	before, after := b.unitsAbove(u.parent), b.unitsAbove(parent)
	if slices.Contains(after, number) {
		return b.refuse(c, "parent", c.Parent, ErrCycle)
	}
	fact := u.fact
	fact.Parent = c.Parent
	b.setUnit(fact)
	if homes := leftBehind(before, after); b.homesRoles(homes) {
		b.dropOutside(homes, b.unitsBelow(number))
	}
	return nil
}

// unitsAbove are a unit and all above it up to the root.
func (b *batch) unitsAbove(number UnitNumber) []UnitNumber {
	var above []UnitNumber
	for u := b.units.at(uint32(number)); u != nil && len(above) < b.units.count; u = b.units.at(uint32(number)) {
		above = append(above, number)
		number = u.parent
	}
	return above
}

// unitsBelow are a unit and all below it.
func (b *batch) unitsBelow(top UnitNumber) map[UnitNumber]bool {
	below := map[UnitNumber]bool{top: true}
	next := []UnitNumber{top}
	for len(next) > 0 {
		at := next[len(next)-1]
		next = next[:len(next)-1]
		for child := range numbers[UnitNumber](&b.unitChildren, uint32(at)) {
			below[child] = true
			next = append(next, child)
		}
	}
	return below
}

// leftBehind are the units that are above before a move and no longer after it. The two ways meet in a unit
// and are one from there on.
func leftBehind(before, after []UnitNumber) []UnitNumber {
	for len(before) > 0 && len(after) > 0 && before[len(before)-1] == after[len(after)-1] {
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	return before
}

func (b *batch) homesRoles(units []UnitNumber) bool {
	return slices.ContainsFunc(units, func(u UnitNumber) bool {
		_, any := anySecond(&b.unitRoles, uint32(u))
		return any
	})
}

// dropOutside drops the assignments and overrides of roles at home in some units, as far as they are
// based in others.
func (b *batch) dropOutside(homes []UnitNumber, based map[UnitNumber]bool) {
	var holders []PrincipalNumber
	for _, u := range sortedUnits(based) {
		holders = slices.AppendSeq(holders, b.UsersIn(u))
		holders = slices.AppendSeq(holders, b.TeamsIn(u))
		holders = slices.AppendSeq(holders, b.HoldersBasedAt(u))
	}
	for _, holder := range holders {
		for _, each := range b.assignmentsOf(holder) {
			base := each.base
			if base == 0 {
				base = b.UnitOf(holder)
			}
			r := b.roles.at(uint32(each.role))
			if r != nil && slices.Contains(homes, r.home) && based[base] && moveDropsOutside() {
				b.dropAssignment(b.roleAssignment(each))
			}
		}
	}
	for _, home := range homes {
		for _, number := range slices.Collect(numbers[RoleNumber](&b.unitRoles, uint32(home))) {
			b.dropOverrides(b.roles.at(uint32(number)), func(u UnitNumber) bool { return based[u] && moveDropsOutside() })
		}
	}
}

// dropOverrides drops the overrides of a role in some units.
func (b *batch) dropOverrides(r *role, in func(UnitNumber) bool) {
	fact := r.fact
	fact.Overrides = nil
	for i, each := range r.overrides {
		if !in(each.unit) {
			fact.Overrides = append(fact.Overrides, r.fact.Overrides[i])
		}
	}
	if len(fact.Overrides) < len(r.fact.Overrides) {
		b.setRole(fact)
	}
}

func sortedUnits(units map[UnitNumber]bool) []UnitNumber {
	sorted := make([]UnitNumber, 0, len(units))
	for u := range units {
		sorted = append(sorted, u)
	}
	slices.Sort(sorted)
	return sorted
}
