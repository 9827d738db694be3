package index

import (
	"context"
	"fmt"
	"iter"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// AccessChange is what one user gains and loses of one right on the records of one entity. Not both sets
// are empty.
type AccessChange struct {
	User   string
	Right  Right
	Entity string // as the later snapshot spells it, if it has the entity
	// Gained are records of the later snapshot on which the user has the right there, and has not in the
	// earlier one, where record or user may not even be.
	Gained RecordSet
	// Lost are records of the earlier snapshot, likewise.
	Lost RecordSet
}

// Diff yields what changes between two snapshots: of each user, right and entity for which the lists
// of rule 3.12 differ, by the user's id, then the entity's name, then the right in the order of rule 1.1.
//
// The snapshots may be any: a try and what it was tried on, two of one index, or two of different indexes.
// Users and records are the same if their ids are, entities if their names are (1.14). A user who is
// in one only has nothing in the other; a record that was created may be gained, one that was deleted lost.
//
// Between snapshots of one index, from one load to the next, the cost is that of what differs and of the
// users whom it may concern. Between others all users and records are compared. When ctx ends, so does the
// sequence, with its error.
func Diff(ctx context.Context, before, after *Snapshot) iter.Seq2[AccessChange, error] {
	return func(yield func(AccessChange, error) bool) {
		err := given(ctx)
		if err == nil && (before.none() || after.none()) {
			err = fmt.Errorf("%w: no snapshot", graph.ErrInvalid)
		}
		if err != nil {
			yield(AccessChange{}, err)
			return
		}
		d := newDifference(before, after)
		users, err := d.users(ctx)
		if err != nil {
			yield(AccessChange{}, err)
			return
		}
		for i, user := range users {
			if i%64 == 0 && ctx.Err() != nil {
				yield(AccessChange{}, ctx.Err())
				return
			}
			for change := range d.changesOf(user) {
				if !yield(change, nil) {
					return
				}
			}
		}
	}
}

// difference is two snapshots on their way to being told apart.
type difference struct {
	before, after *Snapshot
	related       bool           // of one line: equal stamps mean equal sets
	entities      []*twoEntities // by name
	numbers       *matches       // nil until first needed
}

func newDifference(before, after *Snapshot) *difference {
	d := &difference{before: before, after: after, related: before.clock == after.clock}
	d.pairEntities()
	return d
}

// changesOf yields the changes of one user.
func (d *difference) changesOf(user string) iter.Seq[AccessChange] {
	return func(yield func(AccessChange) bool) {
		was, _ := d.before.state.User(user)
		is, _ := d.after.state.User(user)
		for _, e := range d.entities {
			if e.concern == nil || !e.concern.has(was) && !e.concern.has(is) {
				continue
			}
			pairs := e.pairs(was, is)
			if len(pairs) == 0 {
				continue
			}
			var gained, lost [len(graph.EachRight)]bitmap.Set
			for i, r := range graph.EachRight {
				if alike := e.alike(pairs, i); alike < i {
					gained[i], lost[i] = gained[alike], lost[alike]
				} else {
					gained[i], lost[i] = e.change(pairs, was, is, r)
				}
				if gained[i].IsEmpty() && lost[i].IsEmpty() {
					continue
				}
				if !yield(AccessChange{user, r, e.name, e.after.records(gained[i]), e.before.records(lost[i])}) {
					return
				}
			}
		}
	}
}
