package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index/scenario"
)

// scenariosAtOnce is how many scenarios run at a time. They mostly wait for the disk.
const scenariosAtOnce = 4

// trial runs a scenario.
type trial func(*scenario.Scenario, context.Context) (scenario.Result, error)

// outcome is what came of a scenario.
type outcome struct {
	scenario.Result
	err error
}

// judge runs the scenarios of files, and prints what came of them in their order: failures as data.
func judge(c *cli.Context, paths []string, run trial) error {
	outcomes := make([]chan outcome, len(paths))
	for i := range outcomes {
		outcomes[i] = make(chan outcome, 1)
	}
	var begun, done atomic.Int64
	for range min(scenariosAtOnce, len(paths)) {
		go func() {
			for i := begun.Add(1) - 1; i < int64(len(paths)); i = begun.Add(1) - 1 {
				result, err := tried(c, paths[i], run)
				done.Add(1)
				outcomes[i] <- outcome{result, err}
			}
		}()
	}
	stop := func() {}
	if !isTerminal(c.App.Writer) { // which shows the failures
		stop = progress(c, "running", false, func() (int64, int64) { return done.Load(), int64(len(paths)) + 1 })
	}
	var sum scenario.Result
	var errs []error
	err := output(c, func(out *bufio.Writer) error {
		for _, each := range outcomes {
			came := <-each // of all: until then there may be an index to be taken away
			for _, failure := range came.Failures {
				fmt.Fprintln(out, failure)
			}
			if came.err != nil {
				errs = append(errs, came.err)
			}
			sum.Questions += came.Questions
			sum.Changes += came.Changes
			sum.Failures = append(sum.Failures, came.Failures...)
			sum.Warnings = append(sum.Warnings, came.Warnings...)
		}
		return c.Context.Err()
	})
	stop()
	if err != nil {
		return err
	}
	for _, each := range sum.Warnings {
		say(c, "warning: %s", each)
	}
	if len(sum.Warnings) > 0 {
		say(c, "hint: what cannot be asked is answered no; where that is meant, write: error ErrUnknown QUESTION")
	}
	say(c, "%s, %s, %s: %s", count(len(paths)-len(errs), "file"), count(sum.Questions, "question"),
		count(sum.Changes, "change"), count(len(sum.Failures), "failure"))
	switch {
	case len(errs) > 0:
		return &scenarioError{errors.Join(errs...)}
	case len(sum.Failures) > 0:
		return errDiffered
	}
	return nil
}

// tried is what comes of the scenario of a file.
func tried(c *cli.Context, path string, run trial) (scenario.Result, error) {
	if path != "-" {
		s, err := scenario.Read(path)
		if err != nil {
			return scenario.Result{}, err
		}
		return run(s, c.Context)
	}
	text, err := io.ReadAll(c.App.Reader)
	if err != nil {
		return scenario.Result{}, fmt.Errorf("reading scenario: %w", err)
	}
	s, err := scenario.Parse("stdin", text)
	if err != nil {
		return scenario.Result{}, err
	}
	return run(s, c.Context)
}

// count is a number of things in words.
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	plural := "s"
	if strings.HasSuffix(what, "ch") {
		plural = "es"
	}
	return fmt.Sprintf("%d %s%s", n, what, plural)
}
