package cli

import (
	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func canOwnCommand() *cli.Command {
	return &cli.Command{
		Name:      "own",
		Usage:     "May a user or a team own records of an entity?",
		UsageText: "ambit can own --principal PRINCIPAL --entity ENTITY",
		Description: `  ambit can own --principal user:ada --entity account
  ambit can own --principal team:sales --entity account
`,
		Flags: []cli.Flag{principalFlag("principal", "the user or team"), entityFlag()},
		Action: func(c *cli.Context) error {
			return mayDo(c, func(s *index.Snapshot) (index.Decision, error) {
				owner, err := graph.ParsePrincipal(c.String("principal"))
				if err != nil {
					return index.Deny, err
				}
				return s.CanOwn(owner, c.String("entity"))
			}, "principal", "entity")
		},
	}
}
