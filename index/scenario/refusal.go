package scenario

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// refusal is a change or a question that must be refused with an error.
type refusal struct {
	want      sentinel
	batch     batch    // changes, or
	malformed bool     // the text of one, which the reader refused as wanted, or
	asked     question // a question without an answer
}

// sentinel is an error by its name.
type sentinel struct {
	name string
	err  error
}

// sentinels are the errors that a change or a question may be refused with.
func sentinels() []sentinel {
	return []sentinel{
		{"ErrUnknown", index.ErrUnknown},
		{"ErrInvalid", index.ErrInvalid},
		{"ErrDuplicate", index.ErrDuplicate},
		{"ErrCycle", index.ErrCycle},
		{"ErrRootBusinessUnit", index.ErrRootBusinessUnit},
		{"ErrNotDisabled", index.ErrNotDisabled},
		{"ErrNotEmpty", index.ErrNotEmpty},
		{"ErrOwnsRecords", index.ErrOwnsRecords},
		{"ErrSystemRole", index.ErrSystemRole},
		{"ErrDefaultTeam", index.ErrDefaultTeam},
		{"ErrTeamType", index.ErrTeamType},
		{"ErrAccessTeamOwns", index.ErrAccessTeamOwns},
		{"ErrAccessTeamRole", index.ErrAccessTeamRole},
		{"ErrRoleUnit", index.ErrRoleUnit},
		{"ErrDepthNotAllowed", index.ErrDepthNotAllowed},
		{"ErrOwnership", index.ErrOwnership},
		{"ErrRecordUnit", index.ErrRecordUnit},
		{"ErrCannotOwn", index.ErrCannotOwn},
		{"ErrNotShareable", index.ErrNotShareable},
		{"ErrStaleOrigin", index.ErrStaleOrigin},
	}
}

// parseRefusal reads what stands behind the word error; text is all of it without a comment.
func parseRefusal(number int, rest string) (does statement, text string, err error) {
	name, rest := cut(rest)
	i := slices.IndexFunc(sentinels(), func(s sentinel) bool { return s.name == name })
	if i < 0 {
		return nil, "", fmt.Errorf("%w: no error is called %q", graph.ErrInvalid, name)
	}
	r := refusal{want: sentinels()[i]}
	if strings.HasPrefix(rest, "{") {
		text, err = r.parseChanges(number, rest)
	} else {
		text, err = r.parseQuestion(rest)
	}
	return r, "error " + name + " " + text, err
}

func (r *refusal) parseChanges(number int, text string) (string, error) {
	b, rest, err := parseBatch(number, text)
	switch {
	case errors.Is(err, r.want.err):
		r.malformed = true
	case err != nil:
		return "", err
	}
	r.batch = b
	return b.String(), end(rest)
}

func (r *refusal) parseQuestion(text string) (string, error) {
	words, err := split(text)
	if err != nil {
		return "", err
	}
	asked, answers, err := parseQuestion(words)
	if err != nil {
		return "", err
	}
	if answers != nil {
		return "", fmt.Errorf("%w: a question that is refused has no answer beside it", graph.ErrInvalid)
	}
	r.asked = asked
	return asked.String(), nil
}

// named is an error with the names of all the sentinels that it wraps.
func named(err error) string {
	var names []string
	for _, each := range sentinels() {
		if errors.Is(err, each.err) {
			names = append(names, each.name)
		}
	}
	text := strings.ReplaceAll(err.Error(), "\n", "; ")
	if names == nil {
		return text
	}
	return strings.Join(names, ", ") + ": " + text
}
