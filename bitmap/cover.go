package bitmap

import "slices"

// covering is the set that has all that the others have, if it is cheap to find.
func covering(sets []Set) (Set, bool) {
	whole := slices.MaxFunc(sets, func(a, b Set) int {
		if a.size() < b.size() {
			return -1
		}
		return 1
	})
	for _, s := range sets {
		if !s.within(whole) {
			return Set{}, false
		}
	}
	return whole, true
}

// within reports whether all members of s are members of t.
func (s Set) within(t Set) bool {
	if s.form == t.form {
		return true
	}
	if !t.Contains(s.form.min()) || !t.Contains(s.form.max()) || !t.Contains(s.form.at(s.size()/2)) {
		return false
	}
	if a, ok := s.form.(*dense); ok {
		if b, ok := t.form.(*dense); ok {
			return b.bitmap.AndCardinality(a.bitmap) == a.length
		}
	}
	all := true
	s.each(func(r run) bool {
		all = t.form.covers(r)
		return all
	})
	return all
}
