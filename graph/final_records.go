package graph

import (
	"cmp"
	"maps"
	"slices"
)

// finalRecords tests the records that were put (2.8, section 4, 12.8, 12.9, 13.1).
func (b *batch) finalRecords() {
	keys := slices.SortedFunc(maps.Keys(b.touched.records), func(x, y recordKey) int {
		return cmp.Or(b.touched.records[x].compare(b.touched.records[y].cause), x.compare(y))
	})
	for _, key := range keys {
		e := b.entities.at(uint32(key.entity))
		if !(Records{b.State, e}).Live(key.ordinal) {
			continue
		}
		put := b.touched.records[key]
		holding := e.holdings.at(e.rows.at(uint32(key.ordinal)) & rowHolding)
		b.finalOwnership(put, e, holding, func() string { return named(KindRecord, b.ref(key.entity, key.ordinal).String()) })
		b.finalLookups(put.cause, e, key.ordinal)
		b.finalOrigins(put.cause, e, key.ordinal)
	}
	b.finalCircles(keys)
}

// finalOwnership tests the owner and the unit of a record, which name names.
func (b *batch) finalOwnership(put putRecord, e *entity, holding Holding, name func() string) {
	fail := func(field, value string, err error) { b.fault(put.cause, name(), field, value, err) }
	if !e.declared {
		fail("entity", e.fact.Name, b.missingEntity(e.number))
		return
	}
	switch {
	case e.fact.Ownership == UserOwned:
		b.finalUserOwned(e, holding, fail)
	case put.owner:
		fail("owner", "", ErrOwnership)
	case e.fact.Ownership != BusinessOwned:
		if put.unit {
			fail("business_unit", "", ErrOwnership)
		}
	case put.unit:
		if b.units.at(uint32(holding.Unit)) == nil {
			fail("business_unit", b.units.id(uint32(holding.Unit)), b.missingUnit(holding.Unit))
		}
	case b.units.at(uint32(b.owningUnit(holding))) == nil:
		fail("business_unit", "", ErrOwnership)
	}
}

func (b *batch) finalUserOwned(e *entity, holding Holding, fail func(field, value string, err error)) {
	owner := b.principals.at(uint32(holding.Owner))
	switch {
	case holding.Owner == 0:
		fail("owner", "", ErrOwnership)
	case owner == nil:
		err := error(ErrUnknown)
		if _, deleted := b.deleted.principals[holding.Owner]; deleted {
			err = ErrOwnsRecords
		}
		fail("owner", b.PrincipalAt(holding.Owner).String(), err)
	case owner.kind == TeamPrincipal && owner.team.Type == AccessTeam:
		fail("owner", b.PrincipalAt(holding.Owner).String(), ErrAccessTeamOwns)
	}
	unit := b.units.id(uint32(holding.Unit))
	switch {
	case holding.Unit == 0:
	case b.units.at(uint32(holding.Unit)) == nil:
		fail("business_unit", unit, b.missingUnit(holding.Unit))
	case !b.settings.OwnershipAcrossBusinessUnits:
		fail("business_unit", unit, ErrRecordUnit)
	}
}

func (b *batch) missingEntity(n EntityNumber) error {
	if _, deleted := b.deleted.entities[n]; deleted {
		return ErrNotEmpty
	}
	return ErrUnknown
}

func (b *batch) finalLookups(c cause, e *entity, ordinal Ordinal) {
	for r := range b.relationsOf(e.number) {
		target, set := r.target(ordinal)
		if !set {
			continue
		}
		record := named(KindRecord, b.ref(e.number, ordinal).String())
		to := b.ref(r.parent, target).String()
		if !r.declared {
			b.fault(c, record, "lookups", r.fact.Lookup, b.missingRelation(r.number))
		}
		if !b.EntityAt(r.parent).Live(target) {
			b.fault(c, record, "lookups", to, ErrUnknown)
		}
	}
}

func (b *batch) missingRelation(number uint32) error {
	if _, deleted := b.deleted.relations[number]; deleted {
		return ErrNotEmpty
	}
	return ErrUnknown
}

