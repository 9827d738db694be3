package cli_test

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// Questions that take long stop when they are told to, and leave nothing behind.
func TestInterruptedQuestions(t *testing.T) {
	dir, temp := worked(t), t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("TMP", temp) // on Windows
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{
		{"who", "--right", "Read", "--records", "-"},
		{"test", "../testdata/scenarios"},
		{"assert", "-"},
	} {
		got := runWithin(ctx, dir, "who Read account:a1 => ada ben cy\n", args...)
		require.Equal(t, 1, got.code, "%s: %s", args, got.stderr)
		require.Empty(t, got.stdout, args)
		require.Contains(t, got.stderr, "interrupted", args)
	}
	left, err := os.ReadDir(temp)
	require.NoError(t, err)
	require.Empty(t, left)
}
