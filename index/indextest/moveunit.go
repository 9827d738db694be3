package indextest

import (
	"errors"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// move gives a unit another parent (5.5). What follows a holder or names a unit of the subtree comes
// along; assignments and overrides that are left without an instance of their role by it are dropped.
func (b *batch) move(c graph.MoveUnit) error {
	if err := errors.Join(b.namedUnit(c, c.BusinessUnit), b.namedUnit(c, c.Parent)); err != nil {
		return err
	}
	unit := b.units[c.BusinessUnit]
	err := b.shapeFaults() // 15.3: the tree is walked
	if unit.Parent == "" {
		err = errors.Join(err, b.refuse(graph.ErrRootBusinessUnit, "5.1 moved", unit))
	}
	if b.within(c.Parent, c.BusinessUnit) {
		err = errors.Join(err, b.refuse(graph.ErrCycle, "5.5", unit))
	}
	if err != nil || b.count.hitIf(unit.Parent == c.Parent, "5.5 nothing") {
		return err
	}
	assignments, overrides := b.misplacedAssignments(), b.misplacedOverrides()
	unit.Parent = c.Parent
	b.units[c.BusinessUnit] = unit
	for assignment := range b.misplacedAssignments() {
		if !assignments[assignment] && !keptOnMove() {
			b.count.hit("5.5 assignment dropped")
			delete(b.assignments, assignment)
		}
	}
	for id, places := range b.misplacedOverrides() {
		changed := b.roles[id].Role
		changed.Overrides = slices.DeleteFunc(slices.Clone(changed.Overrides), func(each graph.Override) bool {
			return places[each.BusinessUnit] && !overrides[id][each.BusinessUnit] && !keptOnMove() &&
				b.count.hitIf(true, "5.5 override dropped")
		})
		b.setRole(changed)
	}
	return nil
}

// misplacedAssignments are those based where their role has no instance (6.5).
func (b *batch) misplacedAssignments() map[graph.RoleAssignment]bool {
	misplaced := map[graph.RoleAssignment]bool{}
	for assignment := range b.assignments {
		base := assignment.BusinessUnit
		if base == "" {
			base = b.unitOf(assignment.Principal)
		}
		if r, known := b.roles[assignment.Role]; known && !b.hasInstance(r.Role, base) {
			misplaced[assignment] = true
		}
	}
	return misplaced
}

// misplacedOverrides are the units of each role's overrides where it has no instance (6.6).
func (b *batch) misplacedOverrides() map[string]map[string]bool {
	misplaced := map[string]map[string]bool{}
	for id, r := range b.roles {
		for _, each := range r.Overrides {
			if b.hasInstance(r.Role, each.BusinessUnit) {
				continue
			}
			if misplaced[id] == nil {
				misplaced[id] = map[string]bool{}
			}
			misplaced[id][each.BusinessUnit] = true
		}
	}
	return misplaced
}

// setUnit sets the flag of a unit alone (5.6). The root cannot be disabled (5.1).
func (b *batch) setUnit(c graph.Change, id string, disabled bool) error {
	if err := b.namedUnit(c, id); err != nil {
		return err
	}
	unit := b.units[id]
	if disabled && unit.Parent == "" {
		return b.refuse(graph.ErrRootBusinessUnit, "5.1 disabled by verb", unit)
	}
	b.count.hitIf(unit.Disabled == disabled, "5.6 nothing")
	b.count.hitIf(unit.Disabled != disabled, "5.6 flag set")
	unit.Disabled = disabled
	b.units[id] = unit
	return nil
}

// setUser sets the flag of a user (7.1).
func (b *batch) setUser(c graph.Change, id string, disabled bool) error {
	user, found := b.users[id]
	if err := b.named(found, c); err != nil {
		return err
	}
	b.count.hitIf(user.Disabled == disabled, "7.1 nothing")
	b.count.hitIf(user.Disabled != disabled, "7.1 flag set")
	user.Disabled = disabled
	b.users[id] = user
	return nil
}
