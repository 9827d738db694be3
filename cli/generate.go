package cli

import (
	"bufio"
	"iter"
	"math"
	"sync/atomic"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
	"github.com/accessindex/ambit/loader/generate"
)

// standardRecords is how many records generate makes where it is not told.
const standardRecords = 10_000

func generateCommand() *cli.Command {
	size := func(name, what string) cli.Flag {
		return &cli.IntFlag{Name: name, Usage: "make `N` " + what, DefaultText: "in proportion to the records"}
	}
	return &cli.Command{
		Name:      "generate",
		Usage:     "Print a made-up organisation as an org stream",
		UsageText: "ambit generate [--records N] [--seed N]",
		Description: `  ambit generate --records 1000000 | gzip > million.ndjson.gz
  ambit generate --records 100 --users 10 --business-units 3 --seed 7 | ambit --db try.db load -

  Equal flags give the same bytes.
`,
		Flags: []cli.Flag{
			size("business-units", "units"), size("users", "users"), size("teams", "teams"),
			&cli.IntFlag{Name: "records", Usage: "make `N` records of the entity account", Value: standardRecords},
			size("shares", "shares"),
			&cli.Uint64Flag{Name: "seed", Usage: "draw from `N`", Value: 1},
		},
		Action: generateStream,
	}
}

// generateStream prints a made-up organisation.
func generateStream(c *cli.Context) error {
	if err := noSources(c); err != nil {
		return err
	}
	if n := c.Int("records"); n < 0 || n > math.MaxInt32 {
		return usage(c, "--records %d: want 0 to %d", n, math.MaxInt32)
	}
	config := generate.Default(c.Int("records"))
	config.Seed = c.Uint64("seed")
	for name, size := range map[string]*int{
		"business-units": &config.BusinessUnits, "users": &config.Users, "teams": &config.Teams,
		"shares": &config.Shares,
	} {
		if c.IsSet(name) {
			*size = c.Int(name)
		}
	}
	if err := config.Validate(); err != nil {
		return usage(c, "%w", err)
	}
	var made atomic.Int64
	if !isTerminal(c.App.Writer) { // which would show the data
		total := int64(config.Records) + int64(config.Shares)
		defer progress(c, "making", false, func() (int64, int64) { return made.Load(), total })()
	}
	return output(c, func(out *bufio.Writer) error {
		return loader.Dump(c.Context, out, func(kind graph.Kind) iter.Seq[graph.Object] {
			return counted(generate.Kind(config, kind), kind == graph.KindRecord || kind == graph.KindShare, &made)
		})
	})
}

// counted yields objects and counts them if it is to.
func counted(objects iter.Seq[graph.Object], count bool, made *atomic.Int64) iter.Seq[graph.Object] {
	if !count {
		return objects
	}
	return func(yield func(graph.Object) bool) {
		for o := range objects {
			made.Add(1)
			if !yield(o) {
				return
			}
		}
	}
}
