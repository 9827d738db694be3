package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The tour prints what stands in demo.golden, where … stands for anything, and leaves nothing behind.
func TestDemo(t *testing.T) {
	golden, err := os.ReadFile("../testdata/cli/demo.golden")
	require.NoError(t, err)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("TMP", temp) // on Windows
	got := run(t, filepath.Join(temp, "unused"), "", "demo")
	require.Zero(t, got.code, got.stderr)
	require.Empty(t, got.stderr)
	left, err := os.ReadDir(temp)
	require.NoError(t, err)
	require.Empty(t, left)

	want, lines := strings.Split(string(golden), "\n"), strings.Split(got.stdout, "\n")
	for i := range min(len(want), len(lines)) {
		if !matches(lines[i], want[i]) {
			require.Equal(t, want[i], lines[i], "line %d", i+1)
		}
	}
	require.Len(t, lines, len(want))
	require.LessOrEqual(t, len(lines), 200)
}
