package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// shift is on how many records of an entity a user would gain or lose a right.
type shift struct {
	does   string // gains or loses
	user   string
	right  graph.Right
	entity string
	count  int
}

// String is the shift as a scenario has it.
func (s shift) String() string {
	return fmt.Sprintf("%s %s %s %s %d", s.does, quote(s.user), s.right, quote(s.entity), s.count)
}

// about puts shifts in order, whatever their number. Case makes no difference to entities (1.14).
func (s shift) about(other shift) int {
	return cmp.Or(
		cmp.Compare(s.user, other.user),
		cmp.Compare(strings.ToLower(s.entity), strings.ToLower(other.entity)),
		cmp.Compare(s.right, other.right),
		cmp.Compare(s.does, other.does))
}

// compare puts shifts in order.
func (s shift) compare(other shift) int {
	return cmp.Or(s.about(other), cmp.Compare(s.count, other.count))
}

// shifts are in the order of compare.
type shifts []shift

// String is the shifts as a scenario has them.
func (s shifts) String() string {
	if len(s) == 0 {
		return "none"
	}
	texts := make([]string, len(s))
	for i, each := range s {
		texts[i] = each.String()
	}
	return strings.Join(texts, "; ")
}

// without is the shifts that are not among others.
func (s shifts) without(others shifts) shifts {
	return slices.DeleteFunc(slices.Clone(s), func(each shift) bool {
		_, found := slices.BinarySearchFunc(others, each, shift.compare)
		return found
	})
}

// difference tells the shifts wanted from those that came. Where there are none on one side it says
// nothing, which is plain to see.
func (s shifts) difference(got shifts) string {
	if len(s) == 0 || len(got) == 0 {
		return ""
	}
	var parts []string
	if missing := s.without(got); len(missing) > 0 {
		parts = append(parts, "missing "+missing.String())
	}
	if more := got.without(s); len(more) > 0 {
		parts = append(parts, "not wanted "+more.String())
	}
	return strings.Join(parts, "; ")
}

// parseShifts reads the answer of a dry-run.
func parseShifts(words []word) (shifts, error) {
	if len(words) == 1 && words[0].is("none") {
		return nil, nil
	}
	var found shifts
	for _, each := range atSemicolons(words) {
		one, err := parseShift(each)
		if err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	slices.SortFunc(found, shift.compare)
	for i, each := range found[1:] {
		if each.about(found[i]) == 0 {
			return nil, fmt.Errorf("%w: %s %s %s %s stands twice", graph.ErrInvalid, each.does, quote(each.user), each.right, quote(each.entity))
		}
	}
	return found, nil
}

// atSemicolons cuts words into lists, at every semicolon that is not in quotes.
func atSemicolons(words []word) [][]word {
	lists := [][]word{nil}
	for _, w := range words {
		pieces := []string{w.text}
		if !w.quoted {
			pieces = strings.Split(w.text, ";")
		}
		for i, piece := range pieces {
			if i > 0 {
				lists = append(lists, nil)
			}
			if last := len(lists) - 1; w.quoted || piece != "" {
				lists[last] = append(lists[last], word{piece, w.quoted})
			}
		}
	}
	return lists
}

func parseShift(words []word) (one shift, err error) {
	if len(words) != 5 || !words[0].is("gains") && !words[0].is("loses") {
		return shift{}, fmt.Errorf("%w: the answer is none, or a list of gains|loses USER RIGHT ENTITY COUNT with ; between", graph.ErrInvalid)
	}
	one = shift{does: words[0].text, user: words[1].text, entity: words[3].text}
	if one.right, err = graph.ParseRight(words[2].text); err != nil {
		return shift{}, err
	}
	if one.count, err = strconv.Atoi(words[4].text); err != nil || one.count < 1 {
		return shift{}, fmt.Errorf("%w: %q is no number of records from 1", graph.ErrInvalid, words[4].text)
	}
	return one, nil
}
