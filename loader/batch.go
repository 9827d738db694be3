package loader

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"sync/atomic"

	"github.com/accessindex/ambit/graph"
)

// Batch is changes that take effect together.
type Batch struct {
	File    string
	Line    int   // of the change, or of its begin
	Lines   []int // of each of the changes
	Changes []graph.Change
}

// Explain turns the changes of the batch that the graph refused into *ParseErrors, which name file
// and line. Any other error stays as it is.
func (b *Batch) Explain(err error) error {
	refused := facts(err)
	if len(refused) == 0 {
		return err
	}
	list := make([]*ParseError, len(refused))
	for i, fact := range refused {
		line := b.Line
		if fact.Change >= 0 && fact.Change < len(b.Lines) {
			line = b.Lines[fact.Change]
		}
		list[i] = parseError(fact, b.File, line)
	}
	return parseErrors(list)
}

// Changes reads an apply file, or stdin for "-", into its batches in order. It reads all of it before
// any can be applied, so that a line that cannot be read leaves no half of a file applied. The errors
// are those of [Reader.Load].
func Changes(ctx context.Context, path string, stdin io.Reader) ([]Batch, error) {
	inputs, err := find([]string{path})
	if err != nil {
		return nil, err
	}
	c := &collector{decoder: newChangeDecoder(), inputs: inputs}
	c.faults.total = new(atomic.Int64)
	ended := make(chan error, 1)
	go func() { ended <- c.files(ctx, stdin) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		if size(inputs) >= 0 { // otherwise it may wait for standard input forever
			<-ended
		}
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return c.batches(), nil
}

// collector gathers changes into batches. All lines share a few pieces of memory, since most batches
// are one line.
type collector struct {
	decoder *decoder
	inputs  []input
	faults  faults
	begun   []begun
	lines   []int // of the changes
	changes []graph.Change
	open    bool // the last batch still waits for its commit
}

// begun is the start of a batch.
type begun struct {
	source, line uint32
	first        int // of its changes
}

// batches is what was gathered.
func (c *collector) batches() []Batch {
	batches := make([]Batch, 0, len(c.begun))
	end := len(c.changes)
	for i := len(c.begun) - 1; i >= 0; i-- {
		each := c.begun[i]
		if each.first < end {
			batches = append(batches, Batch{
				File: c.inputs[each.source-1].name, Line: int(each.line),
				Lines: c.lines[each.first:end:end], Changes: c.changes[each.first:end:end],
			})
		}
		end = each.first
	}
	slices.Reverse(batches)
	return batches
}

// files gathers the changes of all inputs.
func (c *collector) files(ctx context.Context, stdin io.Reader) error {
	for i := range c.inputs {
		if err := c.file(ctx, stdin, uint32(i+1)); err != nil {
			return err
		}
	}
	return merge([]*faults{&c.faults})
}

func (c *collector) file(ctx context.Context, stdin io.Reader, source uint32) error {
	report := func(line uint32, err error) { c.refuse(source, line, &ParseError{Err: err}) }
	text, sheet, done, err := c.inputs[source-1].open(stdin, new(atomic.Int64))
	defer done()
	if err == nil && sheet != nil {
		err = fmt.Errorf("%w: a CSV file holds no changes, want NDJSON", graph.ErrInvalid)
	}
	if err != nil {
		report(0, err)
		return nil
	}
	s := newSplitter(text, source, report)
	var b block
	for more := true; more && len(c.faults.list) <= graph.MaxErrors; {
		if err := ctx.Err(); err != nil {
			return err
		}
		b, more = s.next(b.text)
		line := b.line
		for text := range bytes.Lines(b.text) {
			c.line(source, line, bytes.TrimRight(text, "\r\n"))
			line++
		}
	}
	if c.open && len(c.faults.list) <= graph.MaxErrors {
		c.open = false
		report(c.begun[len(c.begun)-1].line, fmt.Errorf("%w: begin without a commit", graph.ErrInvalid))
	}
	return nil
}

func (c *collector) line(source, line uint32, text []byte) {
	if skipped(text) {
		return
	}
	if len(text) > MaxLine {
		c.refuse(source, line, &ParseError{Err: errTooLong})
		return
	}
	op, change, faults := c.decoder.change(text)
	switch {
	case len(faults) > 0:
		for _, fault := range faults {
			c.refuse(source, line, fault)
		}
	case op == OpBegin && c.open || op == OpCommit && !c.open:
		c.refuse(source, line, &ParseError{
			Field: "op", Value: string(op),
			Err: fmt.Errorf("%w: begin and commit do not alternate", graph.ErrInvalid),
		})
	case op == OpCommit:
		c.open = false
	case op == OpBegin:
		c.open = true
		c.start(source, line)
	default:
		if !c.open {
			c.start(source, line)
		}
		c.lines = append(c.lines, int(line))
		c.changes = append(c.changes, change)
	}
}

func (c *collector) start(source, line uint32) {
	c.begun = append(c.begun, begun{source, line, len(c.changes)})
}

func (c *collector) refuse(source, line uint32, fault *ParseError) {
	c.faults.add(c.inputs, source, line, fault)
}
