package indextest

import "github.com/accessindex/ambit/graph"

// verbs are the steps that carry consequences, each meant to be accepted (15.2).
var verbs = []func(*draft) []graph.Change{
	(*draft).movedSubtree, (*draft).flaggedUnit, (*draft).flaggedUser,
	(*draft).transferredUser, (*draft).transferredUser, (*draft).transferredTeam,
	(*draft).assigned, (*draft).assigned, (*draft).assigned, (*draft).placed,
	(*draft).granted, (*draft).granted, (*draft).modified, (*draft).revoked,
	(*draft).pointed, (*draft).pointed, (*draft).unlinked, (*draft).bornLinked,
	(*draft).recomputed,
}

// movedSubtree moves a unit, and back again now and then (5.5).
func (w *draft) movedSubtree() []graph.Change {
	unit, parent := pick(w.dice, w.units), pick(w.dice, w.units)
	if unit.Parent == "" || w.within(parent.ID, unit.ID) {
		return nil
	}
	changes := []graph.Change{graph.MoveUnit{BusinessUnit: unit.ID, Parent: parent.ID}}
	if w.chance(20) {
		changes = append(changes, graph.MoveUnit{BusinessUnit: unit.ID, Parent: unit.Parent})
	}
	return changes
}

func (w *draft) flaggedUnit() []graph.Change {
	unit := pick(w.dice, w.units)
	if w.chance(50) {
		return only(unit.ID != "", []graph.Change{graph.EnableUnit{BusinessUnit: unit.ID}})
	}
	return only(unit.Parent != "", []graph.Change{graph.DisableUnit{BusinessUnit: unit.ID}})
}

func (w *draft) flaggedUser() []graph.Change {
	user := pick(w.dice, w.users)
	if w.chance(50) {
		return only(user.ID != "", []graph.Change{graph.EnableUser{User: user.ID}})
	}
	return only(user.ID != "", []graph.Change{graph.DisableUser{User: user.ID}})
}

// transferredUser brings a user to another unit, often one amid a chain of managers (7.3e).
func (w *draft) transferredUser() []graph.Change {
	user, unit := pick(w.dice, w.users), pick(w.dice, w.units)
	if report := pick(w.dice, w.users); w.chance(50) && report.Manager != "" {
		user, _ = w.user(report.Manager)
	}
	if manager, ok := w.user(user.Manager); ok && manager.Manager != "" && w.chance(30) { // to where the next one up may sit
		above, _ := w.user(manager.Manager)
		unit.ID = w.orRoot(above.BusinessUnit)
	}
	return only(user.ID != "", []graph.Change{graph.TransferUser{User: user.ID, BusinessUnit: unit.ID}})
}

func (w *draft) transferredTeam() []graph.Change {
	team, unit := pick(w.dice, w.teams), pick(w.dice, w.units)
	return only(team.ID != "" && !team.Default, []graph.Change{graph.TransferTeam{Team: team.ID, BusinessUnit: unit.ID}})
}

// assigned gives a record to a principal that may own it, though maybe not its children (10.5).
func (w *draft) assigned() []graph.Change {
	record := w.ownedRecord()
	owner := pick(w.dice, w.owners(record.Entity))
	c := graph.AssignRecord{Record: w.oddRef(record.Ref()), Owner: owner}
	switch {
	case w.matrix() && w.chance(25):
		c.BusinessUnit = pick(w.dice, w.units).ID
	case w.chance(15):
		c.BusinessUnit = w.holderUnit(owner)
	}
	return only(!owner.IsZero(), []graph.Change{c})
}

// placed assigns a record to its owner, in another unit where there may be one (10.4, 10.5).
func (w *draft) placed() []graph.Change {
	record := w.ownedRecord()
	c := graph.AssignRecord{Record: w.oddRef(record.Ref()), Owner: record.Owner}
	switch {
	case w.matrix() && w.chance(80):
		c.BusinessUnit = pick(w.dice, w.units).ID
	case w.chance(50):
		c.BusinessUnit = w.recordUnit(record)
	}
	return only(!record.Owner.IsZero(), []graph.Change{c})
}

