package loader

import (
	"bytes"
	"context"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/accessindex/ambit/graph"
)

// loading is one run of a Reader: one goroutine cuts the input into blocks, the others decode them.
type loading struct {
	inputs []input
	stdin  io.Reader
	read   *atomic.Int64
	blocks chan block
	free   chan []byte  // buffers to use again
	found  atomic.Int64 // errors
}

// run reads the inputs into the builder.
func (r *Reader) run(ctx context.Context, b *graph.Builder) error {
	n := runtime.GOMAXPROCS(0)
	l := &loading{
		inputs: r.inputs, stdin: r.stdin, read: &r.read,
		blocks: make(chan block, n), free: make(chan []byte, 2*n+1),
	}
	parts := []*faults{{total: &l.found}}
	go l.split(ctx, parts[0])

	workers := make([]*worker, n)
	var done sync.WaitGroup
	for i := range workers {
		workers[i] = &worker{loading: l, decoder: newDecoder(), section: b.Section(), counts: map[graph.Kind]int{}}
		workers[i].faults.total = &l.found
		parts = append(parts, &workers[i].faults)
		done.Go(func() { workers[i].run(ctx) })
	}
	done.Wait()
	if err := ctx.Err(); err != nil {
		if size(l.inputs) >= 0 { // otherwise the splitter may wait for standard input forever
			for range l.blocks {
			}
		}
		return err
	}
	for _, w := range workers {
		r.counts.Lines += w.lines
		r.counts.Bytes += w.bytes
		for kind, count := range w.counts {
			r.counts.Objects[kind] += count
		}
	}
	return merge(parts)
}

// split cuts all inputs into blocks, until there are more errors than are reported.
func (l *loading) split(ctx context.Context, faults *faults) {
	defer close(l.blocks)
	for i, in := range l.inputs {
		if l.found.Load() > graph.MaxErrors {
			return
		}
		source := uint32(i + 1)
		report := func(line uint32, err error) { faults.add(l.inputs, source, line, &ParseError{Err: err}) }
		text, done, err := in.open(l.stdin, l.read)
		if err != nil {
			report(0, err)
			done()
			continue
		}
		s := newSplitter(text, source, report)
		for more := true; more && l.found.Load() <= graph.MaxErrors; {
			var b block
			b, more = s.next(l.buffer())
			select {
			case l.blocks <- b:
			case <-ctx.Done():
				done()
				return
			}
		}
		done()
	}
}

// buffer is one that is free, if any is.
func (l *loading) buffer() []byte {
	select {
	case buffer := <-l.free:
		return buffer
	default:
		return nil
	}
}

// worker decodes blocks.
type worker struct {
	*loading
	decoder *decoder
	section *graph.Section
	faults  faults
	counts  map[graph.Kind]int
	lines   int
	bytes   int64
}

func (w *worker) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case b, ok := <-w.blocks:
			if !ok {
				return
			}
			w.block(b)
			select {
			case w.free <- b.text:
			default:
			}
		}
	}
}

func (w *worker) block(b block) {
	w.bytes += int64(len(b.text))
	place := graph.Place{Source: b.source, Line: b.line}
	for line := range bytes.Lines(b.text) {
		w.line(place, bytes.TrimRight(line, "\r\n"))
		place.Line++
		w.lines++
	}
}

func (w *worker) line(at graph.Place, line []byte) {
	if skipped(line) {
		return
	}
	if len(line) > MaxLine {
		w.refuse(at, &ParseError{Err: errTooLong})
		return
	}
	o, faults := w.decoder.decode(line)
	for _, fault := range faults {
		w.refuse(at, fault)
	}
	if len(faults) > 0 {
		return
	}
	w.counts[o.Kind()]++
	if err := w.section.Put(at, o); err != nil {
		refused := facts(err)
		for _, fact := range refused {
			w.refuse(at, parseError(fact, "", 0))
		}
		if len(refused) == 0 {
			w.refuse(at, &ParseError{Object: o.String(), Err: err})
		}
	}
}

func (w *worker) refuse(at graph.Place, fault *ParseError) {
	w.faults.add(w.inputs, at.Source, at.Line, fault)
}

// skipped reports whether a line is blank or a comment.
func skipped(line []byte) bool {
	return len(line) > 0 && line[0] == '#' || len(bytes.TrimLeft(line, " \t\r")) == 0
}
