package cli

import (
	"context"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/scenario"
)

func assertCommand() *cli.Command {
	return &cli.Command{
		Name:      "assert",
		Usage:     "Ask the questions of a scenario file, and compare the answers",
		UsageText: "ambit assert FILE",
		ArgsUsage: "FILE",
		Description: `  ambit assert expectations.scenario
  echo 'count ada Read account => 3' | ambit assert -

  The file has questions alone, and they are asked of the index as it is:

    check ada Read account:a1 => allow
    who Write account:a1 => ada ben

  Prints each answer that is not the one wanted as FILE:LINE, the question, the answer wanted and the one
  given; the exit code is then 3.
`,
		Action: assert,
	}
}

// assert asks the index the questions of a file.
func assert(c *cli.Context) error {
	if c.NArg() != 1 {
		return usage(c, "assert takes one file of questions, or - for standard input")
	}
	return ask(c, func(ix *index.Index) error {
		snapshot := ix.Snapshot()
		return judge(c, c.Args().Slice(), func(s *scenario.Scenario, ctx context.Context) (scenario.Result, error) {
			return s.Assert(ctx, snapshot)
		})
	})
}
