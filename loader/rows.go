package loader

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/accessindex/ambit/graph"
)

var (
	errBareQuote = errors.New("a quote in a cell that is not in quotes")
	errOpenQuote = fmt.Errorf("a cell whose quotes are not closed within %d bytes", MaxLine)
	errNoEnd     = errors.New("more after the closing quote")
	errReturn    = errors.New("a carriage return that ends no line, in a cell that is not in quotes")
)

// rows walks over the rows of a CSV text (RFC 4180). Lines may end with LF or CRLF, and blank ones
// are skipped.
type rows struct {
	text  []byte // from the next row on
	after uint32 // number of its line
	line  uint32 // of the present row, where it starts
	cells [][]byte
}

// scan goes to the next row, whose cells are part of the text where they can be. After an error it is
// not known where rows start.
func (r *rows) scan() (more bool, err error) {
	for len(r.text) > 0 {
		r.line, r.cells = r.after, r.cells[:0]
		line, rest, _ := bytes.Cut(r.text, newline)
		line = bytes.TrimSuffix(line, carriage)
		lines := 1
		if bytes.IndexByte(line, '"') >= 0 {
			if line, rest, err = r.quoted(); err != nil {
				return true, fmt.Errorf("%w: cell %d: %w", graph.ErrInvalid, len(r.cells)+1, err)
			}
			lines += bytes.Count(line, newline)
		} else if bytes.IndexByte(line, '\r') >= 0 {
			return true, fmt.Errorf("%w: %w", graph.ErrInvalid, errReturn)
		}
		r.after += uint32(lines)
		r.text = rest
		switch {
		case len(line) == 0:
			continue
		case len(line) > MaxLine:
			return true, errTooLong
		case !utf8.Valid(line):
			return true, fmt.Errorf("%w: %w", graph.ErrInvalid, errUTF8)
		case len(r.cells) == 0:
			r.plain(line)
		}
		return true, nil
	}
	return false, nil
}

var (
	newline  = []byte("\n")
	carriage = []byte("\r")
)

// plain cuts a row without quotes into its cells.
func (r *rows) plain(line []byte) {
	for {
		end := bytes.IndexByte(line, ',')
		if end < 0 {
			r.cells = append(r.cells, line)
			return
		}
		r.cells = append(r.cells, line[:end])
		line = line[end+1:]
	}
}

// quoted cuts the row at the start of the text, in which there are quotes, into its cells.
func (r *rows) quoted() (row, rest []byte, err error) {
	rest = r.text
	for separator := byte(','); separator == ','; {
		cell, n, err := cell(rest, ',', '\n')
		if err != nil {
			return nil, nil, err
		}
		r.cells = append(r.cells, cell)
		rest = rest[n:]
		separator = 0
		if len(rest) > 0 {
			separator, rest = rest[0], rest[1:]
		}
	}
	row = r.text[:len(r.text)-len(rest)]
	return bytes.TrimSuffix(bytes.TrimSuffix(row, newline), carriage), rest, nil
}

// cell reads the cell at the start of a text, which goes on after n bytes with the separator or with
// last, if at all. A CR before a last LF belongs to the end of the line.
func cell(text []byte, separator, last byte) (cell []byte, n int, err error) {
	if len(text) > 0 && text[0] == '"' {
		cell, n, err = inQuotes(text)
	} else {
		for n < len(text) && text[n] != separator && text[n] != last {
			if text[n] == '"' {
				return nil, 0, errBareQuote
			}
			n++
		}
		cell = text[:n]
		if last == '\n' && (n == len(text) || text[n] == last) {
			cell = bytes.TrimSuffix(cell, carriage)
		}
		if last == '\n' && bytes.IndexByte(cell, '\r') >= 0 {
			err = errReturn
		}
	}
	switch {
	case err != nil:
		return nil, 0, err
	case last == '\n' && n < len(text) && text[n] == '\r' && (n+1 == len(text) || text[n+1] == last):
		n++
	}
	if n < len(text) && text[n] != separator && text[n] != last {
		return nil, 0, errNoEnd
	}
	return cell, n, nil
}

// inQuotes reads a cell in quotes, in which a quote is doubled.
func inQuotes(text []byte) (cell []byte, n int, err error) {
	doubled := false
	for n = 1; ; n++ {
		next := bytes.IndexByte(text[n:], '"')
		if next < 0 {
			return nil, 0, errOpenQuote
		}
		n += next + 1
		if n == len(text) || text[n] != '"' {
			break
		}
		doubled = true
	}
	cell = text[1 : n-1]
	if doubled {
		cell = bytes.ReplaceAll(cell, []byte(`""`), []byte(`"`))
	}
	return cell, n, nil
}

// lastRow is where the last whole row of a text ends that starts with a row: after the last LF that no
// quotes enclose.
func lastRow(text []byte) int {
	end := bytes.LastIndexByte(text, '\n') + 1
	quotes := bytes.Count(text[:end], quote)
	for quotes%2 == 1 {
		start := bytes.LastIndexByte(text[:end-1], '\n') + 1
		quotes -= bytes.Count(text[start:end], quote)
		end = start
	}
	return end
}

var quote = []byte{'"'}
