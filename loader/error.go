package loader

import (
	"errors"
	"fmt"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// ParseError says which line was refused, and why. It unwraps to one of the errors of package graph.
type ParseError struct {
	File   string // as given or found in a directory; "stdin" for standard input
	Line   int    // from 1; 0 where it is the file as a whole
	Object string // the kind and identity of the object, such as `user "u1"`, as far as they are known
	Field  string // the field at fault, such as overrides[0].depth, where there is one
	Value  string // its value, shortened
	Also   string // FILE:LINE of the other object, where two claim one place
	Err    error

	source uint32 // number of the file
	ends   bool   // what comes after it in the file cannot be told
}

// Error is FILE:LINE and then the object, the field and the value at fault.
func (e *ParseError) Error() string {
	var text strings.Builder
	if e.File != "" {
		text.WriteString(e.File)
		if e.Line > 0 {
			fmt.Fprintf(&text, ":%d", e.Line)
		}
		text.WriteString(": ")
	}
	if e.Object != "" {
		text.WriteString(e.Object + ": ")
	}
	if e.Field != "" {
		text.WriteString(e.Field)
		if e.Value != "" {
			fmt.Fprintf(&text, " %q", e.Value)
		}
		text.WriteString(": ")
	}
	fmt.Fprintf(&text, "%v", e.Err)
	if e.Also != "" {
		fmt.Fprintf(&text, ", see %s", e.Also)
	}
	return text.String()
}

// Unwrap is the reason.
func (e *ParseError) Unwrap() error { return e.Err }

// ParseErrors are the first errors of an input by file and line, at most graph.MaxErrors.
type ParseErrors struct {
	List []*ParseError
	More bool // there are further ones
}

// Error is one line for each error.
func (e *ParseErrors) Error() string {
	lines := make([]string, len(e.List), len(e.List)+1)
	for i, each := range e.List {
		lines[i] = each.Error()
	}
	if e.More {
		lines = append(lines, "and more")
	}
	return strings.Join(lines, "\n")
}

// Unwrap is the errors one by one, for errors.Is and errors.As.
func (e *ParseErrors) Unwrap() []error {
	list := make([]error, len(e.List))
	for i, each := range e.List {
		list[i] = each
	}
	return list
}

// facts is the refused facts that err holds.
func facts(err error) []*graph.FactError {
	if list := (graph.FactErrors)(nil); errors.As(err, &list) {
		return list
	}
	if one := (*graph.FactError)(nil); errors.As(err, &one) {
		return []*graph.FactError{one}
	}
	return nil
}

// parseError is a refused fact as an error of its line.
func parseError(fact *graph.FactError, file string, line int) *ParseError {
	return &ParseError{
		File: file, Line: line, Object: fact.Object,
		Field: fact.Field, Value: clip(fact.Value), Err: fact.Err,
	}
}

// clip shortens what an error quotes.
func clip(text string) string {
	const most = 80
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