// finalOrigins tests that each origin of a record's shares is a lookup of the record (12.9).
func (b *batch) finalOrigins(c cause, e *entity, ordinal Ordinal) {
	if e.rows.at(uint32(ordinal))&rowShared == 0 {
		return
	}
	for entry := range e.sharesOf(ordinal) {
		if entry.source == shareExplicit || entry.source == shareNoOrigin {
			continue
		}
		origin := recordKey{EntityNumber(entry.source), entry.origin}
		if b.pointsAt(recordKey{e.number, ordinal}, origin) {
			continue
		}
		share := named(KindShare, b.ref(e.number, ordinal).String(), b.PrincipalAt(entry.principal).String())
		b.fault(c, share, "inherited", b.ref(origin.entity, origin.ordinal).String(), ErrStaleOrigin)
	}
}

// pointsAt reports whether a lookup of a record points at another one.
func (s *State) pointsAt(child, parent recordKey) bool {
	for r := range s.relationsOf(child.entity) {
		if target, set := r.target(child.ordinal); set && r.parent == parent.entity && target == parent.ordinal {
			return true
		}
	}
	return false
}

func (b *batch) finalShares() {
	keys := slices.SortedFunc(maps.Keys(b.touched.shares), func(x, y shareKey) int {
		return cmp.Or(b.touched.shares[x].compare(b.touched.shares[y]), x.recordKey.compare(y.recordKey),
			cmp.Compare(x.principal, y.principal))
	})
	for _, key := range keys {
		c, e := b.touched.shares[key], b.entities.at(uint32(key.entity))
		record, p := b.ref(key.entity, key.ordinal), b.PrincipalAt(key.principal)
		share := named(KindShare, record.String(), p.String())
		switch {
		case !(Records{b.State, e}).Live(key.ordinal):
			b.fault(c, share, "record", record.String(), ErrUnknown)
		case e.declared && (e.fact.Ownership == OrganizationOwned || e.fact.Ownership == Unowned):
			b.fault(c, share, "record", record.String(), ErrNotShareable)
		default:
			if _, put := b.touched.records[key.recordKey]; !put {
				b.finalOrigins(c, e, key.ordinal)
			}
		}
		if b.principals.at(uint32(key.principal)) == nil {
			b.fault(c, share, "principal", p.String(), ErrUnknown)
		}
		for entry := range e.shareOf(key.ordinal, key.principal) {
			if entry.source == shareExplicit || entry.source == shareNoOrigin {
				continue
			}
			if origin := b.EntityAt(EntityNumber(entry.source)); !origin.Live(entry.origin) {
				b.fault(c, share, "inherited", b.ref(origin.Number(), entry.origin).String(), ErrUnknown)
			}
		}
	}
}

// finalRelations tests that both entities of a relationship are there.
func (b *batch) finalRelations() {
	for _, number := range each(b.touched.relations) {
		c, r := b.touched.relations[number], b.relations.at(number)
		if !r.declared {
			continue
		}
		if !b.entities.at(uint32(r.child)).declared {
			b.fault(c, r.fact.String(), "child", r.fact.Child, b.missingEntity(r.child))
		}
		if !b.entities.at(uint32(r.parent)).declared {
			b.fault(c, r.fact.String(), "parent", r.fact.Parent, b.missingEntity(r.parent))
		}
	}
}

// finalCircles tests that links along which access flows form no cycle (12.8).
func (b *batch) finalCircles(records []recordKey) {
	w := linkWalk{state: b.State, done: map[recordKey]bool{}}
	for r := range b.relations.all() {
		each := b.relations.at(r)
		c, put := b.touched.relations[r]
		if !put || !each.flows() {
			continue
		}
		for link := range each.children.all() {
			if w.circle(recordKey{each.child, Ordinal(link.second)}) {
				b.fault(c, each.fact.String(), "", "", ErrCycle)
				break
			}
		}
	}
	for _, key := range records {
		if w.circle(key) {
			b.fault(b.touched.records[key].cause, named(KindRecord, b.ref(key.entity, key.ordinal).String()), "lookups", "", ErrCycle)
		}
	}
}

