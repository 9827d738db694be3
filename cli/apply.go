package cli

import (
	"bufio"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/loader"
)

func applyCommand() *cli.Command {
	return &cli.Command{
		Name:      "apply",
		Usage:     "Apply changes, or say what they would change",
		UsageText: "ambit apply FILE\n  ambit apply --dry-run FILE",
		ArgsUsage: "FILE",
		Description: `  ambit apply changes.ndjson.gz
  ambit apply --dry-run changes.ndjson                 who would gain or lose what
  ambit apply --dry-run --format ndjson changes.ndjson | grep '"user":"ada"'
  echo '{"op":"transfer","user":"ada","business_unit":"north"}' | ambit apply -

  A change is a line of JSON with an op: put and delete of an object, and the verbs assign, grant, modify,
  revoke, move, transfer, enable, disable, link, unlink and recompute_inherited. Lines between {"op":"begin"}
  and {"op":"commit"} are one batch, any other line is one on its own. - is standard input.

  All lines are read before anything is applied. Batches take effect one after the other, each as a whole or
  not at all; the first that is refused ends the command with exit code 1, and those before it stay.

  With --dry-run the index stays as it is. A row is CHANGE USER RIGHT ENTITY COUNT: the user gains or loses
  the right on so many records of the entity. ndjson is an object a row, with these as change, user, right,
  entity and count; json is one array of them.
`,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "dry-run", Usage: "apply nothing, and print whose access would change"},
			differenceFormat("; with --dry-run"),
		},
		Action: apply,
	}
}

// apply applies the batches of a file, or tries them.
func apply(c *cli.Context) error {
	switch {
	case c.NArg() != 1:
		return usage(c, "apply needs one file, or - for standard input")
	case c.IsSet("format") && !c.Bool("dry-run"):
		return usage(c, "--format needs --dry-run")
	}
	stop := progress(c, "reading", false, nil)
	batches, err := loader.Changes(c.Context, c.Args().First(), c.App.Reader)
	stop()
	switch {
	case err != nil:
		return &unappliedError{err: err, dry: c.Bool("dry-run")}
	case c.Bool("dry-run"):
		return dryRun(c, batches)
	}
	return applyBatches(c, batches)
}

// applyBatches applies batches one after the other, until one is refused.
func applyBatches(c *cli.Context, batches []loader.Batch) error {
	ix, undo, err := openToWrite(c)
	if err != nil {
		return err
	}
	var done atomic.Int64
	start, changes := time.Now(), 0
	stop := progress(c, "applying batches", false, func() (int64, int64) { return done.Load(), int64(len(batches)) })
	for i := range batches {
		if _, err = ix.Apply(c.Context, batches[i].Changes...); err != nil {
			err = unapplied(batches, i, changes, err)
			break
		}
		changes += len(batches[i].Changes)
		done.Add(1)
	}
	stop()
	revision, took := ix.Revision(), time.Since(start)
	if closed := ix.Close(); err == nil && closed != nil {
		return fmt.Errorf("closing index: %w", closed)
	}
	if refused := (*unappliedError)(nil); errors.As(err, &refused) {
		undo()
		refused.revision = revision
		return err
	}
	if c.Bool("quiet") {
		return nil
	}
	return output(c, func(out *bufio.Writer) error {
		fmt.Fprintf(out, "%-16s %d\n", "changes", changes)
		fmt.Fprintf(out, "%-16s %d\n", "batches", len(batches))
		fmt.Fprintf(out, "%-16s %d\n", "revision", revision)
		fmt.Fprintf(out, "%-16s %.3f\n", "seconds", took.Seconds())
		_, err := fmt.Fprintf(out, "%-16s %.0f\n", "changes/s", float64(changes)/max(took.Seconds(), 1e-9))
		return err
	})
}
