package cli

import (
	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index/scenario"
)

func testCommand() *cli.Command {
	return &cli.Command{
		Name:      "test",
		Usage:     "Run scenario files: an organisation, changes, and the answers wanted",
		UsageText: "ambit test PATH...",
		ArgsUsage: "PATH...",
		Description: `  ambit test access.scenario
  ambit test scenarios/                all *.scenario in it and below
  ambit test - < access.scenario       standard input

  A scenario is a text file with lines such as these:

    {"kind":"user","id":"ada"}
    check ada Read account:a1 => deny gate
    list ada Read account => a1 a2

  Each runs on its own, beside every index. Prints each answer that is not the one wanted as FILE:LINE, the
  question, the answer wanted and the one given; the exit code is then 3.
`,
		Action: test,
	}
}

// test runs the scenarios of files and directories.
func test(c *cli.Context) error {
	if c.NArg() == 0 {
		return usage(c, "test needs a path: a scenario file, a directory, or - for standard input")
	}
	var paths []string
	for _, arg := range c.Args().Slice() {
		found := []string{arg}
		if arg != "-" {
			var err error
			if found, err = scenario.Paths([]string{arg}); err != nil {
				return err
			}
		}
		paths = append(paths, found...)
	}
	return judge(c, paths, (*scenario.Scenario).Run)
}
