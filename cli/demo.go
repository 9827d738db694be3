package cli

import (
	_ "embed" // for the organisation of the demo
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"
)

//go:embed demo.ndjson
var demoOrganisation []byte

// demoSource is the file of the demo's organisation.
const demoSource = "demo.ndjson"

func demoCommand() *cli.Command {
	return &cli.Command{
		Name:      "demo",
		Usage:     "A tour of every question, in a temporary directory",
		UsageText: "ambit demo",
		Description: `  ambit demo
`,
		Action: demo,
	}
}

// demoStep is a command line of the demo, and what to look at in its output.
type demoStep struct {
	why   string
	line  string // without the program and without values that hold blanks
	stdin string
	size  bool // print how much it prints, instead of that
}

// demoSteps is the tour. demo.ndjson says who is who.
func demoSteps() []demoStep {
	return []demoStep{
		{why: "An organisation goes in: a dealer in bicycles, with five units, ten people and what they work on.",
			line: "load " + demoSource},
		{why: "Cy sells in Oslo and owns the account, which his role asks for.",
			line: "check --user cy --right Write --record account:fjord-rentals"},
		{why: "Gus sells too, in the south. His role has the same rights on what is his, and this is not.",
			line: "check --user gus --right Read --record account:fjord-rentals"},
		{why: "Ben leads the north. His Read is Deep: it reaches down to Oslo. Two accounts belong to Cy's team.",
			line: "list --user ben --right Read --entity account"},
		{why: "His Write is Local, which stops at his own unit. What Eve left behind in Oslo he only reads.",
			line: "check --user ben --right Write --record account:harbour-hire"},
		{why: "What Cy and Fay own there, themselves or with a team, he writes: he is their manager.",
			line: "list --user ben --right Write --entity account"},
		{why: "All that Cy may do with an account of the team deals, of which he is a member.",
			line: "rights --user cy --record account:alpine-tours"},
		{why: "Ivy audits. Global reaches every record, and a count of them needs no list.",
			line: "list --user ivy --right Read --entity order --count"},
		{why: "Hal of the workshop sees orders of his unit, and those shared with his team or with all, here a page at a time.",
			line: "list --user hal --right Read --entity order --limit 3"},
		{why: "Jon has no role yet. A share alone opens nothing.",
			line: "check --user jon --right Read --record account:city-couriers"},
		{why: "Whoever is not there is denied too, and said to be unknown.",
			line: "check --user zoe --right Read --record account:fjord-rentals"},
		{why: "Many questions at once, one a line on standard input.",
			line: "check --batch -",
			stdin: `{"user":"ada","right":"Read","record":"order:1001"}
{"user":"eve","right":"Read","record":"account:harbour-hire"}
{"user":"dee","right":"Assign","record":"order:1008"}
`},
		{why: "Whatever the index derives from the facts can be derived again and compared.",
			line: "verify"},
		{why: "And the organisation comes out as it went in, in canonical form.",
			line: "dump", size: true},
	}
}

// demo loads a small organisation into a temporary directory and asks about it.
func demo(c *cli.Context) (err error) {
	if err := noSources(c); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "ambit-demo-")
	if err != nil {
		return err
	}
	defer func() {
		if removed := os.RemoveAll(dir); err == nil {
			err = removed
		}
	}()
	if err := os.WriteFile(filepath.Join(dir, demoSource), demoOrganisation, 0o600); err != nil {
		return err
	}
	fmt.Fprintf(c.App.Writer, "The index of this tour is in %s for as long as it lasts.\n", dir)
	for _, step := range demoSteps() {
		if err := c.Context.Err(); err != nil {
			return err
		}
		if err := step.run(c, dir); err != nil {
			return err
		}
	}
	_, err = fmt.Fprint(c.App.Writer, "\nYour own: ambit load SOURCE. The format is in loader/FORMAT.md, the commands in ambit --help.\n")
	return err
}

// run shows the step and its output.
func (s demoStep) run(c *cli.Context, dir string) error {
	bold, plain := "", ""
	if colored(c, c.App.Writer) {
		bold, plain = "\x1b[1m", "\x1b[0m"
	}
	fmt.Fprintf(c.App.Writer, "\n# %s\n", s.why)
	for line := range strings.Lines(s.stdin) {
		fmt.Fprintf(c.App.Writer, "< %s", line)
	}
	fmt.Fprintf(c.App.Writer, "%s$ ambit %s%s\n", bold, s.line, plain)
	args := []string{"ambit", "--db", filepath.Join(dir, "ambit.db")}
	for _, word := range strings.Fields(s.line) {
		if word == demoSource {
			word = filepath.Join(dir, demoSource)
		}
		args = append(args, word)
	}
	shown := &sizeWriter{out: c.App.Writer, silent: s.size}
	code := Run(c.Context, args, strings.NewReader(s.stdin), shown, c.App.Writer)
	if s.size {
		fmt.Fprintf(c.App.Writer, "(%d lines, %d bytes)\n", shown.lines, shown.bytes)
	}
	if code != exitDone {
		fmt.Fprintf(c.App.Writer, "(exit %d)\n", code)
	}
	return nil
}

// sizeWriter counts what goes through it, and lets it through unless it is silent.
type sizeWriter struct {
	out          io.Writer
	silent       bool
	lines, bytes int
}

func (w *sizeWriter) Write(p []byte) (int, error) {
	w.bytes += len(p)
	w.lines += strings.Count(string(p), "\n")
	if w.silent {
		return len(p), nil
	}
	return w.out.Write(p)
}
