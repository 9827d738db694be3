package scenario

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader"
)

// load loads the facts as one batch.
func (s *Scenario) load(ctx context.Context, ix *index.Index) error {
	_, err := ix.Load(ctx, func(_ context.Context, b *graph.Builder) error {
		section := b.Section()
		for _, each := range s.facts {
			at := graph.Place{Source: 1, Line: uint32(each.line)}
			if err := section.Put(at, each.object); err != nil {
				for _, malformed := range refused(err) {
					malformed.Place = at
				}
				return err
			}
		}
		return nil
	})
	var faults []*loader.ParseError
	for _, each := range refused(err) {
		faults = append(faults, s.fault(each))
	}
	if faults == nil {
		return err
	}
	slices.SortStableFunc(faults, func(a, b *loader.ParseError) int { return cmp.Compare(a.Line, b.Line) })
	return parseErrors(faults)
}

// fault says where in the scenario a refused fact stands.
func (s *Scenario) fault(f *graph.FactError) *loader.ParseError {
	fault := &loader.ParseError{
		File: s.name, Line: int(f.Place.Line), Object: f.Object, Field: f.Field, Value: f.Value, Err: f.Err,
	}
	if f.Also != (graph.Place{}) {
		fault.Also = fmt.Sprintf("%s:%d", s.name, f.Also.Line)
	}
	return fault
}
