package cli

import (
	"bufio"
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
)

func verifyCommand() *cli.Command {
	return &cli.Command{
		Name:      "verify",
		Usage:     "Recompute everything from the facts and compare",
		UsageText: "ambit verify",
		Description: `  ambit verify && echo sound

  Prints each difference; the exit code is then 3.
`,
		Action: verify,
	}
}

// verify prints the differences between what is stored, what follows from it, and what the index has.
func verify(c *cli.Context) error {
	if err := noSources(c); err != nil {
		return err
	}
	return ask(c, func(ix *index.Index) error {
		stop := progress(c, "verifying", false, nil)
		differences, err := ix.Verify(c.Context)
		stop()
		if err != nil {
			return err
		}
		if len(differences) == 0 {
			say(c, "revision %d: no difference", ix.Revision())
			return nil
		}
		err = output(c, func(out *bufio.Writer) error {
			for _, each := range differences {
				fmt.Fprintln(out, each)
			}
			return nil
		})
		if err != nil {
			return err
		}
		say(c, "revision %d: %d differences", ix.Revision(), len(differences))
		return errDiffered
	})
}
