package graph_test

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// laterRules are those that this program does not keep yet. A rule that is built leaves the list, and
// then a test must cite it.
var laterRules = strings.Fields(`
	1.3 1.6 1.7 1.9 1.12
	14.3 14.4
`)

// untestedRules say what the program does not do: keep column security, authorise changes.
var untestedRules = strings.Fields(`2.12 6.8 15.1`)

// Every rule that a Go file cites is a rule, and every rule that is built is cited by a test: by a
// _test.go file, the oracle, or a script under testdata.
func TestRulesCited(t *testing.T) {
	rules := readRules(t)
	require.Greater(t, len(rules), 150)
	for _, rule := range slices.Concat(laterRules, untestedRules) {
		require.Contains(t, rules, rule, "listed in this test")
	}
	tested := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); name != ".." && strings.HasPrefix(name, ".") {
				return fs.SkipDir
			}
			return nil
		}
		slashed := filepath.ToSlash(path)
		var cited []citation
		isTest := strings.HasSuffix(path, "_test.go") || strings.Contains(slashed, "/indextest/")
		switch {
		case strings.HasSuffix(path, ".go"):
			cited = citationsOfGo(t, path)
		case strings.Contains(slashed, "/testdata/") && (strings.HasSuffix(path, ".txt") || strings.HasSuffix(path, ".scenario")):
			cited, isTest = citationsOfText(t, path), true
		}
		for _, each := range cited {
			if !slices.Contains(rules, each.rule) {
				t.Errorf("%s:%d cites %s, which is no rule of RULES.md", path, each.line, each.rule)
			}
			if isTest && !strings.HasSuffix(slashed, "/graph/rules_test.go") {
				tested[each.rule] = true
			}
		}
		return nil
	})
	require.NoError(t, err)
	for _, rule := range rules {
		later := slices.Contains(laterRules, rule) || slices.Contains(untestedRules, rule)
		if !later && !tested[rule] && !partTested(rule, tested) {
			t.Errorf("no test cites rule %s", rule)
		}
	}
}

// partTested reports whether a test cites a clause of the rule, such as 3.5a of 3.5.
func partTested(rule string, tested map[string]bool) bool {
	for each := range tested {
		if clause, of := strings.CutPrefix(each, rule); of && clause != "" && clause[0] >= 'a' {
			return true
		}
	}
	return false
}

var (
	ruleLine   = regexp.MustCompile(`^- \*\*(\d+\.\d+)\*\*`)
	clauseLine = regexp.MustCompile(`^  - \*\*([a-z])\.\*\*`)
)

// readRules is the numbers of the rules and of their clauses, in order.
func readRules(t *testing.T) []string {
	t.Helper()
	file, err := os.Open("RULES.md")
	require.NoError(t, err)
	defer file.Close()
	var rules []string
	var last string
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if found := ruleLine.FindStringSubmatch(lines.Text()); found != nil {
			last = found[1]
			rules = append(rules, last)
		} else if found := clauseLine.FindStringSubmatch(lines.Text()); found != nil {
			rules = append(rules, last+found[1])
		}
	}
	require.NoError(t, lines.Err())
	return rules
}

// citation is a rule's number and where it stands.
type citation struct {
	rule string
	line int
}

// cites finds what looks like the number of a rule: not a part of a longer number, a path or a version.
var cites = regexp.MustCompile(`(?:^|[\s("\x60,;])(\d{1,2}\.[1-9]\d?[a-z]?)(?:$|[\s)"\x60,;:'’]|\.(?:\s|$))`)

// quantity is a number with a fraction that counts something.
var quantity = regexp.MustCompile(`\d+\.\d+ ?(%|×|[kMG]i?B|B |[nµm]?s |million|times|bits|bytes)`)

func citations(text string, line int) []citation {
	var found []citation
	text = quantity.ReplaceAllString(text, "")
	for {
		at := cites.FindStringSubmatchIndex(text)
		if at == nil {
			return found
		}
		found = append(found, citation{text[at[2]:at[3]], line + strings.Count(text[:at[2]], "\n")})
		text = strings.Repeat("\n", strings.Count(text[:at[3]], "\n")) + text[at[3]:]
	}
}

// citationsOfGo is those in the comments and string literals of a Go file.
func citationsOfGo(t *testing.T, path string) []citation {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, parser.ParseComments)
	require.NoError(t, err)
	var found []citation
	for _, group := range file.Comments {
		for _, comment := range group.List {
			text := strings.TrimPrefix(comment.Text, "//")
			found = append(found, citations(text, files.Position(comment.Pos()).Line)...)
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			found = append(found, citations(literal.Value, files.Position(literal.Pos()).Line)...)
		}
		return true
	})
	return found
}

// citationsOfText is those in the comments of a script.
func citationsOfText(t *testing.T, path string) []citation {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var found []citation
	for i, line := range strings.Split(string(text), "\n") {
		if comment, ok := strings.CutPrefix(line, "#"); ok {
			found = append(found, citations(comment, i+1)...)
		}
	}
	return found
}
