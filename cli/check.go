package cli

import (
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
  ambit check --user ada --right Read --record account:a1 --at-least 7
  ambit check --batch questions.ndjson
  echo '{"user":"ada","right":"Read","record":"account:a1"}' | ambit check --batch -
  echo '{"user":"ada","right":"Create","entity":"account","owner":"user:ben"}' | ambit check --batch -

  Prints allow or deny; the exit code is 0 or 2. A batch has one question a line and gets one answer a
  line, in order; its exit code is 0, or 1 if some line was no question. Create with an entity is the
  question of ambit can create; the owner may be left out, and so may the business_unit.

  apply and load print the revision that they lead to. With --at-least an index that has not reached it, a
  copy that lags behind for instance, is asked nothing: there is no answer, and the exit code is 1.
`,
		Flags: []cli.Flag{
			userFlag(), rightFlag(), recordFlag(),
			fileFlag("batch", "the questions in `FILE`; - is standard input"),
			atLeastFlag(),
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
	return askRecent(c, func(s *index.Snapshot) error {
		return decideBy(c, s, func(s *index.Snapshot) (index.Decision, error) {
			return checkText(s, c.String("user"), c.String("right"), c.String("record"))
		})
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
