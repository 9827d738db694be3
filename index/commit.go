package index

import (
	"context"
	"errors"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

// Apply applies a batch of changes: all or none of them (15.3). They are durable, and every snapshot taken
// from then on has them, when it returns the new revision; Options.SyncDelay can put off the former. A refused
// batch is FactErrors and changes nothing. Without changes it returns the present revision.
//
// Batches that come while others are written wait, and are then written together; each has a revision, or an
// error, of its own. A context that ends while the batch waits takes it back. Once its writing has begun, Apply
// returns what comes of it.
func (ix *Index) Apply(ctx context.Context, changes ...Change) (Revision, error) {
	if err := given(ctx); err != nil {
		return 0, err
	}
	if ix.store == nil {
		return 0, ErrClosed
	}
	if len(changes) == 0 {
		if err := ix.begin(ctx); err != nil {
			return 0, err
		}
		defer ix.writer.Unlock()
		return ix.Revision(), nil
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	w := &waiting{ended: ctx.Done(), changes: changes, answered: make(chan struct{})}
	ix.queue.enter(w)
	for !w.isAnswered() {
		select {
		case <-w.answered:
		case <-w.ended:
			if ix.queue.leave(w) {
				return 0, ctx.Err()
			}
			<-w.answered
		case ix.writer <- struct{}{}:
			// Whoever has the turn writes for all who wait, and so for this one too, if nobody has.
			ix.writeGroup()
		}
	}
	if w.err == errWithdrawn {
		return 0, ctx.Err()
	}
	return w.revision, w.err
}

// writeGroup takes a group of batches from the queue, answers them, and ends the turn of the caller, who holds
// writer.
func (ix *Index) writeGroup() {
	defer ix.writer.Unlock()
	group := ix.queue.take()
	defer func() {
		for _, w := range group {
			if !w.isAnswered() {
				w.answer(0, errAbandoned)
			}
		}
	}()
	if ix.closed {
		for _, w := range group {
			w.answer(0, ErrClosed)
		}
		return
	}
	ix.commitGroup(group)
}

// commitGroup applies each batch to what those before it led to, but for those that are refused, commits them
// together and answers all. The caller holds writer.
func (ix *Index) commitGroup(group []*waiting) {
	now := ix.Snapshot()
	state, revision := now.State(), now.Revision()
	refused := make([]error, len(group))
	var batches []applied
	for i, w := range group {
		next, effects, err := state.Apply(w.changes)
		if refused[i] = err; err == nil {
			batches = append(batches, applied{w.changes, next, effects})
			state = next
		}
	}
	err := ix.commit(context.Background(), batches...)
	if len(group) > 1 && (errors.Is(err, ErrFull) || errors.Is(err, ErrInvalid)) {
		// Nothing was written, maybe for the sake of one alone.
		for i := range group {
			ix.commitGroup(group[i : i+1])
		}
		return
	}
	for i, w := range group {
		switch {
		case err != nil: // also for those refused: by what is not there now
			w.answer(0, err)
		case refused[i] != nil:
			w.answer(0, refused[i])
		default:
			revision++
			w.answer(revision, nil)
		}
	}
}

// applied is a batch and what it led to.
type applied struct {
	changes []Change
	state   *graph.State
	effects *graph.Effects
}

// commit makes batches durable as one, each applied to the state of the one before, and publishes what they
// led to, one after the other. The caller holds writer.
func (ix *Index) commit(ctx context.Context, batches ...applied) error {
	if len(batches) == 0 {
		return nil
	}
	now := ix.Snapshot()
	entries := make([]store.Entry, len(batches))
	for i, each := range batches {
		entries[i] = store.Entry{Revision: now.Revision() + Revision(i) + 1, Changes: each.changes}
		if !each.effects.AsGiven {
			entries[i].Effects = append([]Change{}, each.effects.Changes...) // not nil, which would say: as given
		}
	}
	if err := ix.store.Append(ctx, entries...); err != nil {
		return err
	}
	// It shares tables with those before, which are therefore not published before.
	batches[len(batches)-1].state.Settle()
	for i, each := range batches {
		now = now.next(each.state, each.effects, entries[i].Revision)
		ix.publish(now)
	}
	ix.checkpointIfDue()
	return nil
}
