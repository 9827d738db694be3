package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// root says which pages the State of one revision consists of, and which log entries up to it are kept.
type root struct {
	revision graph.Revision
	next     uint64 // the first page name that was not given when the root was written
	kept     []stretch
	pages    []entry
}

// entry names a page: its value lies in the given number of parts under its name.
type entry struct {
	key   graph.PageKey
	name  uint64
	parts int
}

// encode is the value of the root: magic, format version, rules version, and the sealed rest.
func (r *root) encode() []byte {
	header := []byte(rootMagic)
	header = binary.LittleEndian.AppendUint32(header, FormatVersion)
	header = binary.LittleEndian.AppendUint32(header, graph.RulesVersion)

	body := binary.AppendUvarint(nil, uint64(r.revision))
	body = binary.AppendUvarint(body, r.next)
	body = appendStretches(body, r.kept)
	body = appendTable(body, r.pages)
	return seal(rootKey, header, body)
}

// decodeRoot reads a value of the root. A newer format or newer rules are ErrFormat, anything else that
// is not a root ErrCorrupt.
func decodeRoot(value []byte) (*root, error) {
	const header = len(rootMagic) + 8
	body, err := verify(rootKey, value)
	if err != nil || len(body) < header || string(body[:len(rootMagic)]) != rootMagic {
		return nil, fmt.Errorf("%w: root: %w", ErrCorrupt, errSeal)
	}
	format := binary.LittleEndian.Uint32(body[len(rootMagic):])
	if format < 1 || format > FormatVersion {
		return nil, fmt.Errorf("%w: format %d, this program reads %d", ErrFormat, format, FormatVersion)
	}
	if rules := binary.LittleEndian.Uint32(body[len(rootMagic)+4:]); rules > graph.RulesVersion {
		return nil, fmt.Errorf("%w: rules version %d, this program has %d", ErrFormat, rules, graph.RulesVersion)
	}
	payload, err := unpack(new([]byte), body[header:])
	if err != nil {
		return nil, fmt.Errorf("%w: root: %w", ErrCorrupt, err)
	}
	in := reader{rest: payload}
	r := &root{revision: graph.Revision(in.uvarint()), next: in.uvarint()}
	if format > 1 {
		r.kept = in.stretches(r.revision)
	}
	r.pages = in.table()
	if err := in.finish(); err != nil {
		return nil, fmt.Errorf("%w: root: %w", ErrCorrupt, err)
	}
	for _, each := range r.pages {
		if each.name >= r.next {
			return nil, fmt.Errorf("%w: root: %w", ErrCorrupt, errors.New("page name beyond the next"))
		}
	}
	return r, nil
}
