package loader

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/accessindex/ambit/graph"
)

// Reader reads org streams. Its Load is a [graph.Source].
type Reader struct {
	paths  []string
	stdin  io.Reader
	inputs []input
	counts Counts
	read   atomic.Int64
	total  atomic.Int64
}

// Counts is what a Reader read.
type Counts struct {
	Objects map[graph.Kind]int
	Lines   int   // blank ones and comments included
	Bytes   int64 // of text, after decompression
}

// Sum is the number of objects of all kinds.
func (c Counts) Sum() int {
	sum := 0
	for _, n := range c.Objects {
		sum += n
	}
	return sum
}

// New is a Reader of the given paths, one after the other: files, directories, which stand for their
// files in the order of their names, and "-" for stdin.
func New(paths []string, stdin io.Reader) *Reader {
	return &Reader{paths: paths, stdin: stdin}
}

// Load reads everything into the builder. What is no org stream gives a *ParseErrors, sorted by file
// and line; a path that cannot be opened the error of package os; and a context that ends its error.
// After an error the builder is of no use.
func (r *Reader) Load(ctx context.Context, b *graph.Builder) error {
	inputs, err := find(r.paths)
	if err != nil {
		return err
	}
	r.inputs = inputs
	r.read.Store(0)
	r.total.Store(size(inputs))
	r.counts = Counts{Objects: map[graph.Kind]int{}}
	return r.run(ctx, b)
}

// size is the number of bytes of all inputs, -1 if one of them does not know.
func size(inputs []input) int64 {
	var sum int64
	for _, each := range inputs {
		if each.size < 0 {
			return -1
		}
		sum += each.size
	}
	return sum
}

// Progress is how many bytes of the files have been read, and how many there are in all: 0 before
// Load knows, -1 where standard input is among them. It may be called while Load runs.
func (r *Reader) Progress() (read, total int64) { return r.read.Load(), r.total.Load() }

// Counts is what was read once Load is done.
func (r *Reader) Counts() Counts { return r.counts }

// Locate is FILE:LINE of a place that the Reader gave to the builder, empty for any other.
func (r *Reader) Locate(at graph.Place) string { return locate(r.inputs, at) }

func locate(inputs []input, at graph.Place) string {
	if at.Source == 0 || int64(at.Source) > int64(len(inputs)) {
		return ""
	}
	return fmt.Sprintf("%s:%d", inputs[at.Source-1].name, at.Line)
}

// Explain turns the facts that the graph refused into *ParseErrors, which name files and lines and are
// sorted by them. Any other error stays as it is.
func (r *Reader) Explain(err error) error {
	refused := facts(err)
	if len(refused) == 0 {
		return err
	}
	list := make([]*ParseError, len(refused))
	for i, fact := range refused {
		list[i] = r.parseError(fact)
	}
	return parseErrors(list)
}

func (r *Reader) parseError(fact *graph.FactError) *ParseError {
	e := parseError(fact, "", 0)
	if at := fact.Place; r.Locate(at) != "" {
		e.File, e.Line, e.source = r.inputs[at.Source-1].name, int(at.Line), at.Source
	}
	e.Also = r.Locate(fact.Also)
	return e
}
