package scenario

import (
	"context"
	"fmt"
	"slices"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// rehearsal is changes that are tried, and the access that is gained and lost by them.
type rehearsal struct {
	batch batch
	want  shifts
}

// parseRehearsal reads what stands behind the word dry-run; text is all of it without the answer.
func parseRehearsal(number int, rest string) (does statement, text string, err error) {
	b, rest, err := parseBatch(number, rest)
	if err != nil {
		return nil, "", err
	}
	words, err := split(rest)
	if err != nil {
		return nil, "", err
	}
	if len(b.changes) == 0 || len(words) == 0 || !words[0].is("=>") {
		return nil, "", fmt.Errorf("%w: want dry-run CHANGE => and the answer", graph.ErrInvalid)
	}
	want, err := parseShifts(words[1:])
	return rehearsal{b, want}, "dry-run " + b.String(), err
}

// rehearse tries changes on a snapshot and compares what comes of it. A batch that is refused is a failure.
func (s *Scenario) rehearse(ctx context.Context, result *Result, snapshot *index.Snapshot, at step, r rehearsal) error {
	result.Questions++
	after, err := snapshot.Try(r.batch.changes...)
	switch {
	case len(refused(err)) > 0:
		result.fail(s.finding(at, r.want.String(), named(err)))
		return nil
	case err != nil:
		return err
	}
	got, err := shiftsBetween(ctx, snapshot, after)
	if err != nil {
		return err
	}
	if !slices.EqualFunc(r.want, got, func(a, b shift) bool { return a.compare(b) == 0 }) {
		f := s.finding(at, r.want.String(), got.String())
		f.Difference = r.want.difference(got)
		result.fail(f)
	}
	return nil
}

// shiftsBetween is what tells the access of two snapshots apart.
func shiftsBetween(ctx context.Context, before, after *index.Snapshot) (shifts, error) {
	var found shifts
	for change, err := range index.Diff(ctx, before, after) {
		if err != nil {
			return nil, err
		}
		one := shift{user: change.User, right: change.Right, entity: change.Entity}
		if one.does, one.count = "gains", change.Gained.Len(); one.count > 0 {
			found = append(found, one)
		}
		if one.does, one.count = "loses", change.Lost.Len(); one.count > 0 {
			found = append(found, one)
		}
	}
	slices.SortFunc(found, shift.compare)
	return found, nil
}
