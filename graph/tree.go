package graph

// Tree is the tree of business units in pre-order: a unit and all units below it have consecutive
// positions. It is immutable; states share one until a unit, a parent or a disabled flag changes.
type Tree struct {
	order    []UnitNumber // by position
	spans    []Span       // by unit number
	parents  []UnitNumber // by unit number
	inactive []bool       // by unit number: the unit or one above it is disabled
}

// Span is the pre-order positions of a unit and all units below it: First is its own, and End is one
// past the last. A unit that is not there has an empty span.
type Span struct{ First, End uint32 }

// Has reports whether a position lies in the span.
func (s Span) Has(position uint32) bool { return position-s.First < s.End-s.First }

// Len is the number of units.
func (t *Tree) Len() int { return len(t.order) }

// At is the unit at a pre-order position.
func (t *Tree) At(position uint32) UnitNumber { return t.order[position] }

// Root is the unit without a parent, 0 where there is no unit.
func (t *Tree) Root() UnitNumber {
	if len(t.order) == 0 {
		return 0
	}
	return t.order[0]
}

// Span of a unit.
func (t *Tree) Span(u UnitNumber) Span {
	if int(u) >= len(t.spans) {
		return Span{}
	}
	return t.spans[u]
}

// Numbers is one more than the greatest unit number.
func (t *Tree) Numbers() int { return len(t.spans) }

// Parent of a unit, 0 for the root.
func (t *Tree) Parent(u UnitNumber) UnitNumber {
	if int(u) >= len(t.parents) {
		return 0
	}
	return t.parents[u]
}

// Within reports whether u is unit top or lies below it, at any distance.
func (t *Tree) Within(u, top UnitNumber) bool {
	span := t.Span(u)
	return span.First < span.End && t.Span(top).Has(span.First)
}

// Active reports whether neither the unit nor any above it is disabled (7.2).
func (t *Tree) Active(u UnitNumber) bool {
	span := t.Span(u)
	return span.First < span.End && !t.inactive[u]
}

// plant numbers the tree that the units form. Units that the root does not reach, which only a
// refused batch has, are left out.
func (s *State) plant() *Tree {
	numbers := s.units.objects.length
	t := &Tree{
		order:    make([]UnitNumber, 0, s.units.count),
		spans:    make([]Span, numbers),
		parents:  make([]UnitNumber, numbers),
		inactive: make([]bool, numbers),
	}
	type step struct {
		unit     UnitNumber
		children []UnitNumber
	}
	var path []step
	enter := func(number UnitNumber) {
		u := s.units.at(uint32(number))
		t.spans[number].First = uint32(len(t.order))
		t.order = append(t.order, number)
		t.parents[number] = u.parent
		t.inactive[number] = u.fact.Disabled || disablingReachesBelow() && u.parent != 0 && t.inactive[u.parent]
		next := step{unit: number}
		for child := range seconds(&s.unitChildren, uint32(number)) {
			next.children = append(next.children, UnitNumber(child))
		}
		path = append(path, next)
	}
	if root, found := anySecond(&s.unitChildren, 0); found {
		enter(UnitNumber(root))
	}
	for len(path) > 0 {
		top := &path[len(path)-1]
		if len(top.children) == 0 {
			t.spans[top.unit].End = uint32(len(t.order))
			path = path[:len(path)-1]
			continue
		}
		child := top.children[0]
		top.children = top.children[1:]
		enter(child)
	}
	return t
}
