package indextest

import "github.com/accessindex/ambit/graph"

// carry carries out a verb by the oracle's rules; one that is refused changes nothing.
func (w *draft) carry(change graph.Change) {
	b := w.begin()
	verb, err := b.step(change)
	if err != nil || verb() != nil {
		return
	}
	b.settle()
	oracle := Oracle{b.count, &view{state: b.state}}
	*w = *newDraft(w.dice, oracle.Objects())
}

// begin is a batch on the state of the draft, whose faults nobody has looked for.
func (w *draft) begin() *batch {
	b := newState(&counter{taken: map[string]int{}}).begin()
	for _, object := range append([]graph.Object{w.settings}, w.objects()...) {
		if object, err := normal(object); err == nil {
			_ = b.put(object) // a draft may hold what is refused
		}
	}
	return b
}

// owners are the principals that may own records of an entity (9.3).
func (w *draft) owners(entity string) []graph.Principal {
	b := w.begin()
	var list []graph.Principal
	for _, p := range w.holders() {
		if b.rolesOf(p).canOwn(p, b.entities[fold(entity)]) {
			list = append(list, p)
		}
	}
	return list
}

// parents are the records that others point at.
func (w *draft) parents() []graph.Record {
	targets := map[graph.Ref]bool{}
	for _, record := range w.records {
		for _, target := range record.Lookups {
			targets[folded(target)] = true
		}
	}
	var list []graph.Record
	for _, record := range w.records {
		if targets[folded(record.Ref())] {
			list = append(list, record)
		}
	}
	return list
}

// anyRecord is any record, often one that others point at, which others may point at in turn.
func (w *draft) anyRecord() graph.Record {
	if below := pick(w.dice, w.records); w.chance(40) && len(below.Lookups) > 0 {
		middle, _ := w.record(below.Lookups[pick(w.dice, sortedKeys(below.Lookups))])
		if top, ok := w.record(middle.Lookups[pick(w.dice, sortedKeys(middle.Lookups))]); ok {
			return top
		}
	}
	if parents := w.parents(); w.chance(60) && len(parents) > 0 {
		return pick(w.dice, parents)
	}
	return pick(w.dice, w.records)
}

// ownedRecord is any record with an owner, often one that others point at.
func (w *draft) ownedRecord() graph.Record {
	for range 10 {
		if record := w.anyRecord(); !record.Owner.IsZero() {
			return record
		}
	}
	return graph.Record{}
}

// oddRef is the reference with its entity in another case now and then (1.14).
func (w *draft) oddRef(ref graph.Ref) graph.Ref { return graph.RecordRef(w.odd(ref.Entity), ref.ID) }
