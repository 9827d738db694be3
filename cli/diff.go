package cli

import (
	"os"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
)

func diffCommand() *cli.Command {
	return &cli.Command{
		Name:      "diff",
		Usage:     "Whose access differs between two indexes?",
		UsageText: "ambit diff A B",
		ArgsUsage: "A B",
		Description: `  ambit diff yesterday.db ambit.db
  ambit diff --format json yesterday.db ambit.db

  A and B are directories of indexes. A row is CHANGE USER RIGHT ENTITY COUNT: from A to B the user gains or
  loses the right on so many records of the entity. ndjson is an object a row, with these as change, user,
  right, entity and count; json is one array of them. The exit code is 0 whether or not there are rows.
`,
		Flags:  []cli.Flag{differenceFormat("")},
		Action: diff,
	}
}

// diff prints whose access differs between two indexes.
func diff(c *cli.Context) error {
	if c.NArg() != 2 {
		return usage(c, "diff needs two directories of indexes")
	}
	for _, dir := range c.Args().Slice() {
		switch info, err := os.Stat(dir); {
		case err != nil:
			return err
		case !info.IsDir():
			return usage(c, "%s is a file: diff compares the directories of two indexes", dir)
		}
	}
	return askIn(c, c.Args().Get(0), func(before *index.Index) error {
		return askIn(c, c.Args().Get(1), func(after *index.Index) error {
			return printDifference(c, index.Diff(c.Context, before.Snapshot(), after.Snapshot()))
		})
	})
}
