package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// verbMistakes are the refusals of the verbs in section 15's table.
var verbMistakes = []func(*draft) []graph.Change{
	func(w *draft) []graph.Change { // the root moved or disabled: ErrRootBusinessUnit
		if w.chance(50) {
			return []graph.Change{graph.DisableUnit{BusinessUnit: w.root()}}
		}
		return []graph.Change{graph.MoveUnit{BusinessUnit: w.root(), Parent: pick(w.dice, w.units).ID}}
	},
	func(w *draft) []graph.Change { // a unit moved into its own subtree: ErrCycle
		unit := pick(w.dice, w.units)
		below := pick(w.dice, w.subtree(unit.ID))
		return only(unit.Parent != "", []graph.Change{graph.MoveUnit{BusinessUnit: unit.ID, Parent: below}})
	},
	func(w *draft) []graph.Change { // a default team transferred: ErrDefaultTeam
		return []graph.Change{graph.TransferTeam{Team: w.defaultTeam(pick(w.dice, w.units).ID), BusinessUnit: pick(w.dice, w.units).ID}}
	},
	func(w *draft) []graph.Change { // an owner that never owns: ErrCannotOwn, ErrAccessTeamOwns
		record, owner := w.ownedRecord(), graph.Organization
		if team, ok := found(w.teams, func(t graph.Team) bool { return t.Type == graph.AccessTeam }); ok && w.chance(70) {
			owner = graph.TeamRef(team.ID)
		}
		return only(record.ID != "", []graph.Change{graph.AssignRecord{Record: record.Ref(), Owner: owner}})
	},
	func(w *draft) []graph.Change { // an owner that cannot own: ErrCannotOwn
		record := w.ownedRecord()
		owners := w.owners(record.Entity)
		others := slices.DeleteFunc(w.grantees(), func(p graph.Principal) bool { return slices.Contains(owners, p) })
		return only(record.ID != "" && len(others) > 0,
			[]graph.Change{graph.AssignRecord{Record: record.Ref(), Owner: pick(w.dice, others)}})
	},
	func(w *draft) []graph.Change { // a record that nobody owns: ErrOwnership
		record := pick(w.dice, w.records)
		return only(record.ID != "" && record.Owner.IsZero(),
			[]graph.Change{graph.AssignRecord{Record: record.Ref(), Owner: pick(w.dice, w.holders())}})
	},
	func(w *draft) []graph.Change { // another unit than the owner's: ErrRecordUnit
		record := w.ownedRecord()
		owner := pick(w.dice, append(w.owners(record.Entity), record.Owner))
		unit := pick(w.dice, w.units).ID
		return only(!owner.IsZero() && !w.matrix() && unit != w.holderUnit(owner),
			[]graph.Change{graph.AssignRecord{Record: record.Ref(), Owner: owner, BusinessUnit: unit}})
	},
	func(w *draft) []graph.Change { // a child of an entity that the new owner cannot own: ErrCannotOwn
		for _, child := range w.records {
			for _, name := range sortedKeys(child.Lookups) {
				parent, _ := w.record(child.Lookups[name])
				r, _ := w.relationship(child.Entity, name, parent.Entity)
				if child.Owner.IsZero() || parent.Owner.IsZero() || r.Assign == graph.NoCascade || lower(child.Entity) == lower(parent.Entity) {
					continue
				}
				below := w.owners(child.Entity)
				others := slices.DeleteFunc(w.owners(parent.Entity), func(p graph.Principal) bool { return slices.Contains(below, p) })
				if len(others) > 0 && w.chance(50) {
					return []graph.Change{graph.AssignRecord{Record: parent.Ref(), Owner: pick(w.dice, others)}}
				}
			}
		}
		return nil
	},
	func(w *draft) []graph.Change { // a share of what cannot be shared: ErrNotShareable
		for _, record := range w.records {
			if !w.shareable(record.Ref()) && w.chance(50) {
				p, rights := pick(w.dice, w.grantees()), w.drawRights()
				return []graph.Change{pick(w.dice, []graph.Change{
					graph.GrantShare{Record: record.Ref(), Principal: p, Rights: rights},
					graph.ModifyShare{Record: record.Ref(), Principal: p, Rights: rights},
					graph.RevokeShare{Record: record.Ref(), Principal: p},
				})}
			}
		}
		return nil
	},
	func(w *draft) []graph.Change { // links in a circle: ErrCycle
		for _, r := range w.relationships {
			for _, child := range w.records {
				for _, parent := range w.records {
					if flows(r) && lower(child.Entity) == lower(r.Child) && lower(parent.Entity) == lower(r.Parent) &&
						w.climbs(parent.Ref(), child.Ref()) && w.chance(20) {
						return []graph.Change{graph.LinkRecord{Record: child.Ref(), Lookup: r.Lookup, Target: parent.Ref()}}
					}
				}
			}
		}
		return nil
	},
	func(w *draft) []graph.Change { // no such relationship: ErrUnknown
		a, b := pick(w.dice, w.records), pick(w.dice, w.records)
		lookup := pick(w.dice, []string{"parentid", "no such lookup"})
		if _, found := w.relationship(a.Entity, lookup, b.Entity); found || a.ID == "" {
			return nil
		}
		if w.chance(40) {
			return []graph.Change{graph.UnlinkRecord{Record: a.Ref(), Lookup: "no such lookup"}}
		}
		return []graph.Change{graph.LinkRecord{Record: a.Ref(), Lookup: lookup, Target: b.Ref()}}
	},
	func(w *draft) []graph.Change { return []graph.Change{w.verbOf("not there")} },             // ErrUnknown
	func(w *draft) []graph.Change { return []graph.Change{w.verbOf("not there")} },             //
	func(w *draft) []graph.Change { return []graph.Change{w.verbOf(pick(w.dice, malformed))} }, // ErrInvalid
	func(w *draft) []graph.Change { // rights or principals that are none: ErrInvalid
		record := pick(w.dice, w.records).Ref()
		return []graph.Change{pick(w.dice, []graph.Change{
			graph.GrantShare{Record: record, Principal: graph.Organization, Rights: 8},
			graph.ModifyShare{Record: record, Principal: graph.Organization, Rights: 1 << 27},
			graph.RevokeShare{Record: record},
			graph.AssignRecord{Record: record},
			graph.AssignRecord{Record: record, Owner: graph.Principal{Kind: 9, ID: "u1"}},
			graph.RecomputeInherited{Record: graph.Ref{Entity: record.Entity}},
			graph.LinkRecord{Record: record, Target: record},
			graph.UnlinkRecord{Record: record},
		})}
	},
	func(w *draft) []graph.Change { // a verb amid a tree, chain or links that are not whole (15.3)
		return pick(w.dice, [][]graph.Change{w.amidTree(), w.amidManagers(), w.amidLinks()})
	},
}

