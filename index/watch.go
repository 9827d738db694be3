package index

import (
	"context"
	"errors"
	"fmt"
	"iter"
)

// ErrNotReached is returned for a revision that an index has not reached, where it is no use to wait for it:
// a watch is to begin after it, which nobody can have seen of this index, or the index was opened with
// Options.ReadOnly.
var ErrNotReached = errors.New("revision not reached")

// Event is one write, as Watch yields it.
type Event struct {
	// Revision is what the write led to.
	Revision Revision
	// Changes are the batch as it was given to Apply, or a load that was small enough to be one. What
	// followed from them is not among them: State.Apply of the state before gives it again.
	Changes []Change
	// Reset is true for a load too large to be told in changes, so that there are none. Who follows takes
	// over a whole snapshot, and passes over the events up to its revision.
	Reset bool
	// Rules is the version of the rules that the write was made by, graph.RulesVersion of that time. A
	// replica with other rules should stop rather than part from the original.
	Rules int
}

// Watch yields what happened after a revision: an event for each later one, in order and without gaps, those
// that there are first and the others as they are published. Revision 0 is the empty index that an
// index begins as. Who keeps the revision of the last event that it has dealt with goes on from it
// later, also once the index was closed and opened again. Every event can be seen by Snapshot when it
// is yielded.
//
// It waits until the context ends, which it yields as the context's error, or the index is closed,
// ErrClosed. On an index opened with Options.ReadOnly nothing new can come, and it ends after what is
// there. A revision from before what Options.FeedBytes keeps is ErrTrimmed, at once or when a watch falls so
// far behind: take over a whole snapshot, and watch from its revision on. A revision that is still to come
// is ErrNotReached: the index is not the one that it was seen of, but perhaps an older copy. After an error
// the watch has ended.
//
// Events are read from disk, a few at a time. However slowly they are taken, no write waits for it, nor does
// Close, and the memory they take does not grow.
func (ix *Index) Watch(ctx context.Context, from Revision) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		done := from
		err := given(ctx)
		if err == nil && ix.store == nil {
			err = ErrClosed
		}
		if err == nil {
			err = ix.watchable(from)
		}
		for err == nil && !(ix.readOnly && done == ix.Revision()) {
			var s *Snapshot
			if s, err = ix.SnapshotAt(ctx, done+1); err != nil {
				break
			}
			for entry, failed := range ix.store.Log(done + 1) {
				if err = failed; err == nil {
					err = ix.over(ctx)
				}
				if err != nil || entry.Revision > s.Revision() {
					break
				}
				if !yield(Event{entry.Revision, entry.Changes, entry.Reset, entry.Rules}, nil) {
					return
				}
				done = entry.Revision
			}
		}
		if err != nil {
			yield(Event{}, fmt.Errorf("watching after revision %d: %w", done, err))
		}
	}
}

// watchable refuses to watch from a revision that is still to come.
func (ix *Index) watchable(from Revision) error {
	if now := ix.Revision(); from > now {
		return fmt.Errorf("%w: the index is at %d", ErrNotReached, now)
	}
	return nil
}

// over is why a watch must end, nil while it need not.
func (ix *Index) over(ctx context.Context) error {
	if ix.store == nil {
		return ErrClosed
	}
	select {
	case <-ix.ended:
		return ErrClosed
	default:
		return ctx.Err()
	}
}
