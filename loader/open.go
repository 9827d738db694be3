package loader

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"

	"github.com/accessindex/ambit/graph"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// expected ends the errors about what is no org stream.
const expected = "expected an org stream, which is NDJSON, one JSON object a line, or CSV files that are named after their kinds, " +
	"such as users.csv, plain or compressed with gzip or zstd"

// sniffed is how much of a file is looked at to recognise it.
const sniffed = 4 << 10

// maxWindow is how much memory a zstd stream may ask for: what its own tool unpacks without being told to.
const maxWindow = 128 << 20

var (
	gzipMagic = []byte{0x1f, 0x8b}
	zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}
	byteOrder = []byte("\ufeff")
	errCut    = fmt.Errorf("%w: the compressed data is cut off", graph.ErrInvalid)
)

// meter counts the bytes that go through a reader.
type meter struct {
	io.Reader
	count *atomic.Int64
}

func (m meter) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	m.count.Add(int64(n))
	return n, err
}

// open is the text of the input, whatever it is compressed with, without a byte order mark.
// There is a sheet if it is a CSV file. What is neither that nor lines of objects is ErrInvalid. The
// bytes of the file are counted.
func (in input) open(stdin io.Reader, count *atomic.Int64) (text io.Reader, s *sheet, done func(), err error) {
	var closers []func()
	done = func() {
		for _, each := range closers {
			each()
		}
	}
	file := stdin
	if in.path != "" {
		f, err := os.Open(in.path)
		if err != nil {
			return nil, nil, done, err
		}
		closers = append(closers, func() { f.Close() })
		file = f
	} else if stdin == nil {
		file = strings.NewReader("")
	}
	raw := bufio.NewReaderSize(meter{file, count}, 64<<10)
	magic, err := raw.Peek(4)
	if err != nil && err != io.EOF {
		return nil, nil, done, err
	}
	plain := raw
	switch {
	case bytes.HasPrefix(magic, gzipMagic) || strings.HasSuffix(in.name, ".gz"):
		unpacked, err := gzip.NewReader(raw)
		if err == io.EOF {
			err = errCut
		}
		if err != nil {
			return nil, nil, done, unpackError(err)
		}
		plain = bufio.NewReaderSize(unpacker{unpacked}, sniffed)
	case bytes.HasPrefix(magic, zstdMagic) || strings.HasSuffix(in.name, ".zst"):
		unpacked, err := zstd.NewReader(raw, zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, nil, done, unpackError(err)
		}
		closers = append(closers, unpacked.Close)
		plain = bufio.NewReaderSize(unpacker{unpacked}, sniffed)
	}
	start, err := plain.Peek(sniffed)
	if err != nil && err != io.EOF && len(start) == 0 {
		return nil, nil, done, err // otherwise it comes again where it belongs
	}
	if bytes.HasPrefix(start, byteOrder) {
		start = start[len(byteOrder):]
		if _, err := plain.Discard(len(byteOrder)); err != nil {
			return nil, nil, done, err
		}
	}
	s, err = in.recognise(start)
	return plain, s, done, err
}

// recognise tells an org stream by its start, and a CSV file, which has a sheet, by its name as well.
func (in input) recognise(start []byte) (*sheet, error) {
	if _, csv := tableName(in.path); csv && !bytes.HasPrefix(start, []byte("{")) {
		header, _, _ := bytes.Cut(start, newline)
		if bytes.IndexByte(header, 0) >= 0 {
			return nil, fmt.Errorf("%w: a binary file or UTF-16: expected CSV in UTF-8", graph.ErrInvalid)
		}
		f, entity, err := formOf(in.path)
		return &sheet{form: f, entity: entity}, err
	}
	return nil, recogniseStream(start)
}

// recogniseStream tells an org stream by its start.
func recogniseStream(start []byte) error {
	if bytes.IndexByte(start, 0) >= 0 {
		return fmt.Errorf("%w: a binary file: %s", graph.ErrInvalid, expected)
	}
	for line := range bytes.Lines(start) {
		line = bytes.TrimLeft(line, " \t\r\n")
		switch {
		case len(line) == 0 || line[0] == '#':
			continue
		case line[0] == '{':
			return nil
		default:
			return fmt.Errorf("%w: the first line is %q: %s", graph.ErrInvalid, clip(string(bytes.TrimSpace(line))), expected)
		}
	}
	return nil
}

// unpacker tells damage to compressed data from trouble with the file.
type unpacker struct{ io.Reader }

func (u unpacker) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	return n, unpackError(err)
}

func unpackError(err error) error {
	var file *os.PathError
	switch {
	case err == nil || err == io.EOF || errors.As(err, &file):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errCut
	case errors.Is(err, gzip.ErrHeader) || errors.Is(err, zstd.ErrMagicMismatch):
		return fmt.Errorf("%w: not compressed as its name says, or followed by something else: %w", graph.ErrInvalid, err)
	}
	return fmt.Errorf("%w: the compressed data is damaged: %w", graph.ErrInvalid, err)
}