// grantee is a record that can be shared and somebody to share it with, often a sharer already.
func (w *draft) grantee() (graph.Ref, graph.Principal) {
	if share := pick(w.dice, w.shares); share.Record.ID != "" && w.chance(50) {
		return w.oddRef(share.Record), share.Principal
	}
	record := w.anyRecord()
	if record.ID == "" || !w.shareable(record.Ref()) {
		return graph.Ref{}, graph.Principal{}
	}
	if w.chance(10) && !record.Owner.IsZero() {
		return w.oddRef(record.Ref()), record.Owner
	}
	return w.oddRef(record.Ref()), pick(w.dice, w.grantees())
}

// granted grants, and now and then takes back what it granted, or some of it (16.8).
func (w *draft) granted() []graph.Change {
	record, p := w.grantee()
	rights := w.drawRights()
	if w.chance(5) {
		rights = 0
	}
	changes := []graph.Change{graph.GrantShare{Record: record, Principal: p, Rights: rights}}
	switch w.IntN(5) {
	case 0:
		changes = append(changes, graph.RevokeShare{Record: record, Principal: p})
	case 1:
		changes = append(changes, graph.ModifyShare{Record: record, Principal: p, Rights: w.drawRights()})
	}
	return only(!record.IsZero(), changes)
}

func (w *draft) modified() []graph.Change {
	record, p := w.grantee()
	rights := w.drawRights()
	if w.chance(15) {
		rights = 0
	}
	return only(!record.IsZero(), []graph.Change{graph.ModifyShare{Record: record, Principal: p, Rights: rights}})
}

func (w *draft) revoked() []graph.Change {
	record, p := w.grantee()
	return only(!record.IsZero(), []graph.Change{graph.RevokeShare{Record: record, Principal: p}})
}

// pointed points a lookup elsewhere, or where it points already, without a circle that rights run along (12.8).
func (w *draft) pointed() []graph.Change {
	r := pick(w.dice, w.relationships)
	var links []graph.Change
	for _, child := range w.records {
		for _, parent := range w.records {
			if lower(child.Entity) == lower(r.Child) && lower(parent.Entity) == lower(r.Parent) &&
				(!flows(r) || !w.climbs(parent.Ref(), child.Ref())) {
				links = append(links, graph.LinkRecord{Record: w.oddRef(child.Ref()), Lookup: r.Lookup, Target: w.oddRef(parent.Ref())})
			}
		}
	}
	return only(len(links) > 0, []graph.Change{pick(w.dice, links)})
}

// unlinked clears a lookup that may be empty already.
func (w *draft) unlinked() []graph.Change {
	record := pick(w.dice, w.records)
	if names := sortedKeys(record.Lookups); len(names) > 0 && w.chance(90) {
		return []graph.Change{graph.UnlinkRecord{Record: w.oddRef(record.Ref()), Lookup: pick(w.dice, names)}}
	}
	for _, r := range w.relationships {
		if lower(r.Child) == lower(record.Entity) {
			return []graph.Change{graph.UnlinkRecord{Record: w.oddRef(record.Ref()), Lookup: r.Lookup}}
		}
	}
	return nil
}

// bornLinked puts a record and links it in one batch (12.5).
func (w *draft) bornLinked() []graph.Change {
	r, ok := w.drawRecord()
	changes := make([]graph.Change, 1, 4)
	for _, name := range sortedKeys(r.Lookups) {
		changes = append(changes, graph.LinkRecord{Record: r.Ref(), Lookup: name, Target: r.Lookups[name]})
	}
	r.Lookups = nil
	changes[0] = graph.PutObject{Object: r}
	return only(ok, changes)
}

func (w *draft) recomputed() []graph.Change {
	record := w.anyRecord()
	if w.chance(25) || record.ID == "" {
		return []graph.Change{graph.RecomputeInherited{}}
	}
	return []graph.Change{graph.RecomputeInherited{Record: w.oddRef(record.Ref())}}
}
