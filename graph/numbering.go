package graph

// WithNumbering is the State with another name for what its ordinals mean, so that nobody takes those that were
// learnt under the old one for these.
func (s *State) WithNumbering(numbering uint64) *State {
	next := *s
	next.numbering = numbering
	return &next
}
