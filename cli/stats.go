package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
)

func statsCommand() *cli.Command {
	return &cli.Command{
		Name:      "stats",
		Usage:     "Print what is in the index and how much room it takes",
		UsageText: "ambit stats",
		Description: `  ambit stats
  ambit stats --format json

  The live heap is all that the program has in memory with the index open; the parts below it are
  estimates. Sets are built when they are first asked for, so that there are none here.
`,
		Flags:  []cli.Flag{formatFlag("text", "json")},
		Action: stats,
	}
}

// stats prints the sizes of the index.
func stats(c *cli.Context) error {
	if err := noSources(c); err != nil {
		return err
	}
	return ask(c, func(ix *index.Index) error {
		found, err := ix.Stats()
		if err != nil {
			return err
		}
		return output(c, func(out *bufio.Writer) error {
			if c.String("format") == "json" {
				return json.NewEncoder(out).Encode(statsJSON(found))
			}
			printStats(out, found)
			return nil
		})
	})
}

// printStats writes counts, then sizes in all and a record. An error of out comes with its Flush.
func printStats(out io.Writer, s index.Stats) {
	count := func(name string, n any) { fmt.Fprintf(out, "%-40s %14d\n", name, n) }
	count("revision", s.Revision)
	count("business units", s.BusinessUnits)
	count("users", s.Users)
	count("teams", s.Teams)
	count("roles", s.Roles)
	for _, each := range s.Entities {
		count("records of "+each.Name, each.Records)
		count("shares of "+each.Name, each.Shares)
	}
	count("records", s.Records)
	count("shares", s.Shares)

	fmt.Fprintf(out, "\n%-40s %14s %14s\n", "", "bytes", "bytes/record")
	size := func(name string, bytes float64) {
		fmt.Fprintf(out, "%-40s %14.0f %14.1f\n", name, bytes, bytes/float64(max(s.Records, 1)))
	}
	size("disk", float64(s.Disk))
	size("live heap", float64(s.LiveHeap))
	for _, each := range s.Parts {
		size("  "+each.Name, float64(each.Bytes))
	}
}

type statsEntity struct {
	Name    string `json:"name"`
	Records int    `json:"records"`
	Shares  int    `json:"shares"`
}

type statsPart struct {
	Name  string `json:"name"`
	Bytes int64  `json:"bytes"`
}

// statsJSON is the sizes as --format json prints them.
func statsJSON(s index.Stats) any {
	entities, parts := []statsEntity{}, []statsPart{}
	for _, each := range s.Entities {
		entities = append(entities, statsEntity(each))
	}
	for _, each := range s.Parts {
		parts = append(parts, statsPart(each))
	}
	return struct {
		Revision       uint64        `json:"revision"`
		BusinessUnits  int           `json:"business_units"`
		Users          int           `json:"users"`
		Teams          int           `json:"teams"`
		Roles          int           `json:"roles"`
		Records        int           `json:"records"`
		Shares         int           `json:"shares"`
		Entities       []statsEntity `json:"entities"`
		Disk           int64         `json:"disk_bytes"`
		LiveHeap       uint64        `json:"live_heap_bytes"`
		BytesPerRecord float64       `json:"bytes_per_record"`
		Parts          []statsPart   `json:"parts"`
	}{
		uint64(s.Revision), s.BusinessUnits, s.Users, s.Teams, s.Roles, s.Records, s.Shares, entities,
		s.Disk, s.LiveHeap, s.BytesPerRecord(), parts,
	}
}
