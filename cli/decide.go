package cli

import (
	"bufio"
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
)

// decide prints the answer to a question that is allowed or denied. What cannot be asked is denied, with
// its error.
func decide(c *cli.Context, question func(*index.Snapshot) (index.Decision, error)) error {
	return ask(c, func(ix *index.Index) error { return decideBy(c, ix.Snapshot(), question) })
}

// decideBy is decide by a snapshot.
func decideBy(c *cli.Context, s *index.Snapshot, question func(*index.Snapshot) (index.Decision, error)) error {
	decision, unanswered := question(s)
	err := output(c, func(out *bufio.Writer) error {
		_, err := fmt.Fprintln(out, shown(c, decision))
		return err
	})
	return verdict(decision, unanswered, err)
}

// verdict is the error with which a command ends that printed a decision.
func verdict(decision index.Decision, unanswered, printing error) error {
	switch {
	case unanswered != nil:
		return unanswered
	case printing == nil && decision == index.Deny:
		return errDenied
	}
	return printing
}

// shown is the word for a decision, in its color.
func shown(c *cli.Context, decision index.Decision) string {
	if decision == index.Allow {
		return paint(c, green, decision.String())
	}
	return paint(c, red, decision.String())
}
