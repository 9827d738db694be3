package cli

import (
	"bufio"
	"encoding/json"
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func rightsCommand() *cli.Command {
	return &cli.Command{
		Name:      "rights",
		Usage:     "Which rights does a user have on a record?",
		UsageText: "ambit rights --user USER --record ENTITY:ID",
		Description: `  ambit rights --user ada --record account:a1
  ambit rights --user ada --record account:a1 --format json
`,
		Flags:  []cli.Flag{userFlag(), recordFlag(), formatFlag("text", "json")},
		Action: rights,
	}
}

// rights prints the rights that a user has on a record, and their access mask.
func rights(c *cli.Context) error {
	if err := firstError(noSources(c), need(c, "user", "record")); err != nil {
		return err
	}
	ref, err := graph.ParseRef(c.String("record"))
	if err != nil {
		return err
	}
	return ask(c, func(ix *index.Index) error {
		mask, err := ix.Snapshot().Rights(c.String("user"), ref)
		if err != nil {
			return err
		}
		return output(c, func(out *bufio.Writer) error {
			if c.String("format") == "json" {
				return json.NewEncoder(out).Encode(struct {
					Rights graph.Rights `json:"rights"`
					Mask   uint32       `json:"mask"`
				}{mask, uint32(mask)})
			}
			for _, each := range mask.List() {
				fmt.Fprintln(out, each)
			}
			_, err := fmt.Fprintf(out, "mask %d\n", uint32(mask))
			return err
		})
	})
}
