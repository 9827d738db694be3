package ambit_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
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
