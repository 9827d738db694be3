package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// What an export writes to a file is what it writes to standard output.
func TestExportFile(t *testing.T) {
	db, dir := worked(t), t.TempDir()
	export := func(path string, more ...string) result {
		args := append([]string{"export", "--quiet", "--right", "Read", "--entity", "account", "--out", path}, more...)
		return run(t, db, "", args...)
	}
	for name, format := range map[string]string{"all.csv": "csv", "all.NDJSON": "ndjson", "all": "csv", "all.txt": "csv"} {
		path := filepath.Join(dir, name)
		require.Equal(t, result{}, export(path))
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, result{stdout: string(text)}, export("-", "--format", format))
	}
}

func TestExportInterrupted(t *testing.T) {
	db, dir := worked(t), t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got := runWithin(ctx, db, "", "export", "--right", "Read", "--entity", "account", "--out", filepath.Join(dir, "all.csv"))
	require.Equal(t, 1, got.code)
	require.Contains(t, got.stderr, "interrupted")
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
}
