package graph

// missingUnit is the error for a reference to a unit that is not there (15.4).
func (b *batch) missingUnit(n UnitNumber) error {
	if _, deleted := b.deleted.units[n]; deleted {
		return ErrNotEmpty
	}
	return ErrUnknown
}

// finalUnits tests that the units form a tree whose root is enabled and was not put below another unit
// (5.1), and rule 7.5.
func (b *batch) finalUnits() {
	b.finalTree()
	for _, number := range each(b.touched.units) {
		c, u := b.touched.units[number], b.units.at(uint32(number))
		if u == nil {
			continue
		}
		switch {
		case u.parent == 0 && u.fact.Disabled:
			b.fault(c, u.fact.String(), "disabled", "true", ErrRootBusinessUnit)
		case u.parent != 0 && number == b.before.tree.Root():
			b.fault(c, u.fact.String(), "parent", u.fact.Parent, ErrRootBusinessUnit)
		}
		b.finalTeamID(c, u.fact.ID)
	}
}

// finalTree tests that the units form a tree (5.1).
func (b *batch) finalTree() {
	root := b.tree.Root()
	for _, number := range each(b.touched.units) {
		c, u := b.touched.units[number], b.units.at(uint32(number))
		if u == nil {
			continue
		}
		switch {
		case u.parent != 0 && b.units.at(uint32(u.parent)) == nil:
			b.fault(c, u.fact.String(), "parent", u.fact.Parent, b.missingUnit(u.parent))
		case u.parent != 0 && b.unitCycle(number):
			b.fault(c, u.fact.String(), "parent", u.fact.Parent, ErrCycle)
		case u.parent == 0 && (number != root || b.roots() > 1):
			b.fault(c, u.fact.String(), "parent", "", ErrRootBusinessUnit)
		case u.parent != 0 && b.roots() == 0:
			b.fault(c, u.fact.String(), "parent", u.fact.Parent, ErrRootBusinessUnit)
		}
	}
}

// treeWhole is nil where the units form a tree at this moment, and else an error that the final state
// would get (15.3).
func (b *batch) treeWhole() error {
	if !b.regrown {
		return nil
	}
	b.replant()
	known := len(b.errs)
	b.finalTree()
	for _, number := range each(b.deleted.units) {
		if _, parent := anySecond(&b.unitChildren, uint32(number)); parent && b.units.at(uint32(number)) == nil {
			b.fault(b.deleted.units[number], named(KindBusinessUnit, b.units.id(uint32(number))), "", "", ErrNotEmpty)
		}
	}
	faults := b.errs[known:]
	if b.errs = b.errs[:known]; len(faults) > 0 {
		return faults[0]
	}
	b.regrown = false
	return nil
}

// replant makes the tree that of the units at this moment.
func (b *batch) replant() {
	if b.stale {
		b.tree = b.plant()
		b.stale = false
	}
}

func (b *batch) roots() int {
	count := 0
	for range seconds(&b.unitChildren, 0) {
		count++
	}
	return count
}

// unitCycle reports whether the way up from a unit comes back to it.
func (b *batch) unitCycle(number UnitNumber) bool {
	if b.tree.Within(number, b.tree.Root()) {
		return false
	}
	at := number
	for range b.units.count {
		u := b.units.at(uint32(at))
		if u == nil {
			return false
		}
		if at = u.parent; at == number {
			return true
		}
	}
	return false
}

// finalTeamID tests that no team but a unit's own declared default team has the id of a unit (7.5).
func (b *batch) finalTeamID(c cause, id string) {
	number, isUnit := b.Unit(id)
	team, there := b.Team(id)
	if !isUnit || !there {
		return
	}
	p := b.principals.at(uint32(team))
	if p.implied || p.team.Default && p.unit == number {
		return
	}
	b.fault(c, p.team.String(), "id", id, ErrDuplicate)
}
