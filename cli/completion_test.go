package cli_test

import (
	"bytes"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/cli"
)

// completed is what the last of the words may become.
func completed(t *testing.T, words ...string) []string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args := append([]string{"ambit", "__complete"}, words...)
	require.Zero(t, cli.Run(t.Context(), args, nil, &stdout, &stderr))
	require.Empty(t, stderr.String())
	found := []string{}
	for line := range strings.Lines(stdout.String()) {
		text, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		found = append(found, text)
	}
	return found
}

func TestCompletion(t *testing.T) {
	const rights = "Read Write Append AppendTo Create Delete Share Assign"
	for _, each := range []struct{ line, want string }{
		{"c", "check can completion"},
		{"can ", "create own assign share link"},
		{"completion z", "zsh"},
		{"task ", "list"},
		{"help ca", "can"},
		{"help can s", "share"},
		{"help load ", ""},
		{"frobnicate", ""},
		{"--q", "--quiet"},
		{"check --re", "--record"},
		{"can share --r", "--record --rights"},
		{"check --user ada --right ", rights},
		{"check --right r", "Read"},
		{"check --right=app", "--right=Append --right=AppendTo"},
		{"check --right = app", "Append AppendTo"}, // as bash cuts it
		{"check --right =", rights},
		{"check --right x", ""},
		{"can share --rights Read,wr", "Read,Write"},
		{"can share --rights=Read,Write,s", "--rights=Read,Write,Share"},
		{"list --format ", "ids ndjson json"},
		{"explain --format=d", "--format=dot"},
		{"stats --format t", "text"},
		{"--db load --format x check --format", ""},
		{"--db load check --right W", "Write"},
		{"--db ", ":file"},
		{"check --batch q", ":file"},
		{"who --records=", ":file"},
		{"load ", ":file"},
		{"ap", "apply"},
		{"apply ", ":file"},
		{"apply --d", "--dry-run --db"},
		{"apply --dry-run --format n", "ndjson"},
		{"diff a.db ", ":file"},
		{"check --at", "--at-least"},
		{"check --at-least ", ""},
		{"load --quiet a b", ":file"},
		{"test -- a", ":file"},
		{"check -- a", ""},
		{"check a", ""},
		{"check --user ", ""},
		{"check --user", "--user"},
		{"verify ", "--db --quiet --no-color --help"},
	} {
		require.Equal(t, strings.Fields(each.want), completed(t, strings.Split(each.line, " ")...), "%q", each.line)
	}
	require.Equal(t, completed(t, ""), completed(t))
	require.Contains(t, completed(t), "explain")
}

// The scripts parse, where their shells are there.
func TestCompletionScripts(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish"} {
		script := run(t, "none", "", "completion", shell)
		require.Zero(t, script.code)
		require.Contains(t, script.stdout, "__complete")
		path, err := exec.LookPath(shell)
		if err != nil || runtime.GOOS == "windows" {
			continue
		}
		check := exec.CommandContext(t.Context(), path, "-n")
		check.Stdin = strings.NewReader(script.stdout)
		said, err := check.CombinedOutput()
		require.NoError(t, err, "%s: %s", shell, said)
	}
	for _, args := range [][]string{{"completion"}, {"completion", "csh"}, {"completion", "bash", "more"}} {
		got := run(t, "none", "", args...)
		require.Equal(t, 1, got.code)
		require.Empty(t, got.stdout)
	}
}

// bash takes the names and leaves what they are; files it finds by itself.
func TestBashCompletion(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("there is no bash")
	}
	for _, each := range []struct{ words, answer, want string }{
		{`ambit check --right R`, `Read\n`, "Read"},
		{`ambit check --right = R`, `Read\n`, "Read"},
		{`ambit che`, `check\tMay a user do this?\n`, "check"},
		{`ambit --`, `--db\tthe index\n--quiet\t\n`, "--db --quiet"},
		{`ambit load complet`, `:file\n`, "completion.bash completion.fish completion.go completion.zsh completion_test.go"},
		{`ambit --db =`, `:file\n`, "completion.bash"},
		{`ambit check --user x`, ``, ""},
	} {
		script := run(t, "none", "", "completion", "bash").stdout + `
ambit() { printf -- '` + each.answer + `'; }
COMP_WORDS=(` + each.words + `)
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_ambit
echo "${COMPREPLY[*]}"
`
		said, err := exec.CommandContext(t.Context(), bash, "--norc", "-c", script).CombinedOutput()
		require.NoError(t, err, "%s", said)
		found := strings.Fields(string(said))
		if strings.Contains(each.answer, ":file") {
			require.Subset(t, found, strings.Fields(each.want), each.words)
			continue
		}
		require.Equal(t, strings.Fields(each.want), found, each.words)
	}
}
