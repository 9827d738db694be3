package cli

import (
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func atLeastFlag() cli.Flag {
	return &cli.Uint64Flag{Name: "at-least", Usage: "answer by revision `N` or a later one, or not at all"}
}

// behindError is an index that has not reached the revision that is asked for.
type behindError struct {
	at, want graph.Revision
	err      error
}

func (e *behindError) Error() string {
	return fmt.Sprintf("the index is at revision %d and has not reached %d", e.at, e.want)
}

func (e *behindError) Unwrap() error { return e.err }

// askRecent opens the index for reading and lets the command look at its snapshot, if that is as new as
// --at-least asks for.
func askRecent(c *cli.Context, look func(*index.Snapshot) error) error {
	return ask(c, func(ix *index.Index) error {
		want := graph.Revision(c.Uint64("at-least"))
		s, err := ix.SnapshotAt(c.Context, want)
		switch {
		case errors.Is(err, index.ErrNotReached):
			return &behindError{ix.Revision(), want, err}
		case err != nil:
			return err
		}
		return look(s)
	})
}
