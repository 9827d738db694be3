package cli

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/export"
)

func exportCommand() *cli.Command {
	return &cli.Command{
		Name:      "export",
		Usage:     "Write out which users have a right on which records of an entity",
		UsageText: "ambit export --right RIGHT --entity ENTITY --out PATH [--user USER]... [--users FILE]",
		Description: `  ambit export --right Read --entity account --out readers.csv
  ambit export --right Read --entity account --out readers.ndjson --user ada --user ben
  ambit export --right Write --entity account --out - --users users.txt | gzip > writers.csv.gz

  csv is a row a record under the header user,record; ndjson is {"user":…,"records":[…]}, a line a user.
  Without --user or --users it is all users, by id. The file appears when it is complete.
`,
		Flags: []cli.Flag{
			rightFlag(), entityFlag(),
			fileFlag("out", "write to the file `PATH`; - is standard output"),
			&cli.GenericFlag{Name: "user", Usage: "of the `USER` by id alone; may be repeated", Value: new(words)},
			fileFlag("users", "of the users in `FILE` alone, an id a line; - is standard input"),
			formatFlag(export.CSV.String(), export.NDJSON.String()),
		},
		Action: exportRecords,
	}
}

// words are the values of a flag that may be repeated. They may hold commas.
type words []string

// Set adds a value.
func (w *words) Set(value string) error {
	*w = append(*w, value)
	return nil
}

// String is empty: no value is the default one.
func (w *words) String() string { return "" }

// exportRecords writes the records of users to a file or to standard output.
func exportRecords(c *cli.Context) error {
	if err := firstError(noSources(c), need(c, "right", "entity", "out"), exclude(c, "users", "user")); err != nil {
		return err
	}
	config := export.Config{Entity: c.String("entity"), Users: *c.Generic("user").(*words)}
	var err error
	if config.Right, err = graph.ParseRight(c.String("right")); err != nil {
		return err
	}
	if config.Format, err = exportFormat(c); err != nil {
		return err
	}
	if c.IsSet("users") {
		if config.Users, err = lines(c, c.String("users")); err != nil {
			return err
		}
	}
	return ask(c, func(ix *index.Index) error {
		start := time.Now()
		sum, err := writeExport(c, ix.Snapshot(), config)
		if err != nil {
			return err
		}
		took := time.Since(start).Seconds()
		say(c, "exported users: %d, rows: %d, bytes: %d, seconds: %.3f, rows/s: %.0f",
			sum.Users, sum.Rows, sum.Bytes, took, float64(sum.Rows)/max(took, 1e-9))
		return nil
	})
}

// exportFormat is --format, or else what the name of the file ends in, or else CSV.
func exportFormat(c *cli.Context) (export.Format, error) {
	if c.IsSet("format") {
		return export.ParseFormat(c.String("format"))
	}
	ending := strings.ToLower(filepath.Ext(c.String("out")))
	if format, err := export.ParseFormat(strings.TrimPrefix(ending, ".")); err == nil {
		return format, nil
	}
	return export.CSV, nil
}

// writeExport shows how far the export is, unless it goes to a terminal itself.
func writeExport(c *cli.Context, s *index.Snapshot, config export.Config) (export.Summary, error) {
	var done, total atomic.Int64
	config.Progress = func(users, all int) {
		done.Store(int64(users))
		total.Store(int64(all) + 1) // once all users are written, the file is still to get its name
	}
	path := c.String("out")
	if path != "-" || !isTerminal(c.App.Writer) {
		defer progress(c, "exporting users", false, func() (int64, int64) { return done.Load(), total.Load() })()
	}
	if path == "-" {
		return export.Write(c.Context, s, c.App.Writer, config)
	}
	return export.File(c.Context, s, path, config)
}

// lines is the lines of a file that are not empty, as few as none. A byte order mark is passed over.
func lines(c *cli.Context, name string) ([]string, error) {
	in := c.App.Reader
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	found := []string{}
	scanner := bufio.NewScanner(in)
	for scanner.Scan() {
		line := scanner.Text()
		if len(found) == 0 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if line != "" {
			found = append(found, line)
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return found, nil
}
