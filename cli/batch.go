package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
)

// checkBatch answers the questions of a file, one a line.
func checkBatch(c *cli.Context) error {
	in, name := c.App.Reader, c.String("batch")
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	return askRecent(c, func(s *index.Snapshot) error {
		return output(c, func(out *bufio.Writer) error {
			b := batch{snapshot: s, lines: newLineReader(in), out: out}
			if err := b.run(c.Context); err != nil {
				return err
			}
			if b.wrong > 0 {
				return fmt.Errorf("%d of %d lines were no question", b.wrong, b.asked)
			}
			return nil
		})
	})
}

// batch answers lines in blocks, several at once, and writes the answers in order. A block is what one
// read gave, so that whoever asks line by line is answered line by line.
type batch struct {
	snapshot *index.Snapshot
	lines    *lineReader
	out      *bufio.Writer
	asked    int // lines
	wrong    int // lines that were no question
}

// block is some lines and, once it is done, their answers.
type block struct {
	text    []byte
	answers []byte
	asked   int
	wrong   int
	done    chan struct{}
}

// run answers all lines, and stops with the context. It may then leave the goroutine that reads behind, which
// ends when its read does.
func (b *batch) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	n := runtime.GOMAXPROCS(0)
	order, work := make(chan *block, 2*n), make(chan *block, 2*n)
	failed := make(chan error, 1)
	go func() {
		defer close(order)
		defer close(work)
		failed <- b.read(ctx, order, work)
	}()
	for range n {
		go func() {
			for each := range work {
				each.answer(b.snapshot)
				close(each.done)
			}
		}()
	}
	for {
		if len(order) == 0 {
			if err := b.out.Flush(); err != nil {
				return fmt.Errorf("writing: %w", err)
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case each, more := <-order:
			if !more {
				return cmp.Or(<-failed, ctx.Err())
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-each.done:
			}
			b.asked += each.asked
			b.wrong += each.wrong
			if _, err := b.out.Write(each.answers); err != nil {
				return fmt.Errorf("writing: %w", err)
			}
		}
	}
}

// read cuts the input into blocks and hands each to be answered and to be written.
func (b *batch) read(ctx context.Context, order, work chan<- *block) error {
	for {
		text, err := b.lines.next()
		if len(text) > 0 {
			each := &block{text: text, done: make(chan struct{})}
			for _, to := range []chan<- *block{order, work} {
				select {
				case to <- each:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("reading questions: %w", err)
		}
	}
}
