package loader

import (
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// Op is what a line of an apply file does (section 15).
type Op string

// The operations.
const (
	OpPut    Op = "put"    // states the fact of the line; the default
	OpDelete Op = "delete" // removes the object that the line identifies
	OpBegin  Op = "begin"  // starts a batch of several changes
	OpCommit Op = "commit" // ends it
)

// identities are the fields that identify an object of a kind, and all that a delete takes.
// Settings have none: they cannot be deleted.
func identities(kind string) []string {
	switch graph.Kind(kind) {
	case graph.KindMember:
		return []string{"team", "user"}
	case graph.KindRoleAssignment:
		return []string{"role", "principal", "business_unit"}
	case graph.KindShare:
		return []string{"record", "principal"}
	case graph.KindRelationship:
		return []string{"child", "lookup", "parent"}
	case graph.KindRecord:
		return []string{"entity", "id"}
	case graph.KindEntity, graph.KindPrivilege, graph.KindTask:
		return []string{"name"}
	}
	return []string{"id"}
}

// DecodeChange reads one line of an apply file, as FORMAT.md has it. For begin and commit there is no
// change. The error is a *ParseErrors whose entries have no file and no line.
func DecodeChange(line []byte) (Op, graph.Change, error) {
	op, change, faults := newChangeDecoder().change(line)
	if len(faults) > 0 {
		return "", nil, &ParseErrors{List: faults}
	}
	return op, change, nil
}

func newChangeDecoder() *decoder {
	d := newDecoder()
	d.changes = true
	return d
}

// change reads a line as a change.
func (d *decoder) change(line []byte) (Op, graph.Change, []*ParseError) {
	d.reset(line)
	kind, op := d.header()
	if d.err != nil || len(d.faults) > 0 {
		_, faults := d.body(kind)
		return "", nil, faults
	}
	switch Op(op) {
	case "", OpPut:
		o, faults := d.body(kind)
		return OpPut, graph.PutObject{Object: o}, faults
	case OpDelete:
		if graph.Kind(kind) == graph.KindSettings {
			d.refuse("op", op, fmt.Errorf("%w: settings cannot be deleted", graph.ErrInvalid))
		}
		d.identity = identities(kind)
		o, faults := d.body(kind)
		return OpDelete, graph.DeleteObject{Object: o}, faults
	case OpBegin, OpCommit:
		if kind != "" {
			d.refuse("kind", kind, fmt.Errorf("%w: no such field", graph.ErrInvalid))
		}
		d.members(func([]byte) bool { return false })
		d.end()
	default:
		d.refuse("op", op, fmt.Errorf("%w: no such op, want put, delete, begin or commit", graph.ErrInvalid))
	}
	if d.err != nil {
		d.faults = append(d.faults, &ParseError{Err: d.err})
	}
	return Op(op), nil, d.faults
}
