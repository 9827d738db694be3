package export

import (
	"fmt"
	"slices"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// Config says what to write.
type Config struct {
	Right  index.Right
	Entity string // in any case (1.14)

	// Users are ids, in any order; one that is there twice counts once. Nil stands for all users, also for
	// those who reach nothing.
	Users []string

	Format Format // CSV if it is not set

	// Progress, unless it is nil, is told now and then how many users are written, and of how many. It is
	// called by the goroutine that called Write or File, which waits for it.
	Progress func(done, total int)
}

// users is the ids of the users to write, in byte order. What the configuration names and the snapshot
// does not have is ErrUnknown or ErrInvalid (3.15).
func (c Config) users(s *index.Snapshot) ([]string, error) {
	if !c.Format.valid() {
		return nil, fmt.Errorf("%w: export %v", index.ErrInvalid, c.Format)
	}
	if !c.Right.Valid() {
		return nil, fmt.Errorf("%w: right %q", index.ErrUnknown, c.Right)
	}
	if _, found := s.State().Entity(c.Entity); !found {
		if err := graph.CheckEntityName(c.Entity); err != nil {
			return nil, fmt.Errorf("entity: %w", err)
		}
		return nil, fmt.Errorf("%w: entity %q", index.ErrUnknown, c.Entity)
	}
	if c.Users == nil {
		return allUsers(s), nil
	}
	for _, id := range c.Users {
		if _, err := s.User(id); err != nil {
			return nil, err
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(c.Users))), nil
}

// allUsers is the ids of all users in byte order.
func allUsers(s *index.Snapshot) []string {
	var users []string
	for each := range s.Objects(graph.KindUser) {
		users = append(users, each.(graph.User).ID)
	}
	return users
}
