package scenario

import (
	"context"
	"errors"

	"github.com/accessindex/ambit/graph"
)

// apply applies changes that must be accepted.
func (r *runner) apply(ctx context.Context, s step, b batch) error {
	r.result.Changes += len(b.changes)
	_, err := r.index.Apply(ctx, b.changes...)
	facts := refused(err)
	if len(facts) == 0 {
		return err
	}
	f := r.scenario.finding(s, "applied", named(err))
	if change := facts[0].Change; change >= 0 && change < len(b.changes) {
		f.Line, f.Question = b.lines[change], b.texts[change]
	}
	r.result.fail(f)
	return nil
}

// refuse applies changes, or asks a question, that must be refused.
func (r *runner) refuse(ctx context.Context, s step, want refusal) error {
	if want.asked.verb != nil {
		return r.scenario.askRefused(&r.result, r.index.Snapshot(), s, want)
	}
	r.result.Changes += len(want.batch.changes)
	if want.malformed {
		return nil
	}
	_, err := r.index.Apply(ctx, want.batch.changes...)
	switch {
	case errors.Is(err, want.want.err):
		return nil
	case err == nil:
		r.result.fail(r.scenario.finding(s, want.want.name, "applied"))
		return nil
	case len(refused(err)) > 0:
		r.result.fail(r.scenario.finding(s, want.want.name, named(err)))
		return nil
	}
	return err
}

// refused is the facts that an error of the graph is about; there are none where something else went
// wrong.
func refused(err error) []*graph.FactError {
	if list := (graph.FactErrors)(nil); errors.As(err, &list) {
		return list
	}
	if fact := (*graph.FactError)(nil); errors.As(err, &fact) {
		return []*graph.FactError{fact}
	}
	return nil
}
