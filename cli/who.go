package cli

import (
	"bufio"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func whoCommand() *cli.Command {
	return &cli.Command{
		Name:      "who",
		Usage:     "Which users have a right on a record?",
		UsageText: "ambit who --right RIGHT --record ENTITY:ID...\n  ambit who --right RIGHT --records FILE",
		Description: `  ambit who --right Read --record account:a1
  ambit who --right Read --record account:a1 --count
  ambit who --right Write --record account:a1 --record account:a2
  ambit who --right Write --records records.txt > access.csv
  ambit list --user ada --right Read --entity account | sed s/^/account:/ | ambit who --right Read --records -

  Users are printed by id, one a line, inactive ones never. For several records, and for a file with one
  ENTITY:ID a line, each line is record,user as in a CSV file, and with --count record,number.
`,
		Flags: []cli.Flag{
			rightFlag(),
			&cli.StringSliceFlag{Name: "record", Usage: "the record as `ENTITY:ID`; may be repeated"},
			fileFlag("records", "the records in `FILE`, one a line; - is standard input"),
			&cli.BoolFlag{Name: "count", Usage: "print the number of users alone"},
			formatFlag("ids", "ndjson", "json"),
		},
		Action: who,
	}
}

// who prints the users who have a right on a record, or on each of several.
func who(c *cli.Context) error {
	if err := firstError(noSources(c), need(c, "right"), exclude(c, "record", "records")); err != nil {
		return err
	}
	if !c.IsSet("record") && !c.IsSet("records") {
		return usage(c, "who needs --record or --records")
	}
	right, err := graph.ParseRight(c.String("right"))
	if err != nil {
		return err
	}
	if records := c.StringSlice("record"); len(records) != 1 {
		return whoMany(c, right, records)
	}
	ref, err := graph.ParseRef(c.StringSlice("record")[0])
	if err != nil {
		return err
	}
	return ask(c, func(ix *index.Index) error {
		found, err := ix.Snapshot().Users(right, ref)
		if err != nil {
			return err
		}
		return output(c, func(out *bufio.Writer) error {
			if c.Bool("count") {
				_, err := fmt.Fprintln(out, found.Len())
				return err
			}
			users := slices.Values(slices.Sorted(found.All()))
			return printIDs(c.Context, out, c.String("format"), "user", users, "")
		})
	})
}
