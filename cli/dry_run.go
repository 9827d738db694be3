package cli

import (
	"sync/atomic"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader"
)

// dryRun prints whose access the batches would change. Of those that come before one that would be refused,
// it prints that and then the error.
func dryRun(c *cli.Context, batches []loader.Batch) error {
	return ask(c, func(ix *index.Index) error {
		before := ix.Snapshot()
		after, refused := tryBatches(c, before, batches)
		if refused != nil && refused.applied == 0 {
			return refused
		}
		if err := printDifference(c, index.Diff(c.Context, before, after)); err != nil {
			return err
		}
		if refused != nil {
			return refused
		}
		changes := 0
		for i := range batches {
			changes += len(batches[i].Changes)
		}
		say(c, "%s in %s would be applied to revision %d",
			count(changes, "change"), count(len(batches), "batch"), before.Revision())
		return nil
	})
}

// tryBatches is what the batches would lead to, up to the first that would be refused, and the error of that.
func tryBatches(c *cli.Context, before *index.Snapshot, batches []loader.Batch) (after *index.Snapshot, refused *unappliedError) {
	var done atomic.Int64
	defer progress(c, "trying batches", false, func() (int64, int64) { return done.Load(), int64(len(batches)) })()
	after = before
	changes := 0
	for i := range batches {
		next, err := after.Try(batches[i].Changes...)
		if err == nil {
			err = c.Context.Err()
		}
		if err != nil {
			stopped := unapplied(batches, i, changes, err)
			stopped.dry = true
			return after, stopped
		}
		after = next
		changes += len(batches[i].Changes)
		done.Add(1)
	}
	return after, nil
}
