package graph

import "iter"

// relation is a relationship with the lookups that use it. The struct is copied when an edit first
// touches it.
type relation struct {
	number   uint32
	fact     Relationship
	declared bool // false while lookups only mention it
	child    EntityNumber
	parent   EntityNumber
	targets  column[uint32] // child ordinal to parent ordinal + 1
	children sorted[pair]   // parent ordinal, child ordinal
	owner    *edit
}

// relationKey is what the table of relationships knows one by: the three that identify it (2.10),
// the entities folded. No id holds a control character.
func relationKey(child, lookup, parent string) string {
	return fold(child) + "\x00" + lookup + "\x00" + fold(parent)
}

// flows reports whether inherited access flows along the relationship (12): share or reparent is set.
func (r *relation) flows() bool {
	return r.declared && (r.fact.Share != NoCascade || r.fact.Reparent != NoCascade)
}

// target is the record that a child's lookup points at.
func (r *relation) target(child Ordinal) (Ordinal, bool) {
	t := r.targets.at(uint32(child))
	return Ordinal(t - 1), t != 0
}

// relationsOf yields the relationships whose children are records of an entity.
func (s *State) relationsOf(child EntityNumber) iter.Seq[*relation] {
	return func(yield func(*relation) bool) {
		for _, r := range s.relations.all() {
			if r.child == child && !yield(r) {
				return
			}
		}
	}
}

// relationsTo yields the relationships whose parents are records of an entity.
func (s *State) relationsTo(parent EntityNumber) iter.Seq[*relation] {
	return func(yield func(*relation) bool) {
		for _, r := range s.relations.all() {
			if r.parent == parent && !yield(r) {
				return
			}
		}
	}
}