// verbOf is a verb that names an object of the given id.
func (w *draft) verbOf(id string) graph.Change {
	unit, user, team, record := pick(w.dice, w.units).ID, pick(w.dice, w.users).ID, pick(w.dice, w.teams).ID, w.anyRecord()
	lost := graph.RecordRef(record.Entity, id)
	nobody := pick(w.dice, []graph.Principal{graph.UserRef(id), graph.TeamRef(id)})
	return pick(w.dice, []graph.Change{
		graph.MoveUnit{BusinessUnit: id, Parent: unit}, graph.MoveUnit{BusinessUnit: unit, Parent: id},
		graph.EnableUnit{BusinessUnit: id}, graph.DisableUnit{BusinessUnit: id}, graph.EnableUser{User: id}, graph.DisableUser{User: id},
		graph.TransferUser{User: id, BusinessUnit: unit}, graph.TransferUser{User: user, BusinessUnit: id},
		graph.TransferTeam{Team: id, BusinessUnit: unit}, graph.TransferTeam{Team: team, BusinessUnit: id},
		graph.AssignRecord{Record: lost, Owner: graph.UserRef(user)}, graph.AssignRecord{Record: record.Ref(), Owner: nobody},
		graph.AssignRecord{Record: record.Ref(), Owner: graph.UserRef(user), BusinessUnit: id + "nowhere"},
		graph.GrantShare{Record: lost, Principal: graph.Organization, Rights: 1}, graph.GrantShare{Record: record.Ref(), Principal: nobody, Rights: 1},
		graph.ModifyShare{Record: lost, Principal: graph.Organization, Rights: 1}, graph.ModifyShare{Record: record.Ref(), Principal: nobody, Rights: 1},
		graph.RevokeShare{Record: lost, Principal: graph.Organization}, graph.RevokeShare{Record: record.Ref(), Principal: nobody},
		graph.LinkRecord{Record: lost, Lookup: "parentid", Target: record.Ref()}, graph.LinkRecord{Record: record.Ref(), Lookup: "parentid", Target: lost},
		graph.UnlinkRecord{Record: lost, Lookup: "parentid"}, graph.RecomputeInherited{Record: lost},
	})
}

// amidTree moves a unit while there is a second root or a circle, which is mended after.
func (w *draft) amidTree() []graph.Change {
	broken, unit, parent := pick(w.dice, w.units), pick(w.dice, w.units), pick(w.dice, w.units)
	turned := broken
	turned.Parent, turned.Disabled = pick(w.dice, append(w.subtree(broken.ID), "")), false
	return only(broken.Parent != "" && unit.Parent != "", []graph.Change{
		graph.PutObject{Object: turned}, graph.MoveUnit{BusinessUnit: unit.ID, Parent: parent.ID}, graph.PutObject{Object: broken},
	})
}

// amidManagers transfers a user whose chain of managers runs in a circle, which is mended after.
func (w *draft) amidManagers() []graph.Change {
	user := pick(w.dice, w.users)
	turned := user
	for _, other := range w.users {
		if w.reports(other.ID, user.ID) {
			turned.Manager = other.ID
		}
	}
	return only(user.ID != "", []graph.Change{
		graph.PutObject{Object: turned}, graph.TransferUser{User: user.ID, BusinessUnit: pick(w.dice, w.units).ID}, graph.PutObject{Object: user},
	})
}

// amidLinks shares a record whose children point at it through a relationship that is put again after.
func (w *draft) amidLinks() []graph.Change {
	for _, r := range w.relationships {
		for _, record := range w.parents() {
			if lower(record.Entity) == lower(r.Parent) && w.shareable(record.Ref()) && w.pointsAt(r, record.Ref()) && w.chance(50) {
				return []graph.Change{
					graph.DeleteObject{Object: r},
					graph.GrantShare{Record: record.Ref(), Principal: pick(w.dice, w.grantees()), Rights: w.drawRights()},
					graph.PutObject{Object: r},
				}
			}
		}
	}
	return nil
}

// pointsAt reports whether a lookup through the relationship points at the record.
func (w *draft) pointsAt(r graph.Relationship, ref graph.Ref) bool {
	return slices.ContainsFunc(w.records, func(record graph.Record) bool {
		return lower(record.Entity) == lower(r.Child) && folded(record.Lookups[r.Lookup]) == folded(ref)
	})
}
