package graph

// flowsInCircles reports whether links along which access flows form a circle (12.8). It looks at the records
// only where the entities form one.
func (s *State) flowsInCircles() bool {
	w := flowWalk{State: s, from: map[EntityNumber][]*relation{}, states: map[EntityNumber][]byte{}}
	for _, r := range s.relations.all() {
		if r.flows() && r.children.length > 0 {
			w.from[r.child] = append(w.from[r.child], r)
		}
	}
	for start := range w.from {
		if w.reaches(start, start) && w.circle(start) {
			return true
		}
	}
	return false
}

// flowWalk walks from children to parents along links through which access flows.
type flowWalk struct {
	*State
	from   map[EntityNumber][]*relation
	states map[EntityNumber][]byte // by ordinal: not seen, on the path, done
	path   []flowStep
}

type flowStep struct {
	key  recordKey
	next int // among the relationships of the entity
}

const (
	flowOnPath = 1
	flowDone   = 2
)

// reaches reports whether relationships lead from one entity to another.
func (w *flowWalk) reaches(from, to EntityNumber) bool {
	seen, queue := map[EntityNumber]bool{}, []EntityNumber{from}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, r := range w.from[at] {
			if r.parent == to {
				return true
			}
			if !seen[r.parent] {
				seen[r.parent] = true
				queue = append(queue, r.parent)
			}
		}
	}
	return false
}

// circle reports whether a walk from the records of an entity comes to a circle.
func (w *flowWalk) circle(start EntityNumber) bool {
	for ordinal := range w.entities.at(uint32(start)).rows.length {
		w.enter(recordKey{start, Ordinal(ordinal)})
		for len(w.path) > 0 {
			top := &w.path[len(w.path)-1]
			relations := w.from[top.key.entity]
			if top.next == len(relations) {
				w.states[top.key.entity][top.key.ordinal] = flowDone
				w.path = w.path[:len(w.path)-1]
				continue
			}
			r := relations[top.next]
			top.next++
			if target, set := r.target(top.key.ordinal); set && !w.enter(recordKey{r.parent, target}) {
				return true
			}
		}
	}
	return false
}

// enter puts a record that was not seen yet on the path. It is false for one that is on it.
func (w *flowWalk) enter(key recordKey) bool {
	states := w.states[key.entity]
	if states == nil {
		states = make([]byte, w.entities.at(uint32(key.entity)).rows.length)
		w.states[key.entity] = states
	}
	if states[key.ordinal] == 0 {
		states[key.ordinal] = flowOnPath
		w.path = append(w.path, flowStep{key: key})
		return true
	}
	return states[key.ordinal] == flowDone
}
