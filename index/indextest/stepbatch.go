package indextest

import "github.com/accessindex/ambit/graph"

// forward states objects before those that they refer to (15.3).
func (w *draft) forward() []graph.Change {
	unit := w.drawUnit()
	user := graph.User{ID: w.drawUser().ID, BusinessUnit: unit.ID}
	changes := puts(user, unit)
	if r, ok := w.drawRecord(); ok && w.ownership(r.Entity) == graph.UserOwned {
		r.Owner, r.BusinessUnit = graph.UserRef(user.ID), ""
		share := graph.RecordShare{Record: r.Ref(), Principal: graph.TeamRef(unit.ID), Rights: w.drawRights()}
		changes = append(puts(share, r), changes...)
	}
	if role := w.drawRole(); len(role.Overrides) == 0 {
		role.BusinessUnit = unit.ID
		changes = append(puts(graph.RoleAssignment{Role: role.ID, Principal: graph.UserRef(user.ID)}, role), changes...)
	}
	return changes
}

// system puts the System Administrator role as it is (6.7).
func (w *draft) system() []graph.Change {
	role, ok := found(w.roles, func(r graph.Role) bool { return r.Template == administrator })
	return only(ok, puts(role))
}

// inheritance shares along two links, one above the other, and may cut the upper one (12.3).
func (w *draft) inheritance() []graph.Change {
	for _, below := range w.records {
		for _, name := range sortedKeys(below.Lookups) {
			middle, _ := w.record(below.Lookups[name])
			for _, upper := range sortedKeys(middle.Lookups) {
				top, p, rights := middle.Lookups[upper], pick(w.dice, w.grantees()), w.drawRights()
				if !w.shareable(below.Ref()) || !w.shareable(middle.Ref()) || !w.chance(30) {
					continue
				}
				changes := puts(
					graph.RecordShare{Record: below.Ref(), Principal: p, Inherited: []graph.InheritedShare{{Origin: middle.Ref(), Rights: rights}}},
					graph.RecordShare{Record: middle.Ref(), Principal: p, Inherited: []graph.InheritedShare{{Origin: top, Rights: rights}}},
				)
				return append(changes, only(w.chance(50), deletes(graph.Record{Entity: top.Entity, ID: top.ID}))...)
			}
		}
	}
	return nil
}

func (w *draft) shareable(ref graph.Ref) bool {
	kind := w.ownership(ref.Entity)
	return kind == graph.UserOwned || kind == graph.BusinessOwned
}

// through passes an invalid state on the way to the one that was there (15.3).
func (w *draft) through() []graph.Change {
	switch w.IntN(5) {
	case 0: // two units below each other
		a, b := pick(w.dice, w.units), pick(w.dice, w.units)
		turned := a
		turned.Parent = b.ID
		return only(a.Parent != "" && w.within(b.ID, a.ID), puts(turned, a))
	case 1: // a manager of oneself
		user := pick(w.dice, w.users)
		turned := user
		turned.Manager = user.ID
		return only(user.ID != "", puts(turned, user))
	case 2: // an owner that is not there
		r := pick(w.dice, w.records)
		lost := r
		lost.Owner = graph.UserRef("nobody at all")
		return only(w.ownership(r.Entity) == graph.UserOwned && r.ID != "", puts(lost, r))
	case 3: // a second root
		unit := w.drawUnit()
		root := unit
		root.Parent, root.Disabled = "", false
		return only(unit.Parent != "", puts(root, unit))
	}
	role := pick(w.dice, w.roles) // a depth for a home that is not there
	moved := role
	moved.BusinessUnit = "nowhere"
	return only(role.ID != "" && role.Template != administrator, puts(moved, role))
}

// again deletes an object and puts it anew: what went with it stays gone, and what refers to it may (15.3).
func (w *draft) again() []graph.Change {
	object := w.anyObject()
	switch o := object.(type) {
	case graph.Settings:
		return nil
	case graph.Team:
		if o.Default {
			return nil
		}
	case graph.Role:
		if o.Template == administrator {
			return nil
		}
	case graph.BusinessUnit:
		if o.Parent == "" {
			return nil
		}
		off := o
		off.Disabled = true
		return append(puts(off), append(deletes(o), puts(o)...)...)
	}
	return append(deletes(object), puts(object)...)
}
