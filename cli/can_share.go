package cli

import (
	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func canShareCommand() *cli.Command {
	return &cli.Command{
		Name:      "share",
		Usage:     "May a user share a record with a principal?",
		UsageText: "ambit can share --user USER --record ENTITY:ID --principal PRINCIPAL --rights RIGHT,...",
		Description: `  ambit can share --user ada --record account:a1 --principal user:ben --rights Read
  ambit can share --user ada --record account:a1 --principal team:sales --rights Read,Write
  ambit can share --user ada --record account:a1 --principal organization --rights ""

  No rights is to take all of them away.
`,
		Flags: []cli.Flag{
			userFlag(), recordFlag(), principalFlag("principal", "whom to share with, organization for all"),
			rightsFlag(),
		},
		Action: func(c *cli.Context) error {
			return mayDo(c, func(s *index.Snapshot) (index.Decision, error) {
				ref, badRef := graph.ParseRef(c.String("record"))
				grantee, badGrantee := graph.ParsePrincipal(c.String("principal"))
				mask, badRights := rightsText(c.String("rights"))
				if err := firstError(badRef, badGrantee, badRights); err != nil {
					return index.Deny, err
				}
				return s.CanShare(c.String("user"), ref, grantee, mask)
			}, "user", "record", "principal", "rights")
		},
	}
}
