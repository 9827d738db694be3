package ambit_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/cli"
)

// The Go example of the README is Example of package index, but for the handling of errors.
func TestReadmeExample(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	tests, err := os.ReadFile("index/example_test.go")
	require.NoError(t, err)
	_, snippet, found := strings.Cut(string(readme), "```go\n")
	require.True(t, found)
	snippet, _, found = strings.Cut(snippet, "```")
	require.True(t, found)
	_, example, found := strings.Cut(string(tests), "func Example() {\n")
	require.True(t, found)
	example, _, found = strings.Cut(example, "\n}\n")
	require.True(t, found)

	lines := strings.Split(strings.TrimSpace(snippet), "\n")
	require.Len(t, lines, 5)
	for _, line := range lines {
		statement := strings.TrimPrefix(line, "_, err = ")
		at := strings.Index(example, statement)
		require.GreaterOrEqual(t, at, 0, "not in Example, or not in this order: %s", line)
		example = example[at+len(statement):]
	}
}

// The commands of the README exist.
func TestReadmeCommands(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for _, command := range []string{"    go run ./cli/ambit demo\n", "    go test ./...\n"} {
		require.Contains(t, string(readme), command)
	}
	require.FileExists(t, "cli/ambit/main.go")
}

var (
	fenced  = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$")
	printed = regexp.MustCompile(`(?m)^printf '(.*)' > (\S+)$`)
	heredoc = regexp.MustCompile(`(?ms)^cat > (\S+) <<EOF\n(.*?)^EOF$`)
)

// The command lines of the README print what stands below them, and its own organisation is what its
// lines of shell write.
func TestReadmeTour(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	const source = "testdata/orgs/demo.ndjson"
	demo, err := os.ReadFile(source)
	require.NoError(t, err)

	t.Setenv("AMBIT_DB", "")
	directory := func() {
		t.Chdir(t.TempDir())
		require.NoError(t, os.Mkdir("org", 0o700))
	}
	directory()
	require.NoError(t, os.MkdirAll(filepath.Dir(source), 0o700))
	require.NoError(t, os.WriteFile(source, demo, 0o600))
	asked := 0
	for _, block := range fenced.FindAllStringSubmatch(string(readme), -1) {
		language, text := block[1], block[2]
		if language == "sh" {
			if strings.Contains(text, "&& cd ") {
				directory()
			}
			for _, file := range printed.FindAllStringSubmatch(text, -1) {
				require.NoError(t, os.WriteFile(file[2], []byte(strings.ReplaceAll(file[1], `\n`, "\n")), 0o600))
			}
			for _, file := range heredoc.FindAllStringSubmatch(text, -1) {
				require.NoError(t, os.WriteFile(file[1], []byte(file[2]), 0o600))
			}
			continue
		}
		if !strings.HasPrefix(text, "$ ") {
			continue
		}
		for _, each := range strings.Split("\n"+text, "\n$ ")[1:] {
			line, want, _ := strings.Cut(each, "\n")
			var got bytes.Buffer
			cli.Run(t.Context(), strings.Fields(line), strings.NewReader(""), &got, &got)
			want = regexp.QuoteMeta(strings.TrimRight(want, "\n"))
			require.Regexp(t, "^"+strings.ReplaceAll(want, "…", ".*")+"$", strings.TrimRight(got.String(), "\n"), line)
			asked++
		}
	}
	require.Greater(t, asked, 10)
}
