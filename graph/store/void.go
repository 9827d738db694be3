package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4/table"
)

// manifestHead is the magic of a manifest. After it come records: length and checksum, four bytes each with the
// first byte highest, and as many bytes of a protocol buffer.
const manifestHead = 8

// voidMissing makes the last record of the manifest say nothing where it names a table that is not there. Badger
// writes the record, and removes the table if the sync after it fails; the record may be there all the
// same, and at the next Open would name a table that is missing. What was in the table is still where it came
// from. A record that was written in part is made to say nothing likewise, or removed; after that Badger must
// not write another, and goesOn is false.
func voidMissing(dir string) (goesOn bool, err error) {
	f, err := os.OpenFile(filepath.Join(dir, manifestName), os.O_RDWR, 0)
	if err != nil {
		return false, err
	}
	defer f.Close()
	manifest, err := io.ReadAll(f)
	if err != nil {
		return false, err
	}
	at, last, end := manifestHead, []byte(nil), min(len(manifest), manifestHead)
	for rest := manifest[min(len(manifest), manifestHead):]; len(rest) >= 8; {
		size := int64(binary.BigEndian.Uint32(rest))
		if size > int64(len(rest)-8) {
			break
		}
		at, last, rest = len(manifest)-len(rest), rest[8:8+size], rest[8+size:]
		end = at + 8 + len(last)
	}
	switch torn := len(manifest) - end; {
	case torn == 8 || torn > 9: // Badger goes on behind it; in one byte there is no field
		at, last = end, manifest[end+8:]
	case torn > 0:
		return false, f.Truncate(int64(end))
	case !namesMissing(dir, last):
		return true, nil
	}
	if _, err := f.WriteAt(voidRecord(len(last)), int64(at)); err != nil {
		return false, err
	}
	if err := f.Sync(); err != nil {
		return false, fmt.Errorf("sync %s: %w", manifestName, err)
	}
	return true, nil
}

// voidRecord is a record of as many bytes with a field that nobody knows.
func voidRecord(size int) []byte {
	body := make([]byte, size)
	for i := 0; i+1 < size; i += 2 {
		body[i] = 15 << 3 // field 15, the number 0
	}
	if size%2 == 1 && size > 2 {
		copy(body[size-3:], []byte{15 << 3, 0x80, 0}) // in two bytes
	}
	record := binary.BigEndian.AppendUint32(nil, uint32(size))
	record = binary.BigEndian.AppendUint32(record, checksum(nil, body))
	return append(record, body...)
}

// namesMissing reports whether a record creates a table whose file is not there.
func namesMissing(dir string, record []byte) bool {
	for change := range fields(record) {
		if change.number != 1 {
			continue
		}
		var id uint64
		deletes := false
		for each := range fields(change.bytes) {
			switch each.number {
			case 1:
				id = each.value
			case 2:
				deletes = each.value == 1
			}
		}
		if _, err := os.Stat(table.NewFilename(id, dir)); !deletes && os.IsNotExist(err) {
			return true
		}
	}
	return false
}

// field is one of a protocol buffer: a number or bytes.
type field struct {
	number uint64
	value  uint64
	bytes  []byte
}

// fields walks a protocol buffer up to what it does not understand.
func fields(buffer []byte) func(yield func(field) bool) {
	return func(yield func(field) bool) {
		in := bytes.NewReader(buffer)
		for {
			tag, err := binary.ReadUvarint(in)
			if err != nil {
				return
			}
			value, err := binary.ReadUvarint(in)
			if err != nil {
				return
			}
			each := field{number: tag >> 3, value: value}
			switch tag & 7 {
			case 0:
			case 2:
				if value > uint64(in.Len()) {
					return
				}
				from := len(buffer) - in.Len()
				each.bytes = buffer[from : from+int(value)]
				_, _ = in.Seek(int64(value), io.SeekCurrent)
			default:
				return
			}
			if !yield(each) {
				return
			}
		}
	}
}
