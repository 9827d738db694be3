package cli

import (
	"io"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
)

func diffCommand() *cli.Command {
	return &cli.Command{
		Name:      "diff",
		Usage:     "Whose access differs between two indexes or backups?",
		UsageText: "ambit diff A B",
		ArgsUsage: "A B",
		Description: `  ambit diff yesterday.db ambit.db
  ambit diff --format json monday.ambit ambit.db
  ssh vault cat monday.ambit | ambit diff - ambit.db

  A and B are directories of indexes, or backups; - is one on standard input. A row is CHANGE USER RIGHT
  ENTITY COUNT: from A to B the user gains or loses the right on so many records of the entity. ndjson is an
  object a row, with these as change, user, right, entity and count; json is one array of them. The exit code
  is 0 whether or not there are rows.
`,
		Flags:  []cli.Flag{differenceFormat("")},
		Action: diff,
	}
}

// diff prints whose access differs between two indexes.
func diff(c *cli.Context) error {
	if c.NArg() != 2 {
		return usage(c, "diff needs two: directories of indexes, or backups")
	}
	a, b := c.Args().Get(0), c.Args().Get(1)
	if a == "-" && b == "-" {
		return usage(c, "one backup alone can be standard input")
	}
	for _, each := range []string{a, b} {
		if each == "-" {
			continue
		}
		if _, err := os.Stat(each); err != nil {
			return err
		}
	}
	return look(c, a, func(before *index.Snapshot) error {
		return look(c, b, func(after *index.Snapshot) error {
			return printDifference(c, index.Diff(c.Context, before, after))
		})
	})
}

// look opens what is in the directory of an index, or in a backup, and lets the command look at it.
func look(c *cli.Context, name string, at func(*index.Snapshot) error) error {
	if info, err := os.Stat(name); name != "-" && err == nil && info.IsDir() {
		return askIn(c, name, func(ix *index.Index) error { return at(ix.Snapshot()) })
	}
	var s *index.Snapshot
	err := readBackup(c, name, func(r io.Reader) (err error) {
		s, err = index.OpenBackup(c.Context, r)
		return err
	})
	if err != nil {
		return err
	}
	return at(s)
}
