package index

import (
	"context"

	"github.com/accessindex/ambit/graph"
)

// users are the ids of the users whose access may differ, in order. It finds for each entity whom what
// differs may concern: more than differ in the end, and seldom all.
func (d *difference) users(ctx context.Context) ([]string, error) {
	if d.before == d.after {
		return nil, ctx.Err()
	}
	changed := d.newConcern()
	if !d.related || d.restated() {
		changed.all = true
	} else {
		d.changedUsers(changed)
		changed.addAbove()
	}
	all := d.newConcern()
	for _, e := range d.entities {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if e.before.empty() && e.after.empty() {
			continue
		}
		e.concern = d.newConcern()
		e.concern.merge(changed)
		if !e.concern.all {
			e.concerned()
		}
		all.merge(e.concern)
	}
	return all.ids(), ctx.Err()
}

// concerned finds the users whom a difference in the entity, in its records or in roles for it may concern.
func (e *twoEntities) concerned() {
	was, is := e.before.entity, e.after.entity
	if !was.Declared() || !is.Declared() ||
		was.Fact().Ownership != is.Fact().Ownership || was.Fact().HierarchyExcluded != is.Fact().HierarchyExcluded {
		e.concern.all = true
		return
	}
	for role := range e.changedRoles() {
		e.concern.addHolders(role)
	}
	if graph.ReportMustPass() { // 8.5
		e.concern.addAbove()
	}
	for unit := range e.changedSubtrees() {
		e.concern.addBased(unit)
	}
	if before, after := e.before.setsOf(was), e.after.setsOf(is); before != after {
		e.concernedByRecords(before, after)
	}
}

// concernedByRecords goes from the sets of records that differ to the users in whose lists they may be.
func (e *twoEntities) concernedByRecords(before, after *entitySets) {
	fact := e.after.entity.Fact()
	if before.units.first != after.units.first || before.owners.first != after.owners.first ||
		fact.Ownership == graph.BusinessOwned && graph.ReachesOwnUser() { // 4.3
		e.concern.all = true
		return
	}
	for _, each := range [][2]*stamps{{&before.units, &after.units}, {&before.below, &after.below}} {
		for unit := range each[0].differing(each[1]) {
			e.concern.addBased(graph.UnitNumber(unit))
		}
	}
	holders := e.newConcern() // of what differs
	for _, each := range [][2]*stamps{{&before.owners, &after.owners}, {&before.shared, &after.shared}} {
		for p := range each[0].differing(each[1]) {
			holders.add(graph.PrincipalNumber(p))
		}
	}
	holders.addAbove() // 8.3
	e.concern.merge(holders)
	if all := e.delta(partPair{kind: everyPart}, graph.Read); !all.gained.IsEmpty() || !all.lost.IsEmpty() {
		for role := range graph.RoleNumber(max(e.before.state.RoleNumbers(), e.after.state.RoleNumbers())) {
			if e.before.reachesAll(role) || e.after.reachesAll(role) {
				e.concern.addHolders(role)
			}
		}
	}
}

// reachesAll reports whether a role may give a right on all records (3.6a, 4.1, 4.4).
func (s side) reachesAll(role graph.RoleNumber) bool {
	if len(s.state.RoleAt(role).Overrides) > 0 {
		return true
	}
	for _, r := range graph.EachRight {
		depth := s.state.DepthOf(role, 0, s.entity.Privilege(r))
		if depth == graph.Global || gives(depth) && isFree(s.entity.Fact().Ownership) {
			return true
		}
	}
	return false
}
