package export

import (
	"fmt"
	"slices"

	"github.com/accessindex/ambit/index"
)

// Format is how an export is written.
type Format uint8

const (
	// CSV is a row a user and record, after the header "user,record", as RFC 4180 has it but with lines that
	// end in a line feed alone. An id stands in quotes if it has a comma or a quote. Users who reach
	// nothing have no row.
	CSV Format = iota
	// NDJSON is a line a user, {"user":"ada","records":["a1","a2"]}, in UTF-8. Users who reach nothing have
	// an empty list.
	NDJSON
)

// names of the formats.
var names = []string{CSV: "csv", NDJSON: "ndjson"}

// String is the name of the format.
func (f Format) String() string {
	if f.valid() {
		return names[f]
	}
	return fmt.Sprintf("Format(%d)", uint8(f))
}

// ParseFormat reads the name of a format; another is ErrInvalid.
func ParseFormat(name string) (Format, error) {
	if i := slices.Index(names, name); i >= 0 {
		return Format(i), nil
	}
	return 0, fmt.Errorf("%w: export format %q", index.ErrInvalid, name)
}

func (f Format) valid() bool { return int(f) < len(names) }

// header is what stands before the first user.
func (f Format) header() string {
	if f == CSV {
		return "user,record\n"
	}
	return ""
}

// append adds the text of some of a user's records to dst.
func (f Format) append(dst []byte, p part) []byte {
	if f == CSV {
		return appendCSV(dst, p)
	}
	return appendNDJSON(dst, p)
}
