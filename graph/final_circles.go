package graph

// finalCircles tests that links along which access flows form no cycle (12.8).
func (b *batch) finalCircles(records []recordKey) {
	w := linkWalk{state: b.State, done: map[recordKey]bool{}}
	for r := range b.relations.all() {
		each := b.relations.at(r)
		c, put := b.touched.relations[r]
		if !put || !each.flows() {
			continue
		}
		for link := range each.children.all() {
			if w.circle(recordKey{each.child, Ordinal(link.second)}) {
				b.fault(c, each.fact.String(), "", "", ErrCycle)
				break
			}
		}
	}
	for _, key := range records {
		if w.circle(key) {
			b.fault(b.touched.records[key].cause, named(KindRecord, b.ref(key.entity, key.ordinal).String()), "lookups", "", ErrCycle)
		}
	}
}

// linkWalk walks from children to parents along links through which access flows.
type linkWalk struct {
	state *State
	done  map[recordKey]bool // false while the walk is below the record, true after
}

// circle reports whether the walk up from a record comes to a cycle that was not found before.
func (w *linkWalk) circle(start recordKey) bool {
	type step struct {
		key     recordKey
		parents []recordKey
	}
	if _, seen := w.done[start]; seen {
		return false
	}
	w.done[start] = false
	path := []step{{start, w.parents(start)}}
	found := false
	for len(path) > 0 {
		top := &path[len(path)-1]
		if len(top.parents) == 0 {
			w.done[top.key] = true
			path = path[:len(path)-1]
			continue
		}
		next := top.parents[0]
		top.parents = top.parents[1:]
		done, seen := w.done[next]
		switch {
		case !seen:
			w.done[next] = false
			path = append(path, step{next, w.parents(next)})
		case !done:
			found = true
		}
	}
	return found
}

func (w *linkWalk) parents(child recordKey) []recordKey {
	var parents []recordKey
	for r := range w.state.relationsOf(child.entity) {
		if target, set := r.target(child.ordinal); set && r.flows() {
			parents = append(parents, recordKey{r.parent, target})
		}
	}
	return parents
}
