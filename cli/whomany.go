package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/go-json-experiment/json"
	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// whoMany prints the users of each of several records, which are those given or those of --records.
func whoMany(c *cli.Context, right graph.Right, records []string) error {
	in := io.Reader(strings.NewReader(strings.Join(records, "\n")))
	if name := c.String("records"); name == "-" {
		in = c.App.Reader
	} else if c.IsSet("records") {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	return ask(c, func(ix *index.Index) error {
		var asked atomic.Int64
		if !isTerminal(c.App.Writer) { // which would show the data
			defer progress(c, "asking", false, func() (int64, int64) { return asked.Load(), -1 })()
		}
		return output(c, func(out *bufio.Writer) error {
			w := whoWriter{
				snapshot: ix.Snapshot(), right: right, count: c.Bool("count"), format: c.String("format"),
				out: out, rows: csv.NewWriter(out), asked: &asked,
			}
			err := w.run(c.Context, newLineReader(in))
			w.rows.Flush()
			return firstError(err, w.rows.Error(), w.refused())
		})
	})
}

// whoWriter asks for the users of records in blocks, of which each is what one read gave, and writes them.
type whoWriter struct {
	snapshot *index.Snapshot
	right    graph.Right
	count    bool
	format   string
	out      *bufio.Writer
	rows     *csv.Writer
	asked    *atomic.Int64
	wrong    int     // records that could not be asked about
	errs     []error // of the first of those
}

func (w *whoWriter) run(ctx context.Context, in *lineReader) error {
	if w.isJSON() {
		fmt.Fprint(w.out, `{"records":[`)
	}
	for more := true; more; {
		text, err := in.next()
		if more = err == nil; err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("reading records: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.block(text); err != nil {
			return err
		}
	}
	if w.isJSON() {
		fmt.Fprintln(w.out, "]}")
	}
	return nil
}

func (w *whoWriter) isJSON() bool { return w.format == "json" && !w.count }

// block answers lines with a record each. What cannot be asked is noted, and the others are answered.
func (w *whoWriter) block(text []byte) error {
	var refs []graph.Ref
	for line := range bytes.Lines(text) {
		if line = bytes.TrimRight(line, "\r\n"); len(line) == 0 {
			continue
		}
		ref, err := graph.ParseRef(string(line))
		if err != nil {
			w.refuse(err)
			continue
		}
		refs = append(refs, ref)
	}
	for i, answer := range w.snapshot.UsersMany(w.right, refs) {
		if answer.Err != nil {
			w.refuse(answer.Err)
			continue
		}
		if err := w.write(refs[i], answer.Users); err != nil {
			return fmt.Errorf("writing: %w", err)
		}
		w.asked.Add(1)
	}
	return nil
}

func (w *whoWriter) write(ref graph.Ref, users index.UserSet) error {
	if w.count {
		return w.row(ref, strconv.Itoa(users.Len()))
	}
	ids := slices.Sorted(users.All())
	if w.format == "ids" {
		for _, id := range ids {
			if err := w.row(ref, id); err != nil {
				return err
			}
		}
		return nil
	}
	if ids == nil {
		ids = []string{}
	}
	if w.isJSON() && w.asked.Load() > 0 {
		fmt.Fprint(w.out, ",")
	}
	err := json.MarshalWrite(w.out, struct {
		Record string   `json:"record"`
		Users  []string `json:"users"`
	}{ref.String(), ids})
	if err == nil && !w.isJSON() {
		err = w.out.WriteByte('\n')
	}
	return err
}

func (w *whoWriter) row(ref graph.Ref, value string) error {
	return w.rows.Write([]string{ref.String(), value})
}

func (w *whoWriter) refuse(err error) {
	if w.wrong++; w.wrong <= graph.MaxErrors {
		w.errs = append(w.errs, err)
	}
}

// refused is the error for the records that could not be asked about.
func (w *whoWriter) refused() error {
	if more := w.wrong - len(w.errs); more > 0 {
		w.errs = append(w.errs, fmt.Errorf("and %d more", more))
	}
	return errors.Join(w.errs...)
}
