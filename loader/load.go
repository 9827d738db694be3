package loader

import (
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
	parts  *parts
	blocks chan block
	free   chan []byte  // buffers to use again
	found  atomic.Int64 // errors
}

// run reads the inputs into the builder: first the files that hold parts of objects, then all others.
func (r *Reader) run(ctx context.Context, b *graph.Builder) error {
	n := runtime.GOMAXPROCS(0)
	l := &loading{inputs: r.inputs, stdin: r.stdin, read: &r.read, parts: newParts(), free: make(chan []byte, 2*n+1)}
	workers := make([]*worker, n)
	for i := range workers {
		workers[i] = &worker{loading: l, decoder: newDecoder(), section: b.Section(), counts: map[graph.Kind]int{}}
		workers[i].faults.total = &l.found
	}
	splitting := &faults{total: &l.found}
	first, others := inTurn(l.inputs)
	if err := l.pass(ctx, first, workers, splitting); err != nil {
		return err
	}
	workers[0].settle()
	if err := l.pass(ctx, others, workers, splitting); err != nil {
		return err
	}
	workers[0].rest()

	all := []*faults{splitting}
	for _, w := range workers {
		r.counts.Lines += w.lines
		r.counts.Bytes += w.bytes
		for kind, count := range w.counts {
			r.counts.Objects[kind] += count
		}
		all = append(all, &w.faults)
	}
	return merge(all)
}

// inTurn is the numbers of the files that hold parts of objects, and of all others.
func inTurn(inputs []input) (parts, others []uint32) {
	for i, in := range inputs {
		if f, _, _ := formOf(in.path); f != nil && f.part {
			parts = append(parts, uint32(i+1))
		} else {
			others = append(others, uint32(i+1))
		}
	}
	return parts, others
}

// pass reads some of the inputs.
func (l *loading) pass(ctx context.Context, sources []uint32, workers []*worker, faults *faults) error {
	l.blocks = make(chan block, len(workers))
	go l.split(ctx, sources, faults)
	var done sync.WaitGroup
	for _, w := range workers {
		done.Go(func() { w.run(ctx) })
	}
	done.Wait()
	err := ctx.Err()
	if err != nil && size(l.inputs) >= 0 { // otherwise the splitter may wait for standard input forever
		for range l.blocks {
		}
	}
	return err
}

// split cuts inputs into blocks, until there are more errors than are reported.
func (l *loading) split(ctx context.Context, sources []uint32, faults *faults) {
	defer close(l.blocks)
	for _, source := range sources {
		if l.found.Load() > graph.MaxErrors || !l.splitOne(ctx, source, faults) {
			return
		}
	}
}

// splitOne cuts one input into blocks. It is false if the context ended.
func (l *loading) splitOne(ctx context.Context, source uint32, faults *faults) bool {
	report := func(line uint32, err error) { faults.add(l.inputs, source, line, &ParseError{Err: err}) }
	text, sheet, done, err := l.inputs[source-1].open(l.stdin, l.read)
	defer done()
	if err != nil {
		report(0, err)
		return true
	}
	s := newSplitter(text, source, report)
	s.sheet = sheet
	for first, more := true, true; more && l.found.Load() <= graph.MaxErrors; first = false {
		var b block
		b, more = s.next(l.buffer())
		if first && sheet != nil {
			wrong := sheet.begin(&b)
			for _, fault := range wrong {
				faults.add(l.inputs, source, uint32(fault.Line), fault)
			}
			if len(wrong) > 0 {
				return true
			}
		}
		select {
		case l.blocks <- b:
		case <-ctx.Done():
			return false
		}
	}
	return true
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
