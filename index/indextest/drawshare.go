package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// drawRights is a set of rights, never empty.
func (w *draft) drawRights() graph.Rights {
	if w.chance(15) {
		return pick(w.dice, []graph.Rights{graph.AllRights, graph.FullRights})
	}
	rights := graph.Rights(pick(w.dice, graph.EachRight[:]))
	if w.chance(50) {
		rights |= graph.Rights(graph.Read)
	}
	return rights | graph.RightsOf(some(w.dice, 25, graph.EachRight[:])...)
}

// drawShare shares a record that can be shared with anybody (2.9).
func (w *draft) drawShare() (graph.RecordShare, bool) {
	record, principal := pick(w.dice, w.records), pick(w.dice, w.grantees())
	if w.chance(10) {
		principal = graph.Organization
	}
	if above := pick(w.dice, w.shares); w.chance(40) { // a share inherited further down (12.3)
		for _, child := range w.records {
			for _, target := range child.Lookups {
				if folded(target) == folded(above.Record) {
					record, principal = child, above.Principal
				}
			}
		}
	}
	s := graph.RecordShare{Record: graph.RecordRef(w.odd(record.Entity), record.ID), Principal: principal}
	return w.drawParts(s), record.ID != "" && w.shareable(record.Ref())
}

// drawParts fills in the explicit and the inherited rights of a share, anew (11.5, 12.6, 12.9).
func (w *draft) drawParts(s graph.RecordShare) graph.RecordShare {
	s.Rights, s.Inherited = 0, nil
	record, _ := w.record(s.Record)
	if w.chance(75) {
		s.Rights = w.drawRights()
	}
	if w.chance(25) || (s.Rights == 0 && len(record.Lookups) == 0) {
		s.Inherited = append(s.Inherited, graph.InheritedShare{Rights: w.drawRights()})
	}
	var origins []graph.Ref
	for _, name := range sortedKeys(record.Lookups) {
		origin := record.Lookups[name]
		if slices.ContainsFunc(origins, func(o graph.Ref) bool { return folded(o) == folded(origin) }) {
			continue
		}
		if origins = append(origins, origin); s.Rights == 0 || w.chance(60) {
			s.Inherited = append(s.Inherited, graph.InheritedShare{Origin: graph.RecordRef(w.odd(origin.Entity), origin.ID), Rights: w.drawRights()})
		}
	}
	shuffle(w.dice, s.Inherited)
	return s
}

// drawTask is a task that asks for any privileges, of entities, of the entity asked about, or of none (14.1).
func (w *draft) drawTask() graph.Task {
	task := graph.Task{Name: pick(w.dice, []string{"go-offline", "link-item", "Überfahrt 1", "audit", "remove"}), Title: w.label(), Offline: w.chance(50)}
	names := append(w.freePrivileges(), w.recordPrivileges()...)
	for range w.between(1, 4) {
		name := pick(w.dice, names)
		if w.chance(30) || name == "" {
			name = spelled(pick(w.dice, graph.EachRight[:]), "$entity")
		}
		if !slices.ContainsFunc(task.Requires, func(other string) bool { return lower(other) == lower(name) }) {
			task.Requires = append(task.Requires, w.odd(name))
		}
	}
	return task
}
