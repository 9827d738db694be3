package loader

import (
	"bytes"
	"encoding"
	"fmt"
	"math"
	"strconv"

	"github.com/accessindex/ambit/graph"
)

// maxCached is how many texts a cache knows.
const maxCached = 1 << 15

// cache remembers what texts stand for, since the lines of a file name few things many times.
type cache[T any] map[string]T

func (c cache[T]) get(text []byte, parse func(string) (T, error)) (T, error) {
	if value, ok := c[string(text)]; ok {
		return value, nil
	}
	key := string(text)
	value, err := parse(key)
	if err == nil {
		if len(c) >= maxCached {
			clear(c)
		}
		c[key] = value
	}
	return value, err
}

// read reads a string that a cache may know.
func read[T any](d *decoder, c cache[T], parse func(string) (T, error)) T {
	var value T
	if text, ok := d.str(); ok {
		var err error
		if value, err = c.get(text, parse); err != nil {
			d.fault(string(text), err)
		}
	}
	return value
}

// str reads a string; what is none is refused.
func (d *decoder) str() (text []byte, ok bool) {
	if d.sheet != nil {
		return d.cell, true
	}
	if d.peek() != '"' {
		d.mismatch("a string")
		return nil, false
	}
	text = d.quoted()
	return text, d.err == nil
}

// skip reads any value and is its text.
func (d *decoder) skip() []byte {
	if d.sheet != nil {
		return d.cell
	}
	return d.cursor.skip()
}

// word reads a value that is no string, list or object, without asking what it is.
func (d *decoder) word() []byte {
	if d.sheet != nil {
		return d.cell
	}
	return d.cursor.word()
}

// id reads the id of the object itself (1.14).
func (d *decoder) id() string {
	text, ok := d.str()
	if !ok {
		return ""
	}
	id := string(text)
	if err := graph.CheckID(id); err != nil {
		d.fault(id, err)
	}
	return id
}

// reference reads the id of another object (1.14).
func (d *decoder) reference() string { return read(d, d.ids, checkID) }

// entity reads the name of an entity (1.14).
func (d *decoder) entity() string { return read(d, d.entities, checkEntity) }

// principal reads a user or a team (1.15).
func (d *decoder) principal() graph.Principal {
	p := d.grantee()
	if p == graph.Organization {
		d.fault(p.String(), fmt.Errorf("%w: want user:ID or team:ID", graph.ErrInvalid))
	}
	return p
}

// grantee reads a principal, the organization included (1.15).
func (d *decoder) grantee() graph.Principal { return read(d, d.principals, graph.ParsePrincipal) }

// ref reads ENTITY:ID (1.15). Entities are few, ids are not.
func (d *decoder) ref() graph.Ref {
	text, ok := d.str()
	if !ok {
		return graph.Ref{}
	}
	name, id, found := bytes.Cut(text, []byte(":"))
	entity, err := d.entities.get(name, checkEntity)
	ref := graph.RecordRef(entity, string(id))
	if !found || err != nil || graph.CheckID(ref.ID) != nil {
		_, err = graph.ParseRef(string(text))
		d.fault(string(text), err)
		return graph.Ref{}
	}
	return ref
}

// label reads a name that does not identify (5.3).
func (d *decoder) label() string {
	text, _ := d.str()
	return string(text)
}

// flag reads true or false.
func (d *decoder) flag() bool {
	start := d.pos
	switch string(d.word()) {
	case "true":
		return true
	case "false":
		return false
	}
	d.pos = start
	d.peek()
	d.mismatch("true or false")
	return false
}

// number reads a whole number of at least least.
func (d *decoder) number(least int64) int {
	text := string(d.skip())
	n, err := strconv.ParseInt(text, 10, 32)
	if d.err == nil && (err != nil || n < least) {
		d.fault(text, fmt.Errorf("%w: want a whole number from %d to %d", graph.ErrInvalid, least, math.MaxInt32))
	}
	return int(n)
}

// enum reads one of the names that a type knows.
func (d *decoder) enum(into encoding.TextUnmarshaler) {
	if text, ok := d.str(); ok {
		if err := into.UnmarshalText(text); err != nil {
			d.fault(string(text), err)
		}
	}
}

func checkID(id string) (string, error) { return id, graph.CheckID(id) }

func checkEntity(name string) (string, error) { return name, graph.CheckEntityName(name) }
