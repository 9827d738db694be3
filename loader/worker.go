package loader

import (
	"bytes"
	"context"
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// worker decodes blocks.
type worker struct {
	*loading
	decoder *decoder
	section *graph.Section
	faults  faults
	counts  map[graph.Kind]int
	lines   int
	bytes   int64
	cells   [][]byte // of a row
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
	if b.sheet != nil {
		w.rows(b)
		return
	}
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
	if o, faults := w.decoder.decode(line); len(faults) > 0 {
		w.refuse(at, faults...)
	} else {
		w.put(at, o)
	}
}

// rows decodes the rows of a block.
func (w *worker) rows(b block) {
	r := rows{text: b.text, after: b.line, cells: w.cells}
	more, err := true, error(nil)
	if b.header {
		more, err = r.scan()
	}
	for more && err == nil {
		if more, err = r.scan(); more && err == nil {
			w.row(graph.Place{Source: b.source, Line: r.line}, b.sheet, r.cells)
		}
	}
	if err != nil {
		w.refuse(graph.Place{Source: b.source, Line: r.line}, &ParseError{Err: err, ends: true})
	}
	w.cells = r.cells
	w.lines += int(r.after - b.line)
}

func (w *worker) row(at graph.Place, s *sheet, cells [][]byte) {
	var faults []*ParseError
	switch {
	case len(cells) != len(s.columns):
		faults = []*ParseError{{Err: fmt.Errorf("%w: the row has %d cells, the header %d", graph.ErrInvalid, len(cells), len(s.columns))}}
	case s.form.part:
		faults = w.part(at, s, cells)
	default:
		var o graph.Object
		if o, faults = w.decoder.row(s, cells); len(faults) == 0 {
			w.put(at, w.parts.complete(o))
		}
	}
	w.refuse(at, faults...)
}

// part keeps a row that is but a part of an object.
func (w *worker) part(at graph.Place, s *sheet, cells [][]byte) []*ParseError {
	switch s.form.kind {
	case graph.KindSettings:
		name, value, faults := w.decoder.setting(s, cells)
		if len(faults) == 0 {
			w.parts.addSetting(at, name, value)
		}
		return faults
	case graph.KindRole:
		role, granted, faults := w.decoder.grant(s, cells)
		if len(faults) == 0 {
			w.parts.addGrant(at, role, granted)
		}
		return faults
	default:
		share, from, faults := w.decoder.inheritance(s, cells)
		if len(faults) == 0 {
			w.parts.addInherited(at, share, from)
		}
		return faults
	}
}

// put hands an object to the builder.
func (w *worker) put(at graph.Place, o graph.Object) {
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

func (w *worker) refuse(at graph.Place, faults ...*ParseError) {
	for _, fault := range faults {
		w.faults.add(w.inputs, at.Source, at.Line, fault)
	}
}

// skipped reports whether a line is blank or a comment.
func skipped(line []byte) bool {
	return len(line) > 0 && line[0] == '#' || len(bytes.TrimLeft(line, " \t\r")) == 0
}
