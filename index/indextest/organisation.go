package indextest

import "github.com/accessindex/ambit/graph"

// Organisation is a random organisation that is valid as one load: equal seeds and shapes give equal
// objects in equal, shuffled order. Over many seeds it has every feature of sections 2 to 8 and 13,
// and ids and names in every spelling of rule 1.14.
func Organisation(seed uint64, shape Shape) []graph.Object {
	w := newDraft(newDice(seed), nil)
	shape = shape.filled()
	var objects []graph.Object
	state := func(object graph.Object, valid bool) {
		if valid {
			w.put(object)
			objects = append(objects, object)
		}
	}
	if w.chance(90) {
		state(w.drawSettings(), true)
	}
	for range w.between(2, shape.Entities) {
		entity, ok := w.drawEntity()
		state(entity, ok)
	}
	w.drawPeople(shape, state)
	w.drawRoles(shape, state)
	w.drawRecords(shape, state)
	for range w.IntN(3) {
		task := w.drawTask()
		_, again := found(w.tasks, func(t graph.Task) bool { return t.Name == task.Name })
		state(task, !again)
	}
	shuffle(w.dice, objects)
	return objects
}

func (w *draft) drawPeople(shape Shape, state func(graph.Object, bool)) {
	for range w.between(3, shape.Units) {
		state(w.drawUnit(), true)
	}
	for range w.between(0, shape.Positions) {
		state(w.drawPosition(), true)
	}
	for range w.between(4, shape.Users) {
		state(w.drawUser(), true)
	}
	for range w.between(2, shape.Teams) {
		state(w.drawTeam(), true)
	}
	for range 3 * len(w.teams) {
		m, ok := w.drawMember()
		_, again := found(w.members, func(other graph.Member) bool { return m == other })
		state(m, ok && !again)
	}
}

func (w *draft) drawRoles(shape Shape, state func(graph.Object, bool)) {
	for range w.IntN(4) {
		p, ok := w.drawPrivilege()
		_, again := found(w.privileges, func(other graph.Privilege) bool { return lower(other.Name) == lower(p.Name) })
		state(p, ok && !again)
	}
	for range w.between(3, shape.Roles) {
		state(w.drawRole(), true)
	}
	if w.chance(60) {
		state(w.drawAdministrator(), true)
	}
	for range w.between(0, 2) {
		state(w.drawProfile(), true)
	}
	for range 2 * (len(w.users) + len(w.teams)) {
		a, ok := w.drawAssignment()
		_, again := found(w.assignments, func(other graph.RoleAssignment) bool { return w.sameAssignment(a, other) })
		state(a, ok && !again)
	}
}

func (w *draft) drawRecords(shape Shape, state func(graph.Object, bool)) {
	for range w.between(2, 3*len(w.entities)) {
		r := w.drawRelationship()
		_, again := w.relationship(r.Child, r.Lookup, r.Parent)
		state(r, !again)
	}
	for range w.between(10, shape.Records) {
		r, ok := w.drawRecord()
		state(r, ok)
	}
	for range w.between(0, shape.Shares) {
		s, ok := w.drawShare()
		_, again := found(w.shares, func(other graph.RecordShare) bool { return sameness(s) == sameness(other) })
		state(s, ok && !again)
	}
}

// sameAssignment reports whether two assignments are one: in classic mode the base unit is always the
// holder's (6.3).
func (w *draft) sameAssignment(a, b graph.RoleAssignment) bool {
	if !w.matrix() {
		a.BusinessUnit, b.BusinessUnit = "", ""
	}
	return a == b
}
