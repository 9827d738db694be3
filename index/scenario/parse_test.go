package scenario_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/scenario"
	"github.com/accessindex/ambit/loader"
)

// What is no scenario is refused with file and line.
func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		`check ben Read account:a1`:                       `check has no answer: want => and the answer`,
		`check ben Read account:a1 =>`:                    `the answer is allow or deny`,
		`check ben Read account:a1 => Allow`:              `the answer is allow or deny`,
		`check ben Read account:a1 => "deny"`:             `the answer is allow or deny`,
		`check ben Read account:a1 => deny door`:          `behind deny may stand inactive, gate, reach`,
		`check ben Read account:a1 => deny gate reach`:    `behind deny may stand inactive, gate, reach`,
		`check ben Read => deny`:                          `want check USER RIGHT ENTITY:ID`,
		`check ben Read account:a1 now => deny`:           `want check USER RIGHT ENTITY:ID`,
		`check --user ben Read account:a1 => deny`:        `check takes no --user: want check USER RIGHT ENTITY:ID`,
		`check ben Read account:a1 --at-least 3 => allow`: `check takes no --at-least: want check USER RIGHT ENTITY:ID`,
		`can own user:ben account => deny reach`:          `nothing stands behind deny`,
		`can fly ben => allow`:                            `no question or statement is called "can fly"`,
		`can`:                                             `no question or statement is called "can"`,
		`chekc ben Read account:a1 => deny`:               `no question or statement is called "chekc"`,
		`"check" ben Read account:a1 => deny`:             `no question or statement is called "check"`,
		`explain ben Read account:a1 => allow`:            `no question or statement is called "explain"`,
		`=> allow`:                                        `no question`,
		`list ben Read account --limit 0 =>`:              `--limit "0" is no number from 1`,
		`list ben Read account --limit =>`:                `--limit takes a value`,
		`list ben Read account --count=yes => 1`:          `--count takes no value`,
		`list ben Read account --count --count => 1`:      `--count stands twice`,
		`list ben Read account --count --limit 1 => 1`:    `--count does not go with --limit`,
		`list ben Read account --page p1 => a1`:           `list takes no --page: want list USER RIGHT ENTITY [--count] [--limit …] [--within …]`,
		`list ben Read account => a1 a2 a1`:               `"a1" stands twice`,
		`count ben Read account => many`:                  `the answer is a number`,
		`count ben Read account => -1`:                    `the answer is a number`,
		`rights ben account:a1 => Read Read`:              `Read stands twice`,
		`rights ben account:a1 => Reed`:                   `unknown: right "Reed"`,
		`check "ben Read account:a1 => deny`:              `"ben Read account:a1 => deny is not in JSON quotes`,
		`check "ben"x Read account:a1 => deny`:            `no blank after "ben"`,
		"check \"b\\x\" Read account:a1 => deny":          `is not in JSON quotes`,
		"check \xff Read account:a1 => deny":              `not UTF-8`,
		`error ErrNone {"kind":"user","id":"u"}`:          `no error is called "ErrNone"`,
		`error`:                                           `no error is called ""`,
		`error ErrCycle`:                                  `no question`,
		`error ErrCycle {"op":"begin"}`:                   `a change is wanted, not begin`,
		`error ErrCycle {"kind":"user","id":"u"} x`:       `"x" after the object`,
		`error ErrCycle {"kind":"user","id":"u"} {`:       `the line ends inside its object`,
		`error ErrCycle {"kind":"user"}`:                  `user: id: invalid: the field is required`,
		`error ErrUnknown check u Read a:b => deny`:       `a question that is refused has no answer beside it`,
		`reopen now`:                                                            `reopen stands alone`,
		`verify => ok`:                                                          `verify stands alone`,
		`dry-run {"kind":"user","id":"u"}`:                                      `want dry-run CHANGE => and the answer`,
		`dry-run => none`:                                                       `want dry-run CHANGE => and the answer`,
		`dry-run {"kind":"user","id":"u"} none`:                                 `want dry-run CHANGE => and the answer`,
		`dry-run {"kind":"user"} => none`:                                       `user: id: invalid: the field is required`,
		`dry-run {"op":"commit"} => none`:                                       `a change is wanted, not commit`,
		`dry-run {"kind":"user","id":"u"} =>`:                                   `the answer is none, or a list of`,
		`dry-run {"kind":"user","id":"u"} => nothing`:                           `the answer is none, or a list of`,
		`dry-run {"kind":"user","id":"u"} => none;`:                             `the answer is none, or a list of`,
		`dry-run {"kind":"user","id":"u"} => gains u Read a`:                    `the answer is none, or a list of`,
		`dry-run {"kind":"user","id":"u"} => "gains" u Read a 1`:                `the answer is none, or a list of`,
		`dry-run {"kind":"user","id":"u"} => gains u Read a 1;`:                 `the answer is none, or a list of`,
		`dry-run {"kind":"user","id":"u"} => gains u Read a 0`:                  `"0" is no number of records from 1`,
		`dry-run {"kind":"user","id":"u"} => gains u Reed a 1`:                  `unknown: right "Reed"`,
		`dry-run {"kind":"user","id":"u"} => gains u Read a 1 loses`:            `the answer is none, or a list of`,
		`dry-run {"kind":"user","id":"u"} => gains "u v"; Read a 1`:             `no blank after "u v"`,
		`dry-run {"kind":"user","id":"u"} => gains u Read a 1;gains u read A 2`: `gains u Read A stands twice`,
		`{"kind":"user","id":"u"} => allow`:                                     `"=> allow" after the object`,
		`{"kind":"user","id":"u"`:                                               ``,
		`{"kind":"uesr","id":"u"}`:                                              `kind "uesr"`,
		`{"op":"commit"}`:                                                       `begin and commit do not alternate`,
		"{\"op\":\"begin\"}\n{\"op\":\"begin\"}\n{\"op\":\"commit\"}":           `begin and commit do not alternate`,
		`{"op":"begin"}`:                                                        `begin without a commit`,
		"{\"op\":\"begin\"}\nverify\n{\"op\":\"commit\"}":                       `only changes may stand between begin and commit`,
		strings.Repeat(" ", loader.MaxLine) + `x`:                               `no question or statement is called "x"`,
		strings.Repeat("x", loader.MaxLine+1):                                   `line of more than 1048576 bytes`,
	} {
		_, err := scenario.Parse("x.scenario", []byte("# first\r\n\n"+text))
		var list *loader.ParseErrors
		require.ErrorAs(t, err, &list, text)
		require.Contains(t, err.Error(), want, text)
		require.Equal(t, "x.scenario", list.List[0].File)
		require.GreaterOrEqual(t, list.List[0].Line, 3, text)
	}
}

