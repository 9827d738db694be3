package loader

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// step is a part of a field's name: a key, or an index where there is no key.
type step struct {
	key   []byte
	index int
}

// members reads an object: member reads the value of a known key, and is false for any other. What is
// required of a row of a CSV file, its columns say.
func (d *decoder) members(member func(key []byte) bool, required ...string) {
	if d.sheet != nil {
		d.fields(member)
		return
	}
	if d.peek() != '{' {
		d.mismatch("an object")
		return
	}
	d.pos++
	outer, base := len(d.path) == 0, len(d.keys)
	d.path = append(d.path, step{})
	for first := true; d.more('}', first); first = false {
		key := d.quoted()
		d.expect(':')
		if d.err != nil {
			break
		}
		d.path[len(d.path)-1].key = key
		switch {
		case d.met(base, key):
			d.drop(fmt.Errorf("%w: the field is given twice", graph.ErrDuplicate))
			continue
		case outer && (string(key) == "kind" || string(key) == "op" && d.changes):
			d.skip()
		case outer && d.identity != nil && !slices.Contains(d.identity, string(key)):
			d.drop(fmt.Errorf("%w: a delete takes nothing but %s", graph.ErrInvalid, strings.Join(d.identity, ", ")))
			continue
		case !member(key):
			d.drop(fmt.Errorf("%w: no such field", graph.ErrInvalid))
			continue
		}
		d.keys = append(d.keys, key)
	}
	for _, name := range required {
		wanted := !outer || d.identity == nil || slices.Contains(d.identity, name)
		if d.err == nil && wanted && !d.met(base, []byte(name)) {
			d.path[len(d.path)-1].key = []byte(name)
			d.fault("", fmt.Errorf("%w: the field is required", graph.ErrInvalid))
		}
	}
	d.keys, d.path = d.keys[:base], d.path[:len(d.path)-1]
}

// met reports whether the object whose keys start at base had the key before.
func (d *decoder) met(base int, key []byte) bool {
	for _, each := range d.keys[base:] {
		if bytes.Equal(each, key) {
			return true
		}
	}
	return false
}

// entries reads an object whose keys are data.
func (d *decoder) entries(entry func(key []byte)) {
	if d.peek() != '{' {
		d.mismatch("an object")
		return
	}
	d.pos++
	d.path = append(d.path, step{})
	for first := true; d.more('}', first); first = false {
		key := d.quoted()
		d.expect(':')
		if d.err == nil {
			d.path[len(d.path)-1].key = key
			entry(key)
		}
	}
	d.path = d.path[:len(d.path)-1]
}

// list reads a list.
func (d *decoder) list(element func()) {
	if d.sheet != nil {
		d.elements(element)
		return
	}
	if d.peek() != '[' {
		d.mismatch("a list")
		return
	}
	d.pos++
	d.path = append(d.path, step{})
	for i := 0; d.more(']', i == 0); i++ {
		d.path[len(d.path)-1].index = i
		element()
	}
	d.path = d.path[:len(d.path)-1]
}

// mismatch steps over a value of another type.
func (d *decoder) mismatch(want string) {
	err := fmt.Errorf("%w: want %s", graph.ErrInvalid, want)
	if bytes.HasPrefix(d.text[d.pos:], []byte("null")) {
		err = fmt.Errorf("%w: null is no value here, leave the field out", graph.ErrInvalid)
	}
	d.drop(err)
}

// drop steps over a value that is refused.
func (d *decoder) drop(err error) {
	value := d.skip()
	if d.err == nil {
		d.fault(string(value), err)
	}
}

// fault refuses the value of the field where the cursor is.
func (d *decoder) fault(value string, err error) {
	var field strings.Builder
	for _, each := range d.path {
		switch {
		case each.key == nil:
			fmt.Fprintf(&field, "[%d]", each.index)
		case field.Len() > 0:
			field.WriteString("." + clip(string(each.key)))
		default:
			field.WriteString(clip(string(each.key)))
		}
	}
	d.refuse(field.String(), value, err)
}

func (d *decoder) refuse(field, value string, err error) {
	d.faults = append(d.faults, &ParseError{Field: field, Value: clip(value), Err: err})
	if len(d.faults) > graph.MaxErrors {
		d.fail(errors.New("too many errors in one line"))
	}
}
