package graph

import (
	"maps"
	"slices"
)

// noCircle tests that a new link, along which access flows, closes no circle (12.8). What it walks must be
// whole at this moment (15.3).
func (b *batch) noCircle(c LinkRecord, link childLink) error {
	circle := false
	if b.relinked {
		w := linkWalk{state: b.State, done: map[recordKey]bool{}}
		circle = w.circle(link.child)
		if err := b.wholeAbove(w); err != nil && !circle {
			return err
		}
	} else {
		circle = b.reaches(link.parent, link.child)
	}
	if circle {
		return b.refuse(c, "target", c.Target.String(), ErrCycle)
	}
	return nil
}

// wholeAbove tests the links that a walk followed.
func (b *batch) wholeAbove(w linkWalk) error {
	for _, above := range slices.SortedFunc(maps.Keys(w.done), recordKey.compare) {
		for r := range b.relationsOf(above.entity) {
			if target, set := r.target(above.ordinal); set && r.flows() {
				if err := b.whole(childLink{r, above, recordKey{r.parent, target}}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// reaches reports whether links along which access flows lead from a record up to another. It looks upward
// from the one and downward from the other, ever further, until one of the two ways comes to its end: so it
// costs what the shorter way does, in whatever order a hierarchy is linked.
func (b *batch) reaches(from, to recordKey) bool {
	for limit := 16; ; limit *= 4 {
		if found, complete := b.leads(from, to, limit, b.flowingParents); complete {
			return found
		}
		if found, complete := b.leads(to, from, limit, b.flowingChildren); complete {
			return found
		}
	}
}

// leads reports whether a way of steps leads from one record to another, and whether it knew after following
// so many of them.
func (b *batch) leads(from, to recordKey, limit int, step func(recordKey, func(recordKey) bool)) (found, complete bool) {
	if from == to {
		return true, true
	}
	seen := map[recordKey]bool{from: true}
	for next := []recordKey{from}; len(next) > 0 && !found && limit > 0; next = next[1:] {
		step(next[0], func(key recordKey) bool {
			limit--
			if found = key == to; !found && !seen[key] {
				seen[key] = true
				next = append(next, key)
			}
			return !found && limit > 0
		})
	}
	return found, found || limit > 0
}

// flowingParents yields the records to which a record links along which access flows.
func (b *batch) flowingParents(child recordKey, yield func(recordKey) bool) {
	for r := range b.relationsOf(child.entity) {
		if target, set := r.target(child.ordinal); set && r.flows() && !yield(recordKey{r.parent, target}) {
			return
		}
	}
}

// flowingChildren yields the records that link to a record along which access flows.
func (b *batch) flowingChildren(parent recordKey, yield func(recordKey) bool) {
	for r := range b.relationsTo(parent.entity) {
		if !r.flows() {
			continue
		}
		for child := range seconds(&r.children, uint32(parent.ordinal)) {
			if !yield(recordKey{r.child, Ordinal(child)}) {
				return
			}
		}
	}
}
