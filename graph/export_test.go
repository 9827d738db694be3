package graph

import "context"

// LoadBulk and LoadBatch are the two ways of Load, for tests that compare them.
func (s *State) LoadBulk(b *Builder) (*State, error) {
	loaded, err := s.loadBulk(context.Background(), b)
	return loaded.State, err
}

// LoadBatch loads as Apply applies.
func (s *State) LoadBatch(b *Builder) (*State, error) {
	loaded, err := s.loadBatch(context.Background(), b)
	return loaded.State, err
}
