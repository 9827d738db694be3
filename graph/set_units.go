package graph

func (d *draft) setUnit(o BusinessUnit) {
	o.Name = orElse(o.Name, o.ID)
	number := d.units.number(d.edit, o.ID)
	next := &unit{fact: o}
	if o.Parent != "" {
		next.parent = UnitNumber(d.units.number(d.edit, o.Parent))
	}
	old := d.units.at(number)
	if old != nil {
		next.team = old.team
	}
	if old == nil || old.parent != next.parent {
		if old != nil {
			d.unitChildren.remove(d.edit, pair{uint32(old.parent), number})
		}
		d.unitChildren.insert(d.edit, pair{uint32(next.parent), number})
	}
	if old == nil || old.parent != next.parent || old.fact.Disabled != next.fact.Disabled {
		d.stale, d.effects.Tree = true, true
	}
	d.units.set(d.edit, number, next)
	d.settleDefaultTeam(UnitNumber(number))
	d.note(PutObject{o})
}

func (d *draft) dropUnit(o BusinessUnit) {
	number, old := d.units.find(o.ID)
	if old == nil {
		return
	}
	d.unitChildren.remove(d.edit, pair{uint32(old.parent), number})
	d.units.set(d.edit, number, nil)
	d.stale, d.effects.Tree = true, true
	d.settleDefaultTeam(UnitNumber(number))
	d.note(DeleteObject{BusinessUnit{ID: o.ID}})
}

// settleDefaultTeam finds the default team of a unit, and makes or removes the undeclared one that a
// unit without a declared one has (5.2).
func (d *draft) settleDefaultTeam(number UnitNumber) {
	u := d.units.at(uint32(number))
	impliedRow := d.rowOf(&d.teams, d.units.id(uint32(number)))
	implied := teamNumber(impliedRow)
	first, _ := anySecond(&d.defaultTeams, uint32(number))
	declared := PrincipalNumber(first)
	there := d.principals.at(uint32(implied))
	switch {
	case there != nil && there.implied && (u == nil || declared != 0):
		d.removePrincipal(implied, there)
	case there == nil && u != nil && declared == 0:
		id := d.units.id(uint32(number))
		d.placePrincipal(implied, &principal{
			kind: TeamPrincipal, team: Team{ID: id, BusinessUnit: id, Default: true}, unit: number, implied: true,
		})
		there = d.principals.at(uint32(implied))
	}
	if u == nil {
		return
	}
	team := declared
	if declared == 0 && there != nil && there.implied {
		team = implied
	}
	if u.team != team {
		next := *u
		next.team = team
		d.units.set(d.edit, uint32(number), &next)
		for user := range d.UsersIn(number) {
			d.effects.Users = append(d.effects.Users, user)
		}
	}
}

func (d *draft) setPosition(o Position) {
	o.Name = orElse(o.Name, o.ID)
	number := d.positions.number(d.edit, o.ID)
	next := &position{fact: o}
	if o.Parent != "" {
		next.parent = PositionNumber(d.positions.number(d.edit, o.Parent))
	}
	if old := d.positions.at(number); old != nil && old.parent != 0 {
		d.positionsBelow.remove(d.edit, pair{uint32(old.parent), number})
	}
	if next.parent != 0 {
		d.positionsBelow.insert(d.edit, pair{uint32(next.parent), number})
	}
	d.positions.set(d.edit, number, next)
	d.effects.AllUsers = true
	d.note(PutObject{o})
}

func (d *draft) dropPosition(o Position) {
	number, old := d.positions.find(o.ID)
	if old == nil {
		return
	}
	if old.parent != 0 {
		d.positionsBelow.remove(d.edit, pair{uint32(old.parent), number})
	}
	d.positions.set(d.edit, number, nil)
	d.effects.AllUsers = true
	d.note(DeleteObject{Position{ID: o.ID}})
}
