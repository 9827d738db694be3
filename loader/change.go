package loader

import (
	"fmt"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// Op is what a line of an apply file does (section 15).
type Op string

// The operations: puts and deletes, the verbs, and the brackets around what takes effect together.
const (
	OpPut    Op = "put"    // states the fact of the line; the default
	OpDelete Op = "delete" // removes the object that the line identifies

	OpAssign             Op = "assign"              // a record to another owner (10.2)
	OpGrant              Op = "grant"               // rights on a record, beside those there are (11.4)
	OpModify             Op = "modify"              // rights on a record, in place of those there are (11.4)
	OpRevoke             Op = "revoke"              // what was granted (11.4)
	OpMove               Op = "move"                // a business unit below another parent (5.5)
	OpTransfer           Op = "transfer"            // a user or team to another business unit (7.3, 7.4)
	OpEnable             Op = "enable"              // a user or business unit (5.6, 7.1)
	OpDisable            Op = "disable"             // a user or business unit (5.6, 7.1)
	OpLink               Op = "link"                // a lookup of a record to its target (12.1)
	OpUnlink             Op = "unlink"              // a lookup of a record from its target (12.3)
	OpRecomputeInherited Op = "recompute_inherited" // the inherited rights of a record, or of all (12.6)

	OpBegin  Op = "begin"  // starts a batch of several changes
	OpCommit Op = "commit" // ends it
)

// ops are all operations.
var ops = []Op{
	OpPut, OpDelete, OpAssign, OpGrant, OpModify, OpRevoke, OpMove, OpTransfer, OpEnable, OpDisable,
	OpLink, OpUnlink, OpRecomputeInherited, OpBegin, OpCommit,
}

// errOp refuses an op that there is none of.
func errOp() error {
	names := make([]string, len(ops)-1)
	for i := range names {
		names[i] = string(ops[i])
	}
	return fmt.Errorf("%w: no such op, want %s or %s", graph.ErrInvalid, strings.Join(names, ", "), ops[len(ops)-1])
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

// change reads a line as a change. It reports all that is wrong, up to the first error of syntax.
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
	}
	if !slices.Contains(ops, Op(op)) {
		d.refuse("op", op, errOp())
		return "", nil, d.conclude(nil)
	}
	if kind != "" {
		d.refuse("kind", kind, fmt.Errorf("%w: no such field", graph.ErrInvalid))
	}
	change := d.verb(Op(op))
	d.end()
	var subject graph.Object
	if change != nil {
		subject = change.Subject()
	}
	return Op(op), change, d.conclude(subject)
}
