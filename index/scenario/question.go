package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// question is a question and the answer it must get.
type question struct {
	verb  *verb
	args  []string          // as many as the verb takes
	flags map[string]string // "" for those without a value
	want  answer
}

// answers is what stands behind the arrow.
type answers struct{ words []word }

// parseQuestion reads a question; there are answers where there is an arrow.
func parseQuestion(words []word) (question, *answers, error) {
	var behind *answers
	if i := slices.IndexFunc(words, func(w word) bool { return w.is("=>") }); i >= 0 {
		words, behind = words[:i], &answers{words[i+1:]}
	}
	v, words, err := findVerb(words)
	if err != nil {
		return question{}, nil, err
	}
	q := question{verb: v, flags: map[string]string{}}
	for len(words) > 0 {
		used, err := q.take(words)
		if err != nil {
			return question{}, nil, err
		}
		words = words[used:]
	}
	if len(q.args) != len(v.takes) {
		return question{}, nil, fmt.Errorf("%w: want %s", graph.ErrInvalid, v.usage())
	}
	return q, behind, q.exclude()
}

// findVerb finds the verb that a question begins with.
func findVerb(words []word) (*verb, []word, error) {
	if len(words) == 0 {
		return nil, nil, fmt.Errorf("%w: no question", graph.ErrInvalid)
	}
	name, used := words[0].text, 1
	if name == "can" && len(words) > 1 {
		name, used = "can "+words[1].text, 2
	}
	for _, v := range verbs() {
		if v.name == name && !words[0].quoted {
			return &v, words[used:], nil
		}
	}
	return nil, nil, fmt.Errorf("%w: no question or statement is called %q", graph.ErrInvalid, name)
}

// take reads an argument, or a flag with its value.
func (q *question) take(words []word) (used int, err error) {
	name, value, together, isFlag := words[0].flag()
	if !isFlag {
		q.args = append(q.args, words[0].text)
		return 1, nil
	}
	valued, known := q.verb.flags[name]
	_, twice := q.flags[name]
	used = 1
	switch {
	case !known:
		return 0, fmt.Errorf("%w: %s takes no --%s: want %s", graph.ErrInvalid, q.verb.name, name, q.verb.usage())
	case twice:
		return 0, fmt.Errorf("%w: --%s stands twice", graph.ErrInvalid, name)
	case !valued && together:
		return 0, fmt.Errorf("%w: --%s takes no value", graph.ErrInvalid, name)
	case valued && !together && len(words) == 1:
		return 0, fmt.Errorf("%w: --%s takes a value", graph.ErrInvalid, name)
	case valued && !together:
		value, used = words[1].text, 2
	}
	q.flags[name] = value
	return used, nil
}

// exclude refuses values and pairs of flags that say nothing.
func (q *question) exclude() error {
	if _, err := q.limit(); err != nil {
		return err
	}
	if q.has("count") && q.has("limit") {
		return fmt.Errorf("%w: --count does not go with --limit", graph.ErrInvalid)
	}
	return nil
}

func (q *question) has(flag string) bool {
	_, has := q.flags[flag]
	return has
}

// form is that of the answer.
func (q *question) form() form {
	if q.has("count") {
		return number
	}
	return q.verb.form
}

// String is the question as a scenario has it, without an answer.
func (q *question) String() string {
	words := []string{q.verb.name}
	for _, arg := range q.args {
		words = append(words, quote(arg))
	}
	for _, name := range slices.Sorted(keys(q.verb.flags)) {
		if value, has := q.flags[name]; has {
			words = append(words, "--"+name)
			if q.verb.flags[name] {
				words = append(words, quote(value))
			}
		}
	}
	return strings.Join(words, " ")
}
