package cli

import (
	"bufio"
	"fmt"
	"os"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
)

func loadCommand() *cli.Command {
	return &cli.Command{
		Name:      "load",
		Usage:     "Read an organisation into a new or existing index",
		UsageText: "ambit load SOURCE...",
		ArgsUsage: "SOURCE...",
		Description: `  ambit load organisation.ndjson.gz
  ambit load people.ndjson records/      several files and directories, as one
  ambit load org/                        a directory of users.csv, records.csv and so on
  zcat backup.gz | ambit load -          standard input

  A source is an org stream, one JSON object a line, or CSV files, one a kind; plain, gzip or zstd.
  A load is all or nothing.
`,
		Action: load,
	}
}

// load reads sources into the index and prints what it read.
func load(c *cli.Context) error {
	if c.NArg() == 0 {
		return usage(c, "load needs a source: a file, a directory, or - for standard input")
	}
	sources := c.Args().Slice()
	for _, source := range sources { // before there is an index of nothing
		if source == "-" {
			continue
		}
		if _, err := os.Stat(source); err != nil {
			return &refusedError{err}
		}
	}
	ix, undo, err := openToWrite(c)
	if err != nil {
		return err
	}
	reader := loader.New(sources, c.App.Reader)
	start := time.Now()
	stop := progress(c, "reading", true, reader.Progress)
	revision, err := ix.Load(c.Context, reader.Load)
	stop()
	took := time.Since(start)
	if closed := ix.Close(); err == nil && closed != nil {
		return fmt.Errorf("closing index: %w", closed)
	}
	if err != nil {
		undo()
		return &refusedError{reader.Explain(err)}
	}
	if c.Bool("quiet") {
		return nil
	}
	return output(c, func(out *bufio.Writer) error {
		counts := reader.Counts()
		for _, kind := range graph.Kinds {
			if n := counts.Objects[kind]; n > 0 {
				fmt.Fprintf(out, "%-16s %d\n", kind, n)
			}
		}
		fmt.Fprintf(out, "%-16s %d\n", "revision", revision)
		fmt.Fprintf(out, "%-16s %.3f\n", "seconds", took.Seconds())
		rate := float64(counts.Objects[graph.KindRecord]) / max(took.Seconds(), 1e-9)
		_, err := fmt.Fprintf(out, "%-16s %.0f\n", "records/s", rate)
		return err
	})
}
