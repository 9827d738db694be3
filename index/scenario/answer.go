package scenario

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// answer is the words of an answer, in an order in which equal answers are equal: ids by bytes, rights in
// the order of rule 1.1, a decision before what may stand behind it.
type answer []string

// denied is the answer no.
func denied() answer { return answer{index.Deny.String()} }

// String is the answer as a scenario has it.
func (a answer) String() string {
	if len(a) == 0 {
		return "nothing"
	}
	words := make([]string, len(a))
	for i, each := range a {
		words[i] = quote(each)
	}
	return strings.Join(words, " ")
}

// form is the form of an answer.
type form uint8

const (
	decision form = iota // allow or deny
	ids
	number
	rights
)

// reason is what may stand behind deny.
type reason uint8

const (
	noReason      reason = iota
	aStage               // of rule 3.18
	thePrivileges        // that a task misses, in any order
)

// nothing is the answer to what cannot be asked (3.15).
func (f form) nothing() answer {
	switch f {
	case decision:
		return denied()
	case number:
		return answer{"0"}
	}
	return answer{}
}

// of is the answer of a set of ids, as ids or as their number.
func (f form) of(length int, all iter.Seq[string]) answer {
	if f == number {
		return answer{strconv.Itoa(length)}
	}
	return slices.AppendSeq(answer{}, all).sorted()
}

func (a answer) sorted() answer {
	slices.Sort(a)
	return a
}

// parse reads an answer.
func (f form) parse(words []word, because reason) (answer, error) {
	switch f {
	case decision:
		return parseDecision(words, because)
	case number:
		if len(words) == 1 {
			if n, err := strconv.Atoi(words[0].text); err == nil && n >= 0 {
				return answer{strconv.Itoa(n)}, nil
			}
		}
		return nil, fmt.Errorf("%w: the answer is a number", graph.ErrInvalid)
	case rights:
		return parseRights(words)
	}
	found := answer{}
	for _, w := range words {
		found = append(found, w.text)
	}
	for i, each := range found.sorted() {
		if i > 0 && each == found[i-1] {
			return nil, fmt.Errorf("%w: %q stands twice", graph.ErrInvalid, each)
		}
	}
	return found, nil
}

func parseRights(words []word) (answer, error) {
	var mask graph.Rights
	for _, w := range words {
		r, err := graph.ParseRight(w.text)
		if err != nil {
			return nil, err
		}
		if mask.Has(r) {
			return nil, fmt.Errorf("%w: %s stands twice", graph.ErrInvalid, r)
		}
		mask |= graph.Rights(r)
	}
	return answer(strings.Fields(mask.String())), nil
}

func parseDecision(words []word, because reason) (answer, error) {
	switch {
	case len(words) == 1 && words[0].is("allow"):
		return answer{"allow"}, nil
	case len(words) == 0 || !words[0].is("deny"):
		return nil, fmt.Errorf("%w: the answer is allow or deny", graph.ErrInvalid)
	}
	var behind []string
	for _, w := range words[1:] {
		behind = append(behind, w.text)
	}
	stages := []string{string(index.StageInactive), string(index.StageGate), string(index.StageReach)}
	switch {
	case len(behind) == 0, because == thePrivileges, because == aStage && len(behind) == 1 && slices.Contains(stages, behind[0]):
		return append(denied(), because.sorted(behind)...), nil
	case because == aStage:
		return nil, fmt.Errorf("%w: behind deny may stand %s", graph.ErrInvalid, strings.Join(stages, ", "))
	}
	return nil, fmt.Errorf("%w: nothing stands behind deny", graph.ErrInvalid)
}

// sorted is what stands behind deny in a fixed order. Case makes no difference to privileges (1.14).
func (r reason) sorted(behind []string) []string {
	if r == thePrivileges {
		slices.SortFunc(behind, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	}
	return behind
}

// meets reports whether an answer is the one wanted, which may say less: deny alone, whatever the reason.
func (a answer) meets(want answer, f form) bool {
	if f == decision && len(want) == 1 && len(a) > 0 {
		return a[0] == want[0]
	}
	return slices.EqualFunc(a, want, func(got, want string) bool {
		return got == want || f == decision && strings.EqualFold(got, want)
	})
}
