package scenario

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader"
)

// batch is changes that take effect together.
type batch struct{ loader.Batch }

// refusal is a change or a question that must be refused with an error.
type refusal struct {
	want  sentinel
	batch batch    // one change, or
	asked question // a question without an answer
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

// parseRefusal reads what stands behind the word error.
func parseRefusal(at *loader.Batch, text, rest string) (statement, string, error) {
	name, rest := cut(rest)
	i := slices.IndexFunc(sentinels(), func(s sentinel) bool { return s.name == name })
	if i < 0 {
		return nil, "", fmt.Errorf("%w: no error is called %q", graph.ErrInvalid, name)
	}
	r := refusal{want: sentinels()[i]}
	if !strings.HasPrefix(rest, "{") {
		words, err := split(rest)
		if err != nil {
			return nil, "", err
		}
		asked, answers, err := parseQuestion(words)
		if err == nil && answers != nil {
			err = fmt.Errorf("%w: a question that is refused has no answer beside it", graph.ErrInvalid)
		}
		r.asked = asked
		return r, "error " + name + " " + asked.String(), err
	}
	line, err := alone(rest)
	if err != nil {
		return nil, "", err
	}
	op, change, err := loader.DecodeChange([]byte(line))
	if err != nil {
		return nil, "", err
	}
	if change == nil {
		return nil, "", fmt.Errorf("%w: error takes one change, not %s", graph.ErrInvalid, op)
	}
	r.batch = batch{one(at, change)}
	return r, "error " + name + " " + line, nil
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
