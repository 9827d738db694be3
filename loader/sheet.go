package loader

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// sheet is a CSV file that is being read. Once its header is, it does not change.
type sheet struct {
	form    *form
	entity  string // of all records of a records-ENTITY.csv, otherwise empty
	columns []column
}

// column is one of a sheet.
type column struct {
	name     []byte // as the header has it
	field    []byte // the field that it fills
	lookup   string // the lookup that it fills, if that is what it does
	required bool
}

// lookupColumn starts the name of a column that holds a lookup.
const lookupColumn = "lookup."

// begin reads the header out of the first block of the file.
func (s *sheet) begin(b *block) []*ParseError {
	r := rows{text: b.text, after: b.line}
	more, err := r.scan()
	switch {
	case err != nil:
		return []*ParseError{{Err: err, Line: int(r.line)}}
	case !more:
		err = fmt.Errorf("%w: the file is empty, want a first row with the names of columns: %s", graph.ErrInvalid, s.wanted())
		return []*ParseError{{Err: err}}
	}
	b.header = true
	faults := s.header(r.cells)
	for _, fault := range faults {
		fault.Line = int(r.line)
	}
	return faults
}

// header takes the names of the columns.
func (s *sheet) header(cells [][]byte) []*ParseError {
	var faults []*ParseError
	refuse := func(field string, err error) {
		faults = append(faults, &ParseError{Field: clip(field), Err: err})
	}
	there := make(map[string]bool, len(cells))
	for i, cell := range cells {
		c := column{name: bytes.Clone(cell)}
		c.field = c.name
		name := string(cell)
		lookup, ok := strings.CutPrefix(name, lookupColumn)
		if ok = ok && s.form.kind == graph.KindRecord; ok {
			c.lookup, c.field = lookup, []byte("lookups")
		}
		switch {
		case name == "":
			refuse(fmt.Sprintf("column %d", i+1), fmt.Errorf("%w: a column without a name", graph.ErrInvalid))
		case there[name]:
			refuse(name, fmt.Errorf("%w: the column is there twice", graph.ErrDuplicate))
		case ok:
			if err := graph.CheckID(lookup); err != nil {
				refuse(name, err)
			}
		case !slices.Contains(s.form.columns, name):
			refuse(name, fmt.Errorf("%w: no such column, want %s", graph.ErrInvalid, s.wanted()))
		}
		there[name] = true
		c.required = slices.Contains(s.form.required, name) && !s.tells(name)
		s.columns = append(s.columns, c)
	}
	for _, name := range s.form.required {
		if !s.tells(name) && !there[name] {
			refuse(name, fmt.Errorf("%w: the column is required", graph.ErrInvalid))
		}
	}
	return faults
}

// tells reports whether the name of the file already says what the column would.
func (s *sheet) tells(name string) bool { return s.entity != "" && name == "entity" }

// wanted is the columns that the file may have.
func (s *sheet) wanted() string {
	names := strings.Join(s.form.columns, ", ")
	if s.form.kind == graph.KindRecord {
		names += ", " + lookupColumn + "NAME"
	}
	return names
}
