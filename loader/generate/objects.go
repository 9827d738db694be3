package generate

import (
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
)

// Objects is the organisation, the kinds in the order of graph.Kinds. What it yields for a Config that
// is not valid is undefined.
func Objects(c Config) iter.Seq[graph.Object] {
	return func(yield func(graph.Object) bool) {
		for _, kind := range graph.Kinds {
			for o := range Kind(c, kind) {
				if !yield(o) {
					return
				}
			}
		}
	}
}

// Write writes the organisation as an org stream. An error is that of Validate, of w or of the context.
func Write(ctx context.Context, w io.Writer, c Config) error {
	if err := c.Validate(); err != nil {
		return err
	}
	return loader.Dump(ctx, w, func(kind graph.Kind) iter.Seq[graph.Object] { return Kind(c, kind) })
}

// Kind is the objects of one kind. Those of one kind do not depend on the number of those of another,
// except where they refer to them.
func Kind(c Config, kind graph.Kind) iter.Seq[graph.Object] {
	return func(yield func(graph.Object) bool) {
		switch kind {
		case graph.KindEntity:
			yield(graph.Entity{Name: entity})
		case graph.KindBusinessUnit:
			units(c, yield)
		case graph.KindUser:
			users(c, yield)
		case graph.KindTeam:
			teams(c, yield)
		case graph.KindMember:
			members(c, yield)
		case graph.KindRole:
			roles(yield)
		case graph.KindRoleAssignment:
			assignments(c, yield)
		case graph.KindRecord:
			records(c, yield)
		case graph.KindShare:
			shares(c, yield)
		}
	}
}

// The ids of the objects with a number.
func unitID(n int) string { return fmt.Sprint("bu-", n) }
func userID(n int) string { return fmt.Sprint("user-", n) }
func teamID(n int) string { return fmt.Sprint("team-", n) }
