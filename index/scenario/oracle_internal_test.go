package scenario

import (
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// The answers of the scenarios were thought out, not taken from the index; the oracle, which shares no
// rule with it, is the second opinion on each.
func TestTheOracleAnswersAsTheScenariosSay(t *testing.T) {
	paths, err := Paths([]string{"../../testdata/scenarios"})
	require.NoError(t, err)
	asked := map[string]int{}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), extension), func(t *testing.T) {
			s, err := Read(path)
			require.NoError(t, err)
			o := indextest.New()
			var objects []graph.Object
			for _, each := range s.facts {
				objects = append(objects, each.object)
			}
			require.NoError(t, o.Load(objects))
			for _, each := range s.steps {
				judge(t, o, each, asked)
			}
		})
	}
	for _, v := range verbs() {
		require.Positive(t, asked[v.name], "no scenario asks %s", v.name)
	}
}

func judge(t *testing.T, o *indextest.Oracle, s step, asked map[string]int) {
	t.Helper()
	switch does := s.does.(type) {
	case batch:
		require.NoError(t, o.Apply(does.changes), "line %d", s.line)
	case question:
		asked[does.verb.name]++
		got, err := consult(o, does)
		require.NoError(t, err, "line %d: %s", s.line, s.text)
		want := does.want
		if does.form() == decision { // the oracle gives no reasons
			want = want[:1]
		}
		require.Equal(t, want.String(), got.String(), "line %d: %s", s.line, s.text)
	case rehearsal:
		after := o.Clone()
		require.NoError(t, after.Apply(does.batch.changes), "line %d", s.line)
		require.Equal(t, does.want.String(), shiftsOfOracles(o, after).String(), "line %d: %s", s.line, s.text)
	case refusal:
		err := error(nil)
		switch {
		case does.malformed: // it never came to be a change
			return
		case does.asked.verb == nil:
			err = o.Apply(does.batch.changes)
		default:
			_, err = consult(o, does.asked)
		}
		require.ErrorIs(t, err, does.want.err, "line %d: %s", s.line, s.text)
	}
}

// consult asks the oracle a question.
func consult(o *indextest.Oracle, q question) (answer, error) {
	var faults []error
	keep := func(err error) {
		if err != nil {
			faults = append(faults, err)
		}
	}
	right := func(text string) graph.Right {
		r, err := graph.ParseRight(text)
		keep(err)
		return r
	}
	ref := func(text string) graph.Ref {
		r, err := graph.ParseRef(text)
		keep(err)
		return r
	}
	principal := func(text string) graph.Principal {
		p, err := graph.ParsePrincipal(text)
		keep(err)
		return p
	}
	var may bool
	var list []string
	var err error
	args := q.args
	switch q.verb.name {
	case "check":
		may, err = o.Check(args[0], right(args[1]), ref(args[2]))
	case "list", "count":
		list, err = o.List(args[0], right(args[1]), args[2])
	case "who":
		list, err = o.Users(right(args[0]), ref(args[1]))
	case "rights":
		var mask graph.Rights
		mask, err = o.Rights(args[0], ref(args[1]))
		list = strings.Fields(mask.String())
	case "can create":
		var owner graph.Principal
		if q.has("owner") {
			owner = principal(q.flags["owner"])
		}
		may, err = o.CanCreate(args[0], args[1], owner, q.flags["business-unit"])
	case "can own":
		may, err = o.CanOwn(principal(args[0]), args[1])
	case "can assign":
		may, err = o.CanAssign(args[0], ref(args[1]), principal(args[2]))
	case "can share":
		mask, wrong := rightsOf(args[3])
		keep(wrong)
		may, err = o.CanShare(args[0], ref(args[1]), principal(args[2]), mask)
	case "can link":
		may, err = o.CanLink(args[0], ref(args[1]), ref(args[2]))
	case "task":
		may, err = o.CanDoTask(args[0], args[1], q.flags["entity"], q.has("offline"))
	}
	if len(faults) > 0 { // what was asked with them is no question
		err = errors.Join(faults...)
	}
	switch q.form() {
	case decision:
		return answer{map[bool]string{true: "allow", false: "deny"}[may]}, err
	case number:
		return answer{strconv.Itoa(len(list))}, err
	}
	if q.form() == ids {
		slices.Sort(list)
	}
	return list, err
}
