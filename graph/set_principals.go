package graph

// rowOf is the row of an id among the users' or teams' ids, given out now if need be.
func (d *draft) rowOf(ids *keys, id string) uint32 {
	if row, known := ids.find(id); known {
		return row
	}
	row := max(1, ids.length)
	ids.put(d.edit, row, id)
	return row
}

// principalNumber is the number of a principal, given out now if need be.
func (d *draft) principalNumber(p Principal) PrincipalNumber {
	switch p.Kind {
	case UserPrincipal:
		return userNumber(d.rowOf(&d.users, p.ID))
	case TeamPrincipal:
		return teamNumber(d.rowOf(&d.teams, p.ID))
	case OrganizationPrincipal:
		return OrganizationNumber
	}
	return 0
}

func (d *draft) setUser(o User) {
	o.Name = orElse(o.Name, o.ID)
	number := d.principalNumber(UserRef(o.ID))
	next := &principal{kind: UserPrincipal}
	if o.BusinessUnit == "" {
		// 5.8: the root, where there is one already.
		if root, found := anySecond(&d.unitChildren, 0); found {
			o.BusinessUnit = d.units.id(root)
		}
	}
	if o.BusinessUnit != "" {
		next.unit = UnitNumber(d.units.number(d.edit, o.BusinessUnit))
	}
	if o.Manager != "" {
		next.manager = d.principalNumber(UserRef(o.Manager))
	}
	if o.Position != "" {
		next.position = PositionNumber(d.positions.number(d.edit, o.Position))
	}
	next.user = o
	d.placePrincipal(number, next)
	d.note(PutObject{o})
}

func (d *draft) setTeam(o Team) {
	o.Name = orElse(o.Name, o.ID)
	number := d.principalNumber(TeamRef(o.ID))
	next := &principal{kind: TeamPrincipal, team: o, unit: UnitNumber(d.units.number(d.edit, o.BusinessUnit))}
	old := d.principals.at(uint32(number))
	d.placePrincipal(number, next)
	d.settleDefaultTeam(next.unit)
	if old != nil && old.unit != next.unit {
		d.settleDefaultTeam(old.unit)
	}
	if unit, u := d.units.find(o.ID); u != nil && UnitNumber(unit) != next.unit {
		d.settleDefaultTeam(UnitNumber(unit))
	}
	d.note(PutObject{o})
}

// placePrincipal puts a user or team in its unit and below its manager and position.
func (d *draft) placePrincipal(number PrincipalNumber, next *principal) {
	if old := d.principals.at(uint32(number)); old != nil {
		d.unlinkPrincipal(number, old)
		if old.unit != next.unit {
			d.effects.Moves = append(d.effects.Moves, Move{number, old.unit, next.unit})
		}
		if old.kind == TeamPrincipal && (old.unit != next.unit || old.team.Default != next.team.Default) {
			d.affectTeam(number, old)
		}
	}
	d.principals.set(d.edit, uint32(number), next)
	n := uint32(number)
	if next.kind == UserPrincipal {
		d.unitUsers.insert(d.edit, pair{uint32(next.unit), n})
		if next.manager != 0 {
			d.reports.insert(d.edit, pair{uint32(next.manager), n})
		}
		if next.position != 0 {
			d.positionUsers.insert(d.edit, pair{uint32(next.position), n})
		}
		d.effects.Users = append(d.effects.Users, number)
		return
	}
	d.unitTeams.insert(d.edit, pair{uint32(next.unit), n})
	if next.team.Default && !next.implied {
		d.defaultTeams.insert(d.edit, pair{uint32(next.unit), n})
	}
	d.affectTeam(number, next)
}

// affectTeam notes the members of a team as users whose teams or roles changed.
func (d *draft) affectTeam(number PrincipalNumber, p *principal) {
	for user := range seconds(&d.members, uint32(number)) {
		d.effects.Users = append(d.effects.Users, PrincipalNumber(user))
	}
	if p.team.Default {
		for user := range d.UsersIn(p.unit) {
			d.effects.Users = append(d.effects.Users, user)
		}
	}
}

func (d *draft) unlinkPrincipal(number PrincipalNumber, old *principal) {
	n := uint32(number)
	if old.kind == TeamPrincipal {
		d.unitTeams.remove(d.edit, pair{uint32(old.unit), n})
		d.defaultTeams.remove(d.edit, pair{uint32(old.unit), n})
		return
	}
	d.unitUsers.remove(d.edit, pair{uint32(old.unit), n})
	if old.manager != 0 {
		d.reports.remove(d.edit, pair{uint32(old.manager), n})
	}
	if old.position != 0 {
		d.positionUsers.remove(d.edit, pair{uint32(old.position), n})
	}
}

// removePrincipal takes a user or team away without noting an effect.
func (d *draft) removePrincipal(number PrincipalNumber, old *principal) {
	d.unlinkPrincipal(number, old)
	if old.kind == TeamPrincipal {
		d.affectTeam(number, old)
	} else {
		d.effects.Users = append(d.effects.Users, number)
	}
	d.principals.set(d.edit, uint32(number), nil)
}

func (d *draft) dropPrincipal(p Principal) {
	number, there := d.Principal(p)
	if !there {
		return
	}
	old := d.principals.at(uint32(number))
	d.removePrincipal(number, old)
	if p.Kind == TeamPrincipal {
		d.settleDefaultTeam(old.unit)
		if unit, u := d.units.find(p.ID); u != nil {
			d.settleDefaultTeam(UnitNumber(unit))
		}
		d.note(DeleteObject{Team{ID: p.ID}})
	} else {
		d.note(DeleteObject{User{ID: p.ID}})
	}
}

func (d *draft) setMember(o Member) {
	team, user := d.principalNumber(TeamRef(o.Team)), d.principalNumber(UserRef(o.User))
	if d.members.insert(d.edit, pair{uint32(team), uint32(user)}) {
		d.memberships.insert(d.edit, pair{uint32(user), uint32(team)})
		d.effects.Users = append(d.effects.Users, user)
	}
	d.note(PutObject{o})
}

func (d *draft) dropMember(o Member) {
	team, user := d.principalNumber(TeamRef(o.Team)), d.principalNumber(UserRef(o.User))
	if d.members.remove(d.edit, pair{uint32(team), uint32(user)}) {
		d.memberships.remove(d.edit, pair{uint32(user), uint32(team)})
		d.effects.Users = append(d.effects.Users, user)
		d.note(DeleteObject{o})
	}
}
