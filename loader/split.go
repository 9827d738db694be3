package loader

import (
	"bytes"
	"fmt"
	"io"

	"github.com/accessindex/ambit/graph"
)

// MaxLine is the greatest length of a line, in bytes, without its end.
const MaxLine = 1 << 20

// The size of the blocks that are decoded at once. They start small, since most inputs are.
const (
	firstBlock = 64 << 10
	lastBlock  = 1 << 20
)

var errTooLong = fmt.Errorf("%w: the line is longer than %d bytes", graph.ErrInvalid, MaxLine)

// block is a run of whole lines.
type block struct {
	source uint32 // number of the file, from 1
	line   uint32 // number of the first line, from 1
	text   []byte
	sheet  *sheet // what the text is a part of, nil for an org stream
	header bool   // the first row is the header, which has been read
}

// splitter cuts a text into blocks.
type splitter struct {
	text   io.Reader
	source uint32
	line   uint32 // of the next block
	size   int    // of the next block
	rest   []byte // where the next block starts
	report func(line uint32, err error)
	sheet  *sheet // what the lines are rows of, nil for an org stream
}

func newSplitter(text io.Reader, source uint32, report func(uint32, error)) *splitter {
	return &splitter{text: text, source: source, line: 1, size: firstBlock, report: report}
}

// next is the next block, in the buffer if that is large enough, and whether there are more.
// Lines that are too long are reported and left out; so is a line that an error cuts off.
func (s *splitter) next(buffer []byte) (b block, more bool) {
	if need := max(s.size, 2*len(s.rest)); cap(buffer) < need {
		buffer = make([]byte, need)
	}
	s.size = min(2*s.size, lastBlock)
	buffer = buffer[:cap(buffer)]
	n := copy(buffer, s.rest)
	s.rest = s.rest[:0]
	for {
		read, err := s.fill(buffer[n:])
		n += read
		end := s.whole(buffer[:n])
		switch {
		case err == io.EOF:
			return s.cut(buffer[:n]), false
		case err != nil:
			b := s.cut(buffer[:end])
			s.report(s.line, err)
			return b, false
		case end > 0:
			s.rest = append(s.rest, buffer[end:n]...)
			return s.cut(buffer[:end]), true
		case n > MaxLine+1 && s.sheet != nil: // the row cannot be read, so that no other is found
			return s.cut(buffer[:n]), false
		case n > MaxLine+1:
			s.report(s.line, errTooLong)
			return s.cut(nil), s.skip(buffer)
		}
		buffer = append(buffer, make([]byte, n)...)
	}
}

// whole is how much of a text is whole lines, or whole rows of a sheet.
func (s *splitter) whole(text []byte) int {
	if s.sheet != nil {
		return lastRow(text)
	}
	return bytes.LastIndexByte(text, '\n') + 1
}

// fill reads until p is full or the text at its end.
func (s *splitter) fill(p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var read int
		read, err = s.text.Read(p[n:])
		n += read
	}
	return n, err
}

// cut makes a block of whole lines.
func (s *splitter) cut(text []byte) block {
	b := block{source: s.source, line: s.line, text: text, sheet: s.sheet}
	s.line += uint32(bytes.Count(text, []byte("\n")))
	return b
}

// skip goes to the line after the present one.
func (s *splitter) skip(buffer []byte) (more bool) {
	for {
		n, err := s.fill(buffer)
		if end := bytes.IndexByte(buffer[:n], '\n') + 1; end > 0 && (err == nil || err == io.EOF) {
			s.line++
			s.rest = append(s.rest, buffer[end:n]...)
			return true
		}
		if err == io.EOF {
			return false
		}
		if err != nil {
			s.report(s.line, err)
			return false
		}
	}
}
