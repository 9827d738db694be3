package cli

import (
	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
)

// The flags of a question.
func userFlag() cli.Flag { return &cli.StringFlag{Name: "user", Usage: "the `USER` by id"} }
func rightFlag() cli.Flag {
	return &cli.StringFlag{Name: "right", Usage: "the `RIGHT`: " + rightNames()}
}
func recordFlag() cli.Flag {
	return &cli.StringFlag{Name: "record", Usage: "the record as `ENTITY:ID`"}
}
func entityFlag() cli.Flag { return &cli.StringFlag{Name: "entity", Usage: "the `ENTITY` by name"} }

func rightNames() string {
	names := ""
	for i, each := range graph.EachRight {
		if i > 0 {
			names += ", "
		}
		names += each.String()
	}
	return names
}
