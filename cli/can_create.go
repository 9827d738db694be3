package cli

import (
	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func canCreateCommand() *cli.Command {
	return &cli.Command{
		Name:      "create",
		Usage:     "May a user create a record of an entity?",
		UsageText: "ambit can create --user USER --entity ENTITY [--owner PRINCIPAL] [--business-unit UNIT]",
		Description: `  ambit can create --user ada --entity account
  ambit can create --user ada --entity account --owner team:sales
  ambit can create --user ada --entity machine --business-unit north

  Without an owner the record is the user's own, and without a business unit it is in the owner's. A
  record that a business unit owns takes the unit and no owner.
`,
		Flags: []cli.Flag{
			userFlag(), entityFlag(), principalFlag("owner", "the owner of the record"),
			&cli.StringFlag{Name: "business-unit", Usage: "the business `UNIT` of the record"},
		},
		Action: func(c *cli.Context) error {
			return mayDo(c, func(s *index.Snapshot) (index.Decision, error) {
				return createText(s, c.String("user"), c.String("entity"), c.String("owner"), c.String("business-unit"))
			}, "user", "entity")
		},
	}
}

// createText is CanCreate for an owner that is still text. An empty one is none.
func createText(s *index.Snapshot, user, entity, owner, unit string) (index.Decision, error) {
	var p graph.Principal
	if owner != "" {
		var err error
		if p, err = graph.ParsePrincipal(owner); err != nil {
			return index.Deny, err
		}
	}
	return s.CanCreate(user, entity, p, unit)
}