// linkWalk walks from children to parents along links through which access flows.
type linkWalk struct {
	state *State
	done  map[recordKey]bool // false while the walk is below the record, true after
}

// circle reports whether the walk up from a record comes to a cycle that was not found before.
func (w *linkWalk) circle(start recordKey) bool {
	type step struct {
		key     recordKey
		parents []recordKey
	}
	if _, seen := w.done[start]; seen {
		return false
	}
	w.done[start] = false
	path := []step{{start, w.parents(start)}}
	found := false
	for len(path) > 0 {
		top := &path[len(path)-1]
		if len(top.parents) == 0 {
			w.done[top.key] = true
			path = path[:len(path)-1]
			continue
		}
		next := top.parents[0]
		top.parents = top.parents[1:]
		done, seen := w.done[next]
		switch {
		case !seen:
			w.done[next] = false
			path = append(path, step{next, w.parents(next)})
		case !done:
			found = true
		}
	}
	return found
}

func (w *linkWalk) parents(child recordKey) []recordKey {
	var parents []recordKey
	for r := range w.state.relationsOf(child.entity) {
		if target, set := r.target(child.ordinal); set && r.flows() {
			parents = append(parents, recordKey{r.parent, target})
		}
	}
	return parents
}

// finalDeletions tests that nothing still needs what the batch deleted (15.4).
func (b *batch) finalDeletions() {
	for _, number := range each(b.deleted.units) {
		if b.units.at(uint32(number)) == nil && b.needsUnit(number) {
			b.fault(b.deleted.units[number], named(KindBusinessUnit, b.units.id(uint32(number))), "", "", ErrNotEmpty)
		}
	}
	for _, number := range each(b.deleted.principals) {
		if b.principals.at(uint32(number)) != nil {
			continue
		}
		p := b.PrincipalAt(number)
		name := named(KindUser, p.ID)
		if p.Kind == TeamPrincipal {
			name = named(KindTeam, p.ID)
		}
		if b.owns(number, UserOwned) {
			b.fault(b.deleted.principals[number], name, "", "", ErrOwnsRecords)
		}
		if b.owns(number, BusinessOwned) {
			b.fault(b.deleted.principals[number], name, "", "", ErrOwnership)
		}
	}
	for _, number := range each(b.deleted.positions) {
		_, users := anySecond(&b.positionUsers, uint32(number))
		_, below := anySecond(&b.positionsBelow, uint32(number))
		if b.positions.at(uint32(number)) == nil && (users || below) {
			b.fault(b.deleted.positions[number], named(KindPosition, b.positions.id(uint32(number))), "", "", ErrNotEmpty)
		}
	}
	for _, number := range each(b.deleted.entities) {
		if e := b.entities.at(uint32(number)); !e.declared && (e.count > 0 || b.related(number)) {
			b.fault(b.deleted.entities[number], e.fact.String(), "", "", ErrNotEmpty)
		}
	}
	for _, number := range each(b.deleted.relations) {
		if r := b.relations.at(number); !r.declared && r.children.length > 0 {
			b.fault(b.deleted.relations[number], r.fact.String(), "", "", ErrNotEmpty)
		}
	}
}

// needsUnit reports whether a user, a team, a unit or a user-owned record is in a unit.
func (b *batch) needsUnit(number UnitNumber) bool {
	_, users := anySecond(&b.unitUsers, uint32(number))
	_, teams := anySecond(&b.unitTeams, uint32(number))
	_, units := anySecond(&b.unitChildren, uint32(number))
	if users || teams || units {
		return true
	}
	for _, e := range b.entities.all() {
		for h := range (Records{b.State, e}).HoldingsIn(number) {
			if e.holdingCounts.at(uint32(h)) > 0 && e.fact.Ownership == UserOwned {
				return true
			}
		}
	}
	return false
}

// related reports whether a relationship has an entity as its child or parent.
func (b *batch) related(number EntityNumber) bool {
	for _, r := range b.relations.all() {
		if r.declared && (r.child == number || r.parent == number) {
			return true
		}
	}
	return false
}
