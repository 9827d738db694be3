package scenario

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/accessindex/ambit/index"
)

// ask asks a question and compares the answer.
func (s *Scenario) ask(result *Result, snapshot *index.Snapshot, at step, q question) error {
	result.Questions++
	got, err := s.answer(snapshot, q)
	var outside *fs.PathError
	if errors.As(err, &outside) {
		return err
	}
	f := s.finding(at, q.want.String(), got.String())
	if err != nil {
		f.Got += ", " + named(err)
	}
	switch form := q.form(); {
	case !got.meets(q.want, form):
		if form == ids && err == nil {
			f.Difference = difference(q.want, got)
		}
		result.fail(f)
	case err != nil:
		result.Warnings = append(result.Warnings, f)
	}
	return nil
}

// answer asks a question.
func (s *Scenario) answer(snapshot *index.Snapshot, q question) (answer, error) {
	return q.verb.ask(asker{snapshot, filepath.Dir(s.name)}, q)
}

// askRefused asks a question that must be refused, and then answered no (3.15).
func (s *Scenario) askRefused(result *Result, snapshot *index.Snapshot, at step, r refusal) error {
	result.Questions++
	got, err := s.answer(snapshot, r.asked)
	nothing := r.asked.form().nothing()
	if errors.Is(err, r.want.err) && slices.Equal(got, nothing) {
		return nil
	}
	f := s.finding(at, nothing.String()+", "+r.want.name, got.String())
	if err != nil {
		f.Got += ", " + named(err)
	}
	result.fail(f)
	return nil
}
