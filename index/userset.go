package index

import (
	"iter"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// UserSet is the users that a question found, as its snapshot has them: in an order that stays the same
// until the index is loaded anew. It is immutable. The zero UserSet is empty.
type UserSet struct {
	state     *graph.State
	set       bitmap.Set // of rows
	numbering uint64
}

// A user's number is even: its half is the user's row, of which the sets of users are made.
func userRow(u graph.PrincipalNumber) uint32     { return uint32(u >> 1) }
func userAtRow(row uint32) graph.PrincipalNumber { return graph.PrincipalNumber(row << 1) }

// Len is the number of users.
func (us UserSet) Len() int { return us.set.Len() }

// Contains reports whether the user with an id is in the set. An id that is unknown or malformed is not.
func (us UserSet) Contains(id string) bool {
	if us.set.IsEmpty() {
		return false
	}
	u, found := us.state.User(id)
	return found && us.set.Contains(userRow(u))
}

// All yields the ids of the users.
func (us UserSet) All() iter.Seq[string] {
	return func(yield func(string) bool) {
		for row := range us.set.All() {
			if !yield(us.id(row)) {
				return
			}
		}
	}
}

func (us UserSet) id(row uint32) string { return us.state.PrincipalAt(userAtRow(row)).ID }
