package loader

import (
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/accessindex/ambit/graph"
)

// dumpBuffer is how many bytes Dump writes at once.
const dumpBuffer = 64 << 10

// Dump writes an organisation as an org stream in canonical form: the kinds in the order of
// graph.Kinds, and each kind as facts yields it, which is by identity in byte order. Settings at their
// defaults are left out. An error is that of w or of the context; part of the stream may be written.
func Dump(ctx context.Context, w io.Writer, facts func(graph.Kind) iter.Seq[graph.Object]) error {
	standard := graph.Object(graph.DefaultSettings())
	buffer := make([]byte, 0, dumpBuffer+4<<10)
	for _, kind := range graph.Kinds {
		for o := range facts(kind) {
			if o == standard {
				continue
			}
			buffer = append(AppendObject(buffer, o), '\n')
			if len(buffer) < dumpBuffer {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, err := w.Write(buffer); err != nil {
				return fmt.Errorf("write org stream: %w", err)
			}
			buffer = buffer[:0]
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := w.Write(buffer); err != nil {
		return fmt.Errorf("write org stream: %w", err)
	}
	return nil
}
