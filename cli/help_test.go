package cli_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every command, and every command below one, explains itself by examples of its own.
func TestHelpOfEachCommand(t *testing.T) {
	verbs := completed(t, "")
	require.Greater(t, len(verbs), 15)
	seen := 0
	for len(verbs) > 0 {
		words := strings.Fields(verbs[0])
		verbs = verbs[1:]
		for _, below := range completed(t, append(words, "")...) {
			if !strings.HasPrefix(below, "-") && below != ":file" {
				verbs = append(verbs, strings.Join(append(slices.Clip(words), below), " "))
			}
		}
		got := run(t, "none", "", append(slices.Clip(words), "--help")...)
		require.Zero(t, got.code, words)
		require.Empty(t, got.stderr, words)
		path := strings.Join(words, " ")
		require.Contains(t, got.stdout, "Usage:\n  ambit "+path, words)
		_, examples, found := strings.Cut(got.stdout, "\nExamples:\n")
		require.True(t, found, words)
		require.Contains(t, examples, "ambit "+path, words)
		require.Contains(t, got.stdout, "--help, -h", words)
		for line := range strings.Lines(got.stdout) {
			require.Less(t, len([]rune(line)), 140, line)
		}
		require.Equal(t, got, run(t, "none", "", append([]string{"help"}, words...)...), words)
		seen++
	}
	require.Greater(t, seen, 24)
	require.NoDirExists(t, "none")
}
