package cli

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/accessindex/ambit/loader"
)

// lineReader reads whole lines, as many as are there.
type lineReader struct{ in *bufio.Reader }

func newLineReader(in io.Reader) *lineReader {
	return &lineReader{bufio.NewReaderSize(in, 64<<10)}
}

// next is at least one line, and as many more as can be had without waiting. With an error come the
// lines before it. Of a line that is longer than loader.MaxLine a little more than that is kept.
func (r *lineReader) next() ([]byte, error) {
	var text []byte
	for {
		part, err := r.in.ReadSlice('\n')
		if len(text) <= loader.MaxLine || err == nil {
			text = append(text, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return text, err
		}
		break
	}
	ready, err := r.in.Peek(r.in.Buffered())
	if err != nil {
		return text, err
	}
	whole := ready[:bytes.LastIndexByte(ready, '\n')+1]
	text = append(text, whole...)
	_, err = r.in.Discard(len(whole))
	return text, err
}
