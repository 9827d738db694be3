package cli

import (
	"bufio"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader"
)

func dumpCommand() *cli.Command {
	return &cli.Command{
		Name:      "dump",
		Usage:     "Print the whole organisation as an org stream",
		UsageText: "ambit dump",
		Description: `  ambit dump | gzip > organisation.ndjson.gz
  ambit dump | ambit --db copy.db load -

  The stream is canonical: equal indexes dump the same bytes.
`,
		Action: dump,
	}
}

// dump prints the organisation in canonical form.
func dump(c *cli.Context) error {
	if err := noSources(c); err != nil {
		return err
	}
	return ask(c, func(ix *index.Index) error {
		if !isTerminal(c.App.Writer) { // which would show the data
			defer progress(c, "writing", false, nil)()
		}
		return output(c, func(out *bufio.Writer) error {
			return loader.Dump(c.Context, out, ix.Snapshot().Objects)
		})
	})
}
