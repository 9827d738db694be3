package store

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// BackupError is why a backup is not taken. It unwraps to ErrFormat where it is no backup, or one of a newer
// version of the format or of the rules, and to ErrCorrupt where it is damaged, cut short, or goes on
// after its end.
type BackupError struct {
	Reason string
	Kind   error // ErrFormat or ErrCorrupt
}

// Error says what is wrong with the backup.
func (e *BackupError) Error() string { return "store: " + e.Reason }

// Unwrap is the kind of error.
func (e *BackupError) Unwrap() error { return e.Kind }

func damaged(format string, values ...any) error {
	return &BackupError{"backup is damaged: " + fmt.Sprintf(format, values...), ErrCorrupt}
}

// ReadBackup reads a backup to the end of the stream: the State, and the revision that it was of. What it
// refuses is a BackupError; an error of the reader is passed on. Memory is that of the State and of a
// page. Between pages it looks whether the context has ended.
func ReadBackup(ctx context.Context, r io.Reader) (*graph.State, graph.Revision, error) {
	in := &backupReader{from: bufio.NewReaderSize(r, backupBuffer), digest: sha256.New()}
	revision, pages, err := in.header()
	if err != nil {
		return nil, 0, err
	}
	to := graph.NewStateReader()
	for number := range pages {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		if err := in.page(number, to); err != nil {
			return nil, 0, err
		}
	}
	if err := in.end(); err != nil {
		return nil, 0, err
	}
	state, err := to.State()
	if err != nil {
		return nil, 0, damaged("%v", err)
	}
	return state, revision, nil
}

// backupReader takes the parts off a backup, and sums up what it took.
type backupReader struct {
	from    io.Reader
	digest  hash.Hash
	taken   []byte // what was taken last
	scratch []byte // for payloads
}

// take reads so many bytes, which are valid until the next are taken. Memory grows with what is there, so that
// a damaged length cannot ask for more.
func (in *backupReader) take(n int) ([]byte, error) {
	const step = 1 << 20
	in.taken = in.taken[:0]
	for len(in.taken) < n {
		have := len(in.taken)
		end := min(n, have+step)
		in.taken = slices.Grow(in.taken, end-have)[:end]
		if _, err := io.ReadFull(in.from, in.taken[have:]); err != nil {
			return nil, cutShort(err)
		}
	}
	in.digest.Write(in.taken)
	return in.taken, nil
}

// cutShort tells the end of a stream from other errors.
func cutShort(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return damaged("it is cut short")
	}
	return fmt.Errorf("store: reading backup: %w", err)
}

func (in *backupReader) header() (revision graph.Revision, pages uint32, err error) {
	magic, err := in.take(len(backupMagic))
	if err == nil && string(magic) != backupMagic {
		return 0, 0, &BackupError{"this is no backup of an index", ErrFormat}
	}
	if err != nil {
		return 0, 0, err
	}
	rest, err := in.take(backupHeader - len(backupMagic))
	if err != nil {
		return 0, 0, err
	}
	body, err := verify(nil, slices.Concat([]byte(backupMagic), rest))
	if err != nil {
		return 0, 0, damaged("header: %v", err)
	}
	body = body[len(backupMagic):]
	if format := binary.LittleEndian.Uint32(body); format < 1 || format > BackupVersion {
		return 0, 0, newer("format", format, BackupVersion)
	}
	if rules := binary.LittleEndian.Uint32(body[4:]); rules > graph.RulesVersion {
		return 0, 0, newer("rules version", rules, graph.RulesVersion)
	}
	return graph.Revision(binary.LittleEndian.Uint64(body[8:])), binary.LittleEndian.Uint32(body[16:]), nil
}

func newer(what string, is, known uint32) error {
	return &BackupError{fmt.Sprintf("backup of %s %d, this program reads %d", what, is, known), ErrFormat}
}

// page reads the next page.
func (in *backupReader) page(number uint32, to *graph.StateReader) error {
	length, err := in.take(4)
	if err != nil {
		return err
	}
	size := binary.LittleEndian.Uint32(length)
	if size > maxSealed {
		return damaged("page %d: %d bytes", number, size)
	}
	value, err := in.take(int(size))
	if err != nil {
		return err
	}
	body, err := verify(backupPlace(number), value)
	if err == nil {
		body, err = unpack(&in.scratch, body)
	}
	payload := reader{rest: body}
	section := payload.bytes(payload.uvarint())
	key := graph.PageKey{Section: string(section), Number: uint32(payload.uvarint())}
	if err == nil {
		err = payload.err
	}
	if err == nil {
		err = to.Add(key, payload.rest)
	}
	if err != nil {
		return damaged("page %d: %v", number, err)
	}
	return nil
}

// end reads the digest of all before, after which nothing may come.
func (in *backupReader) end() error {
	want := in.digest.Sum(nil)
	got, err := in.take(len(want))
	if err != nil {
		return err
	}
	if !bytes.Equal(want, got) {
		return damaged("its digest does not match")
	}
	switch _, err := io.ReadFull(in.from, make([]byte, 1)); {
	case err == nil:
		return damaged("it goes on after its end")
	case !errors.Is(err, io.EOF):
		return cutShort(err)
	}
	return nil
}
