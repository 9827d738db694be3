package loader

import (
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// Decode reads one line of an org stream, as FORMAT.md has it. The error is a *ParseErrors whose
// entries have no file and no line.
func Decode(line []byte) (graph.Object, error) {
	o, faults := newDecoder().decode(line)
	if len(faults) > 0 {
		return nil, &ParseErrors{List: faults}
	}
	return o, nil
}

// decoder decodes lines. It is reused from line to line for the sake of its caches.
type decoder struct {
	cursor
	changes  bool     // the line is a change: it may have an op
	identity []string // in a delete the fields that may stand there, otherwise nil
	path     []step   // where in the object the cursor is
	keys     [][]byte // the keys met so far in the objects that are open
	faults   []*ParseError

	sheet *sheet   // where the cells stand, nil for a line of JSON
	cells [][]byte // of the row
	cell  []byte   // the one that is read

	ids        cache[string]
	entities   cache[string]
	principals cache[graph.Principal]
	rightNames cache[graph.Right]
}

func newDecoder() *decoder {
	return &decoder{
		ids: cache[string]{}, entities: cache[string]{},
		principals: cache[graph.Principal]{}, rightNames: cache[graph.Right]{},
	}
}

func (d *decoder) reset(line []byte) {
	d.cursor = cursor{text: line}
	d.path, d.keys, d.faults = d.path[:0], d.keys[:0], nil
	d.identity = nil
	d.sheet = nil
}

// decode reads a line as an object. It reports all that is wrong, up to the first error of syntax.
func (d *decoder) decode(line []byte) (graph.Object, []*ParseError) {
	d.reset(line)
	kind, _ := d.header()
	return d.body(kind)
}

// body reads the line once its kind is known.
func (d *decoder) body(kind string) (graph.Object, []*ParseError) {
	var o graph.Object
	if d.err == nil && len(d.faults) == 0 {
		o = d.object(kind)
		d.end()
	}
	if faults := d.conclude(o); len(faults) > 0 {
		return nil, faults
	}
	return o, nil
}

// conclude is all that is wrong with an object, of which there is as much as could be read.
func (d *decoder) conclude(o graph.Object) []*ParseError {
	if d.err != nil {
		d.faults = append(d.faults, &ParseError{Err: d.err})
	}
	if len(d.faults) > 0 && o != nil {
		name := o.String()
		for _, fault := range d.faults {
			fault.Object = name
		}
	}
	return d.faults
}

// header finds the kind and the op, wherever they stand, and goes back to the start.
func (d *decoder) header() (kind, op string) {
	d.expect('{')
	for first := true; d.more('}', first); first = false {
		key := d.quoted()
		d.expect(':')
		switch {
		case string(key) == "op" && d.changes:
			op = d.tag("op")
		case string(key) != "kind":
			d.skip()
		default:
			kind = d.tag("kind")
			if !d.changes { // there is nothing else to look for
				d.pos = 0
				return kind, ""
			}
		}
	}
	if d.err == nil {
		d.pos = 0
	}
	return kind, op
}

// tag reads the value of kind or op.
func (d *decoder) tag(field string) string {
	if d.peek() == '"' {
		text := d.quoted()
		for _, kind := range graph.Kinds {
			if string(kind) == string(text) {
				return string(kind)
			}
		}
		if d.err == nil && len(text) == 0 {
			d.refuse(field, "", fmt.Errorf("%w: empty", graph.ErrInvalid))
		}
		return string(text)
	}
	if value := d.skip(); d.err == nil {
		d.refuse(field, string(value), fmt.Errorf("%w: want a string", graph.ErrInvalid))
	}
	return ""
}
