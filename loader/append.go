package loader

import (
	"maps"
	"slices"

	"github.com/accessindex/ambit/graph"
	"github.com/go-json-experiment/json/jsontext"
)

// AppendObject appends an object as a line of an org stream, without the line feed. Fields at their
// default are left out, rights stand in the order of rule 1.1 and the keys of maps in byte order;
// lists stand as they are given. Text that is not UTF-8 is mended with U+FFFD.
func AppendObject(dst []byte, o graph.Object) []byte {
	e := encoder{append(dst, `{"kind":"`...)}
	e.line = append(e.line, o.Kind()...)
	e.line = append(e.line, '"')
	switch o := o.(type) {
	case graph.Record:
		e.record(o)
	case graph.RecordShare:
		e.share(o)
	case graph.Settings:
		e.settings(o)
	case graph.Entity:
		e.entity(o)
	case graph.BusinessUnit:
		e.businessUnit(o)
	case graph.Position:
		e.position(o)
	case graph.User:
		e.user(o)
	case graph.Team:
		e.team(o)
	case graph.Member:
		e.member(o)
	case graph.Privilege:
		e.privilege(o)
	case graph.Role:
		e.role(o)
	case graph.RoleAssignment:
		e.roleAssignment(o)
	case graph.Relationship:
		e.relationship(o)
	case graph.Task:
		e.task(o)
	}
	return append(e.line, '}')
}

// encoder appends the members of an object.
type encoder struct{ line []byte }

// key appends a comma and a key, which needs no escape.
func (e *encoder) key(key string) {
	e.line = append(e.line, ',', '"')
	e.line = append(e.line, key...)
	e.line = append(e.line, '"', ':')
}

// text appends a member that is required.
func (e *encoder) text(key, value string) {
	e.key(key)
	e.line = appendQuoted(e.line, value)
}

// textUnless appends a member unless it is empty or at its default.
func (e *encoder) textUnless(key, value, standard string) {
	if value != "" && value != standard {
		e.text(key, value)
	}
}

// flagUnless appends a member unless it is at its default.
func (e *encoder) flagUnless(key string, value, standard bool) {
	if value != standard {
		e.key(key)
		if value {
			e.line = append(e.line, "true"...)
		} else {
			e.line = append(e.line, "false"...)
		}
	}
}

// list appends a list.
func list[T any](e *encoder, key string, elements []T, element func(T)) {
	e.key(key)
	e.line = append(e.line, '[')
	for i, each := range elements {
		if i > 0 {
			e.line = append(e.line, ',')
		}
		element(each)
	}
	e.line = append(e.line, ']')
}

// entries appends an object with its keys in byte order.
func entries[T any](e *encoder, key string, values map[string]T, value func(T) string) {
	e.key(key)
	e.line = append(e.line, '{')
	for i, name := range slices.Sorted(maps.Keys(values)) {
		if i > 0 {
			e.line = append(e.line, ',')
		}
		e.line = append(appendQuoted(e.line, name), ':')
		e.line = appendQuoted(e.line, value(values[name]))
	}
	e.line = append(e.line, '}')
}

// rights appends a list of rights.
func (e *encoder) rights(key string, rights graph.Rights) {
	e.key(key)
	separator := byte('[')
	for _, right := range graph.EachRight {
		if rights.Has(right) {
			e.line = append(e.line, separator)
			e.line = appendQuoted(e.line, right.String())
			separator = ','
		}
	}
	if separator == '[' {
		e.line = append(e.line, '[')
	}
	e.line = append(e.line, ']')
}

// ref appends a member that names a record or a principal, in its two parts.
func (e *encoder) ref(key, space, id string) {
	e.key(key)
	e.line = appendQuoted(e.line, space)
	e.line = append(e.line[:len(e.line)-1], ':')
	end := len(e.line)
	e.line = appendQuoted(e.line, id)
	e.line = append(e.line[:end], e.line[end+1:]...)
}

// principal appends a member that names a principal (1.15).
func (e *encoder) principal(key string, p graph.Principal) {
	switch p.Kind {
	case graph.UserPrincipal:
		e.ref(key, "user", p.ID)
	case graph.TeamPrincipal:
		e.ref(key, "team", p.ID)
	default:
		e.text(key, p.String())
	}
}

// appendQuoted appends a JSON string with no more escapes than JSON asks for.
func appendQuoted(dst []byte, text string) []byte {
	for i := range len(text) {
		if !plain[text[i]] {
			dst, _ = jsontext.AppendQuote(dst, text) // the error says that the text was mended
			return dst
		}
	}
	dst = append(dst, '"')
	dst = append(dst, text...)
	return append(dst, '"')
}
