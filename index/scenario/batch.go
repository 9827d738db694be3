package scenario

import (
	"fmt"
	"strings"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
)

// batch is changes that take effect together, each with its line and as it was written.
type batch struct {
	line    int // of the change, or of its begin
	lines   []int
	texts   []string
	changes []graph.Change
}

func (b *batch) add(line int, text string, change graph.Change) {
	b.lines, b.texts, b.changes = append(b.lines, line), append(b.texts, text), append(b.changes, change)
}

// String is the changes as a statement has them, on one line.
func (b *batch) String() string { return strings.Join(b.texts, " ") }

// parseBatch reads the objects that a text begins with, one or more, as the changes of a batch. The error
// of an object that is no change comes with all of them.
func parseBatch(number int, text string) (b batch, rest string, err error) {
	b.line = number
	for strings.HasPrefix(text, "{") {
		line, behind := object(text)
		text = strings.TrimLeft(behind, blanks)
		op, change, fault := loader.DecodeChange([]byte(line))
		if fault == nil && change == nil {
			fault = fmt.Errorf("%w: a change is wanted, not %s", graph.ErrInvalid, op)
		}
		if err == nil {
			err = fault
		}
		b.add(number, line, change)
	}
	return b, text, err
}

// end refuses what stands behind an object, unless it is a comment.
func end(rest string) error {
	if words, err := split(rest); err != nil || len(words) > 0 {
		return fmt.Errorf("%w: %q after the object", graph.ErrInvalid, strings.Trim(rest, blanks))
	}
	return nil
}