// All lines at fault are reported, up to a hundred.
func TestParseErrorsAreManyAtMost(t *testing.T) {
	_, err := scenario.Parse("x.scenario", []byte(strings.Repeat("nonsense\n", 3)))
	require.EqualError(t, err, `x.scenario:1: invalid: no question or statement is called "nonsense"
x.scenario:2: invalid: no question or statement is called "nonsense"
x.scenario:3: invalid: no question or statement is called "nonsense"`)

	_, err = scenario.Parse("x.scenario", []byte(strings.Repeat("nonsense\n", 1000)))
	var list *loader.ParseErrors
	require.ErrorAs(t, err, &list)
	require.Len(t, list.List, graph.MaxErrors)
	require.True(t, list.More)
}

// A load that breaks a rule is an error with the lines of the facts, and asks nothing.
func TestRefusedLoad(t *testing.T) {
	s, err := scenario.Parse("x.scenario", []byte(`{"kind":"business_unit","id":"root"}
# the manager is a typo
{"kind":"user","id":"cy","manager":"bne"}
{"kind":"user","id":"ben"}
{"kind":"user","id":"ben","disabled":true}
check cy Read account:a1 => deny
`))
	require.NoError(t, err)
	result, err := s.Run(t.Context())
	require.ErrorIs(t, err, graph.ErrDuplicate)
	require.EqualError(t, err, `x.scenario:5: user "ben": duplicate, see x.scenario:4`)
	require.Zero(t, result.Questions)

	s, err = scenario.Parse("x.scenario", []byte(`{"kind":"business_unit","id":"root"}
{"kind":"user","id":"cy","manager":"bne"}
{"kind":"user","id":"di","position":"p"}`))
	require.NoError(t, err)
	_, err = s.Run(t.Context())
	require.EqualError(t, err, `x.scenario:2: user "cy": manager "bne": unknown
x.scenario:3: user "di": position "p": unknown`)
}

// A put with an op ends the load, as a question does: what follows is applied line by line.
func TestTheLoadEndsAtTheFirstOtherLine(t *testing.T) {
	const late = `{"kind":"user","id":"cy","business_unit":"oslo"}` + "\n" + `{"kind":"business_unit","id":"oslo","parent":"root"}`
	for between, failures := range map[string]int{
		"":                                      0,
		"# note":                                0,
		"verify":                                1,
		`{"op":"put","kind":"user","id":"ben"}`: 1,
		`{"op":"begin"}` + "\n" + `{"op":"commit"}`: 1,
	} {
		text := fmt.Sprintf("{\"kind\":\"business_unit\",\"id\":\"root\"}\n%s\n%s\n", between, late)
		s, err := scenario.Parse("x.scenario", []byte(text))
		require.NoError(t, err)
		result, err := s.Run(t.Context())
		require.NoError(t, err)
		require.Len(t, result.Failures, failures, between)
	}
}
