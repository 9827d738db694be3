package cli

import (
	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
)

func canCommand() *cli.Command {
	return &cli.Command{
		Name:      "can",
		Usage:     "May a user create, assign, share or link a record? May somebody own it?",
		UsageText: "ambit can COMMAND",
		Description: `  ambit can create --user ada --entity account
  ambit can own --principal team:sales --entity account
  ambit can assign --user ada --record account:a1 --owner user:ben
  ambit can share --user ada --record account:a1 --principal user:ben --rights Read,Write
  ambit can link --user ada --child contact:c1 --parent account:a1
  ambit can share --help               more about one of them

  What takes more than one right is asked here before it is done. Prints allow or deny; the exit code is
  0 or 2.
`,
		Subcommands: []*cli.Command{
			canCreateCommand(), canOwnCommand(), canAssignCommand(), canShareCommand(), canLinkCommand(),
		},
		Action: func(c *cli.Context) error {
			return usage(c, "can needs one of create, own, assign, share and link")
		},
	}
}

// mayDo answers an operation check whose flags are all needed.
func mayDo(c *cli.Context, question func(*index.Snapshot) (index.Decision, error), flags ...string) error {
	if err := firstError(noSources(c), need(c, flags...)); err != nil {
		return err
	}
	return decide(c, question)
}
