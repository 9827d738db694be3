package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/cli"
)

// The files of testdata/cli are scripts. Each is run in a directory of its own, with the named
// organisations of testdata/orgs in it. In a script
//
//	# comment
//	file NAME       the lines up to the next blank one are a file of the directory
//	$ ambit …       runs a command line; words are separated by blanks, "" is an empty word
//	< text          is a line of its standard input
//	! text          stands somewhere in what it prints on standard error
//	= 2             is its exit code, 0 where none is stated
//	other           is a line that it prints on standard output; … stands for anything, and for nothing
//
// and a blank line ends a command. Without a line that begins with !, standard error must be empty.
func TestScripts(t *testing.T) {
	paths, err := filepath.Glob("../testdata/cli/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			orgs := organisations(t)
			t.Setenv("AMBIT_DB", "")
			t.Chdir(t.TempDir())
			for name, org := range orgs {
				require.NoError(t, os.WriteFile(name, org, 0o600))
			}
			for _, paragraph := range strings.Split(string(text), "\n\n") {
				runParagraph(t, paragraph)
			}
		})
	}
}

// organisations is the files of testdata/orgs.
func organisations(t *testing.T) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("../testdata/orgs/*.ndjson")
	require.NoError(t, err)
	found := map[string][]byte{}
	for _, path := range paths {
		found[filepath.Base(path)], err = os.ReadFile(path)
		require.NoError(t, err)
	}
	return found
}

func runParagraph(t *testing.T, paragraph string) {
	t.Helper()
	var args, want, complaints []string
	var stdin strings.Builder
	code := 0
	lines := strings.Split(strings.Trim(paragraph, "\n"), "\n")
	for i, line := range lines {
		mark, rest, _ := strings.Cut(line, " ")
		switch mark {
		case "#":
		case "file":
			require.NoError(t, os.WriteFile(rest, []byte(strings.Join(lines[i+1:], "\n")+"\n"), 0o600))
			return
		case "$":
			args = strings.Fields(strings.ReplaceAll(rest, `""`, "\x00"))
		case "<":
			stdin.WriteString(rest + "\n")
		case "!":
			complaints = append(complaints, rest)
		case "=":
			var err error
			code, err = strconv.Atoi(rest)
			require.NoError(t, err)
		default:
			want = append(want, line)
		}
	}
	if args == nil {
		return
	}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "\x00", "")
	}
	var stdout, stderr bytes.Buffer
	got := cli.Run(t.Context(), args, strings.NewReader(stdin.String()), &stdout, &stderr)
	require.Equal(t, code, got, "%s\n%s%s", paragraph, &stdout, &stderr)
	printed := strings.Split(strings.TrimSuffix(stdout.String(), "\n"), "\n")
	if stdout.Len() == 0 {
		printed = nil
	}
	require.Len(t, printed, len(want), "%s\n%s", paragraph, &stdout)
	for i := range want {
		if matches(printed[i], want[i]) {
			continue
		}
		require.Equal(t, want[i], printed[i], "%s\n%s", paragraph, &stdout)
	}
	for _, each := range complaints {
		require.Contains(t, stderr.String(), each, paragraph)
	}
	if complaints == nil {
		require.Empty(t, stderr.String(), paragraph)
	}
}

// matches reports whether a line is as wanted, where … stands for anything.
func matches(line, want string) bool {
	parts := strings.Split(want, "…")
	rest, found := strings.CutPrefix(line, parts[0])
	for _, part := range parts[1:] {
		if !found {
			return false
		}
		_, rest, found = strings.Cut(rest, part)
		if part == "" {
			rest = ""
		}
	}
	return found && rest == ""
}
