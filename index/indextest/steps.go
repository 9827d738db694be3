package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// steps draw changes that are meant to be accepted; none where nothing suits.
var steps = slices.Concat([]func(*draft) []graph.Change{
	(*draft).newObject, (*draft).newObject, (*draft).newObject,
	(*draft).newRecord, (*draft).newRecord,
	(*draft).newSettings, (*draft).otherMode,
	(*draft).changedUnit, (*draft).movedUnit,
	(*draft).changedUser, (*draft).changedUser,
	(*draft).changedTeam,
	(*draft).changedPosition,
	(*draft).changedRole, (*draft).changedRole,
	(*draft).changedEntity,
	(*draft).changedRelationship,
	(*draft).changedRecord, (*draft).changedRecord, (*draft).changedRecord,
	(*draft).changedShare, (*draft).changedShare,
	(*draft).same, (*draft).system, (*draft).inheritance, (*draft).forward, (*draft).through, (*draft).again,
}, losses, verbs)

// people are the steps that leave settings, entities and relationships alone, and what roles grant
// but for overrides that a move drops.
var people = slices.Concat([]func(*draft) []graph.Change{
	(*draft).newPerson, (*draft).newPerson, (*draft).newRecord, (*draft).newRecord,
	(*draft).changedUnit, (*draft).movedUnit,
	(*draft).changedUser, (*draft).changedUser, (*draft).changedUser, (*draft).changedUser,
	(*draft).changedTeam,
	(*draft).changedRecord, (*draft).changedRecord,
	(*draft).changedShare,
	(*draft).inheritance, (*draft).again,
	(*draft).lostLink, (*draft).lostLink, (*draft).lostRecord, (*draft).lostUser, (*draft).lostTeam, (*draft).lostUnit,
}, verbs)

// losses draw deletions that are meant to be accepted.
var losses = []func(*draft) []graph.Change{
	(*draft).lostLink, (*draft).lostLink, (*draft).lostRecord, (*draft).lostRecord,
	(*draft).lostUser, (*draft).lostTeam, (*draft).lostUnit, (*draft).lostRole,
	(*draft).lostPosition, (*draft).lostEntity, (*draft).lostPrivilege,
}

// newObject is any new object but a record.
func (w *draft) newObject() []graph.Change {
	switch w.IntN(11) {
	case 0:
		return puts(w.drawPosition())
	case 1:
		p, ok := w.drawPrivilege()
		return only(ok && w.depthsFit(puts(p)), puts(p))
	case 2:
		if w.chance(20) {
			return puts(w.drawProfile())
		}
		return puts(w.drawRole())
	case 3:
		return puts(w.drawTask())
	case 4:
		e, ok := w.drawEntity()
		return only(ok && w.depthsFit(puts(e)), puts(e))
	case 5:
		r := w.drawRelationship()
		_, again := w.relationship(r.Child, r.Lookup, r.Parent)
		return only(!again, puts(r))
	}
	return w.newPerson()
}

// newPerson is a new unit, user, team, membership or assignment.
func (w *draft) newPerson() []graph.Change {
	switch w.IntN(6) {
	case 0:
		return puts(w.drawUnit())
	case 1:
		return puts(w.drawUser())
	case 2:
		return puts(w.drawTeam())
	case 3, 4:
		m, ok := w.drawMember()
		return only(ok, puts(m))
	}
	a, ok := w.drawAssignment()
	return only(ok, puts(a))
}

func (w *draft) newRecord() []graph.Change {
	if w.chance(40) {
		s, ok := w.drawShare()
		return only(ok, puts(s))
	}
	r, ok := w.drawRecord()
	return only(ok, puts(r))
}

// newSettings changes them, the mode and the overrides only where no role stands in the way.
func (w *draft) newSettings() []graph.Change {
	change := puts(w.drawSettings())
	next := w.trial(change)
	if !next.settings.RoleDepthOverrides && slices.ContainsFunc(w.roles, func(r graph.Role) bool { return len(r.Overrides) > 0 }) {
		return nil
	}
	return only(next.rolesFit(), change)
}

// otherMode switches matrix mode on, or off once no assignment stands in the way (13.5).
func (w *draft) otherMode() []graph.Change {
	settings := w.settings
	settings.OwnershipAcrossBusinessUnits = !w.matrix()
	var changes []graph.Change
	for _, a := range w.assignments {
		if a.BusinessUnit != "" && a.BusinessUnit != w.holderUnit(a.Principal) {
			changes = append(changes, deletes(a)...)
		}
	}
	return append(changes, puts(settings)...)
}

// same puts what is there already (15.2).
func (w *draft) same() []graph.Change { return puts(w.anyObject()) }

// anyObject is an object of any kind that is there, each kind alike.
func (w *draft) anyObject() graph.Object {
	byKind := map[graph.Kind][]graph.Object{}
	for _, object := range append(w.objects(), w.settings) {
		byKind[object.Kind()] = append(byKind[object.Kind()], object)
	}
	return pick(w.dice, byKind[pick(w.dice, sortedKeys(byKind))])
}

// objects are all of them, settings aside.
func (w *draft) objects() []graph.Object {
	var list []graph.Object
	list = appendAll(list, w.entities)
	list = appendAll(list, w.units)
	list = appendAll(list, w.positions)
	list = appendAll(list, w.users)
	list = appendAll(list, w.teams)
	list = appendAll(list, w.members)
	list = appendAll(list, w.privileges)
	list = appendAll(list, w.roles)
	list = appendAll(list, w.assignments)
	list = appendAll(list, w.records)
	list = appendAll(list, w.relationships)
	list = appendAll(list, w.shares)
	return appendAll(list, w.tasks)
}

func appendAll[T graph.Object](list []graph.Object, more []T) []graph.Object {
	for _, each := range more {
		list = append(list, each)
	}
	return list
}

// trial is the draft as it would be after the changes.
func (w *draft) trial(changes []graph.Change) *draft {
	next := newDraft(w.dice, w.objects())
	next.settings = w.settings
	next.apply(changes...)
	return next
}
