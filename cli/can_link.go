package cli

import (
	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func canLinkCommand() *cli.Command {
	return &cli.Command{
		Name:      "link",
		Usage:     "May a user point a lookup of a record at another?",
		UsageText: "ambit can link --user USER --child ENTITY:ID --parent ENTITY:ID",
		Description: `  ambit can link --user ada --child contact:c1 --parent account:a1

  The child has the lookup, and the parent is what it points at.
`,
		Flags: []cli.Flag{
			userFlag(),
			&cli.StringFlag{Name: "child", Usage: "the record with the lookup as `ENTITY:ID`"},
			&cli.StringFlag{Name: "parent", Usage: "the record to point at as `ENTITY:ID`"},
		},
		Action: func(c *cli.Context) error {
			return mayDo(c, func(s *index.Snapshot) (index.Decision, error) {
				child, badChild := graph.ParseRef(c.String("child"))
				parent, badParent := graph.ParseRef(c.String("parent"))
				if err := firstError(badChild, badParent); err != nil {
					return index.Deny, err
				}
				return s.CanLink(c.String("user"), child, parent)
			}, "user", "child", "parent")
		},
	}
}
