package scenario

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/accessindex/ambit/index"
)

// Run runs the scenario of a file on its own, in a new index.
func Run(ctx context.Context, path string) (Result, error) {
	s, err := Read(path)
	if err != nil {
		return Result{}, err
	}
	return s.Run(ctx)
}

// Run runs the scenario in a new index, of which nothing is left. A load that is refused is a
// *loader.ParseErrors; a change that is refused is a failure, and the lines after it are run all the
// same.
func (s *Scenario) Run(ctx context.Context) (result Result, err error) {
	dir, err := os.MkdirTemp("", "ambit-scenario-")
	if err != nil {
		return Result{}, fmt.Errorf("running scenario: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	r := runner{scenario: s, dir: filepath.Join(dir, "index")}
	if r.index, err = index.Open(r.dir, nil); err != nil {
		return Result{}, err
	}
	defer func() {
		if r.index != nil {
			err = errors.Join(err, r.index.Close())
		}
	}()
	if err := s.load(ctx, r.index); err != nil {
		return Result{}, err
	}
	for _, each := range s.steps {
		if err := r.step(ctx, each); err != nil {
			return r.result, fmt.Errorf("%s:%d: %w", s.name, each.line, err)
		}
	}
	return r.result, nil
}

// runner is a scenario that runs.
type runner struct {
	scenario *Scenario
	dir      string
	index    *index.Index // nil while it is closed
	result   Result
}

// step runs one statement. Its error is not an answer: the run cannot go on.
func (r *runner) step(ctx context.Context, s step) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	switch does := s.does.(type) {
	case question:
		return r.scenario.ask(&r.result, r.index.Snapshot(), s, does)
	case batch:
		return r.apply(ctx, s, does)
	case refusal:
		return r.refuse(ctx, s, does)
	case rehearsal:
		return r.scenario.rehearse(ctx, &r.result, r.index.Snapshot(), s, does)
	case verification:
		return r.verify(ctx, s)
	}
	return r.reopen()
}

func (r *runner) reopen() error {
	r.result.Questions++
	closing := r.index
	r.index = nil
	if err := closing.Close(); err != nil {
		return err
	}
	again, err := index.Open(r.dir, nil)
	r.index = again
	return err
}

func (r *runner) verify(ctx context.Context, s step) error {
	r.result.Questions++
	differences, err := r.index.Verify(ctx)
	if err != nil || len(differences) == 0 {
		return err
	}
	var texts []string
	for _, each := range differences {
		texts = append(texts, each.String())
	}
	r.result.fail(r.scenario.finding(s, "no difference", strings.Join(texts, "; ")))
	return nil
}

// finding is one about a statement.
func (s *Scenario) finding(at step, want, got string) Finding {
	return Finding{File: s.name, Line: at.line, Question: at.text, Want: want, Got: got}
}

func (r *Result) fail(f Finding) { r.Failures = append(r.Failures, f) }
