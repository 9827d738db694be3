package scenario

import (
	"context"
	"fmt"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader"
)

// Assert asks the questions of a file of a snapshot.
func Assert(ctx context.Context, path string, snapshot *index.Snapshot) (Result, error) {
	s, err := Read(path)
	if err != nil {
		return Result{}, err
	}
	return s.Assert(ctx, snapshot)
}

// Assert asks the questions of the scenario of a snapshot, and tries the changes of its dry-runs. A
// scenario with anything else is a *loader.ParseErrors: the snapshot is as it is.
func (s *Scenario) Assert(ctx context.Context, snapshot *index.Snapshot) (Result, error) {
	if err := s.onlyQuestions(); err != nil {
		return Result{}, err
	}
	var result Result
	for _, each := range s.steps {
		err := ctx.Err()
		if err == nil {
			switch does := each.does.(type) {
			case refusal:
				err = s.askRefused(&result, snapshot, each, does)
			case rehearsal:
				err = s.rehearse(ctx, &result, snapshot, each, does)
			case question:
				err = s.ask(&result, snapshot, each, does)
			}
		}
		if err != nil {
			return result, fmt.Errorf("%s:%d: %w", s.name, each.line, err)
		}
	}
	return result, nil
}

func (s *Scenario) onlyQuestions() error {
	var faults []*loader.ParseError
	refuse := func(line int) {
		faults = append(faults, &loader.ParseError{
			File: s.name, Line: line, Err: fmt.Errorf("%w: an assertion has questions alone", graph.ErrInvalid),
		})
	}
	for _, each := range s.facts {
		refuse(each.line)
	}
	for _, each := range s.steps {
		switch does := each.does.(type) {
		case question, rehearsal:
		case refusal:
			if does.asked.verb == nil {
				refuse(each.line)
			}
		default:
			refuse(each.line)
		}
	}
	if len(faults) > 0 {
		return parseErrors(faults)
	}
	return nil
}
