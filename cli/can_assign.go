package cli

import (
	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func canAssignCommand() *cli.Command {
	return &cli.Command{
		Name:      "assign",
		Usage:     "May a user give a record to another owner?",
		UsageText: "ambit can assign --user USER --record ENTITY:ID --owner PRINCIPAL",
		Description: `  ambit can assign --user ada --record account:a1 --owner user:ben
  ambit can assign --user ada --record account:a1 --owner team:sales
`,
		Flags: []cli.Flag{userFlag(), recordFlag(), principalFlag("owner", "the new owner")},
		Action: func(c *cli.Context) error {
			return mayDo(c, func(s *index.Snapshot) (index.Decision, error) {
				ref, badRef := graph.ParseRef(c.String("record"))
				owner, badOwner := graph.ParsePrincipal(c.String("owner"))
				if err := firstError(badRef, badOwner); err != nil {
					return index.Deny, err
				}
				return s.CanAssign(c.String("user"), ref, owner)
			}, "user", "record", "owner")
		},
	}
}
