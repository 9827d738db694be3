package store

import (
	"encoding/binary"
	"errors"
)

// reader takes numbers and bytes off a payload; the first error stays.
type reader struct {
	rest []byte
	err  error
}

func (in *reader) uvarint() uint64 {
	if in.err != nil {
		return 0
	}
	value, n := binary.Uvarint(in.rest)
	if n <= 0 {
		in.fail("number")
		return 0
	}
	in.rest = in.rest[n:]
	return value
}

func (in *reader) bytes(n uint64) []byte {
	if in.err != nil {
		return nil
	}
	if n > uint64(len(in.rest)) {
		in.fail("length")
		return nil
	}
	taken := in.rest[:n]
	in.rest = in.rest[n:]
	return taken
}

func (in *reader) fail(what string) {
	if in.err == nil {
		in.err = errors.New("malformed " + what)
	}
	in.rest = nil
}

// finish is the first error; bytes left over are one.
func (in *reader) finish() error {
	if in.err == nil && len(in.rest) > 0 {
		in.fail("end")
	}
	return in.err
}
