package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// Result is what came of a scenario.
type Result struct {
	Questions int // that were asked; dry-run, reopen and verify among them
	Changes   int // that were made or refused, those of a batch one by one
	// Failures are the answers that are not those wanted.
	Failures []Finding
	// Warnings are the questions that got the answer wanted only because they cannot be asked: they name
	// something that is not there, or are malformed (3.15). It is often a typo.
	Warnings []Finding
}

// Finding is a line of a scenario and the answer it got.
type Finding struct {
	File     string
	Line     int
	Question string // or change
	Want     string
	Got      string
	// Difference is what is missing from a list of ids and what should not be in it.
	Difference string
}

// String is FILE:LINE, the question, the answer wanted and the one given.
func (f Finding) String() string {
	text := fmt.Sprintf("%s:%d: %s: want %s, got %s", f.File, f.Line, f.Question, f.Want, f.Got)
	if f.Difference != "" {
		text += " (" + f.Difference + ")"
	}
	return text
}

// difference tells two sorted lists of ids apart. Of empty ones it says nothing, which is plain to see.
func difference(want, got answer) string {
	if len(want) == 0 || len(got) == 0 {
		return ""
	}
	var parts []string
	if missing := without(want, got); len(missing) > 0 {
		parts = append(parts, "missing "+missing.String())
	}
	if more := without(got, want); len(more) > 0 {
		parts = append(parts, "not wanted "+more.String())
	}
	return strings.Join(parts, "; ")
}

// without is what is in a and not in b, both sorted.
func without(a, b answer) answer {
	var rest answer
	for _, each := range a {
		if _, found := slices.BinarySearch(b, each); !found {
			rest = append(rest, each)
		}
	}
	return rest
}
