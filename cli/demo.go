package cli

import (
	"bufio"
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

func demoCommand() *cli.Command {
	return &cli.Command{
		Name:      "demo",
		Usage:     "A tour of every question, in a temporary directory",
		UsageText: "ambit demo",
		Description: `  ambit demo
  ambit demo | less
`,
		Action: demo,
	}
}

// demo loads an organisation into a temporary directory and asks about it.
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
	fmt.Fprint(c.App.Writer, demoMap)
	for _, step := range demoTour() {
		if err := step.run(c, dir); err != nil {
			return err
		}
	}
	_, err = fmt.Fprint(c.App.Writer, demoEnd)
	return err
}

// run shows why the step is taken, its command line, and what that prints.
func (s demoStep) run(c *cli.Context, dir string) error {
	fmt.Fprintf(c.App.Writer, "\n# %s\n", s.why)
	for line := range strings.Lines(s.stdin) {
		fmt.Fprintf(c.App.Writer, "< %s", line)
	}
	fmt.Fprintln(c.App.Writer, paint(c, bold, "$ ambit "+s.line))

	out, size := c.App.Writer, &sizeWriter{}
	if s.size {
		out = size
	}
	code := Run(c.Context, s.args(c, dir), strings.NewReader(s.stdin), out, c.App.Writer)
	if err := c.Context.Err(); err != nil {
		return err
	}
	if s.size {
		fmt.Fprintf(c.App.Writer, "(%d lines, %d bytes)\n", size.lines, size.bytes)
	}
	switch {
	case code == exitFailed && !s.fails:
		if _, err := fmt.Fprintln(c.App.Writer); err != nil { // nobody reads on
			return err
		}
		return fmt.Errorf("the tour ends early: ambit %s failed", s.line)
	case code != exitDone:
		fmt.Fprintf(c.App.Writer, "(exit %d)\n", code)
	}
	if s.file == "" {
		return nil
	}
	return showFile(c.App.Writer, filepath.Join(dir, s.file))
}

// args is the command line of the step, for the files and the index in dir.
func (s demoStep) args(c *cli.Context, dir string) []string {
	args := []string{"ambit", "--db", filepath.Join(dir, "ambit.db")}
	if c.Bool("no-color") {
		args = append(args, "--no-color")
	}
	for _, word := range strings.Fields(s.line) {
		if word == demoSource || word == s.file && word != "" {
			word = filepath.Join(dir, word)
		}
		args = append(args, word)
	}
	return args
}

// showFile shows how a file begins.
func showFile(w io.Writer, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	fmt.Fprintf(w, "%s:\n", filepath.Base(path))
	lines := bufio.NewScanner(file)
	for range 4 {
		if !lines.Scan() {
			return lines.Err()
		}
		fmt.Fprintf(w, "  %s\n", lines.Text())
	}
	_, err = fmt.Fprintln(w, "  ...")
	return err
}

// sizeWriter counts what is written to it.
type sizeWriter struct{ lines, bytes int }

func (w *sizeWriter) Write(p []byte) (int, error) {
	w.bytes += len(p)
	w.lines += strings.Count(string(p), "\n")
	return len(p), nil
}
