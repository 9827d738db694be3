package cli

import (
	"bufio"
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func checkCommand() *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "May a user do this to a record?",
		UsageText: "ambit check --user USER --right RIGHT --record ENTITY:ID\n  ambit check --batch FILE",
		Description: `  ambit check --user ada --right Read --record account:a1 && echo yes
  ambit check --batch questions.ndjson
  echo '{"user":"ada","right":"Read","record":"account:a1"}' | ambit check --batch -

  Prints allow or deny; the exit code is 0 or 2. A batch has one question a line and gets one answer a
  line, in order; its exit code is 0, or 1 if some line was no question.
`,
		Flags: []cli.Flag{
			userFlag(), rightFlag(), recordFlag(),
			&cli.StringFlag{Name: "batch", Usage: "the questions in `FILE`; - is standard input"},
		},
		Action: check,
	}
}

// check answers one question, or those of a file.
func check(c *cli.Context) error {
	if c.IsSet("batch") {
		if err := firstError(noSources(c), exclude(c, "batch", "user", "right", "record")); err != nil {
			return err
		}
		return checkBatch(c)
	}
	if err := firstError(noSources(c), need(c, "user", "right", "record")); err != nil {
		return err
	}
	return ask(c, func(ix *index.Index) error {
		decision, unanswered := checkText(ix.Snapshot(), c.String("user"), c.String("right"), c.String("record"))
		err := output(c, func(out *bufio.Writer) error {
			_, err := fmt.Fprintln(out, decision)
			return err
		})
		switch {
		case unanswered != nil:
			return unanswered
		case err == nil && decision == index.Deny:
			return errDenied
		}
		return err
	})
}

// checkText is Check for a right and a record that are still text. What they do not name is denied.
func checkText(s *index.Snapshot, user, right, record string) (index.Decision, error) {
	r, err := graph.ParseRight(right)
	if err != nil {
		return index.Deny, err
	}
	ref, err := graph.ParseRef(record)
	if err != nil {
		return index.Deny, err
	}
	return s.Check(user, r, ref)
}
