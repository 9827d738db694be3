package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
)

// unappliedError is an apply, or the trial of one, that came to an end before its last batch. The batches
// before that one stay.
type unappliedError struct {
	dry      bool // it was but tried
	applied  int  // batches
	batches  int
	changes  int            // applied
	revision graph.Revision // reached
	place    string         // FILE:LINE where the next batch begins
	err      error
}

// unapplied is the error for the first batch that was not applied.
func unapplied(batches []loader.Batch, next, changes int, err error) *unappliedError {
	batch := &batches[next]
	if errors.Is(err, context.Canceled) {
		err = errInterrupted // which says no more than that, so that the rest is said
	}
	return &unappliedError{
		applied: next, batches: len(batches), changes: changes,
		place: fmt.Sprintf("%s:%d", batch.File, batch.Line), err: batch.Explain(err),
	}
}

func (e *unappliedError) Error() string {
	var says string
	switch {
	case e.dry && e.applied == 0:
		says = "nothing would be applied"
	case e.dry:
		says = fmt.Sprintf("%d of %s would be applied (%s), but not the next",
			e.applied, count(e.batches, "batch"), count(e.changes, "change"))
	case e.applied == 0:
		says = "nothing was applied"
	default:
		says = fmt.Sprintf("%d of %s are applied (%s, revision %d), but not the next",
			e.applied, count(e.batches, "batch"), count(e.changes, "change"), e.revision)
	}
	return says + ":\n" + e.err.Error()
}

func (e *unappliedError) Unwrap() error { return e.err }

// advice says what to do next.
func (e *unappliedError) advice() string {
	var lines *loader.ParseErrors
	switch {
	case e.applied > 0 && !e.dry:
		return "what was applied stays; apply the file from " + e.place + " on, once that is put right"
	case errors.As(e.err, &lines):
		return "correct the file and apply it again; the index is as it was"
	case errors.Is(e.err, fs.ErrNotExist):
		return "check the name of the file; the index is as it was"
	}
	return "the index is as it was"
}
