package scenario_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index/scenario"
)

const scenarios = "../../testdata/scenarios"

// A rule or a story is a file: a new one is a new case.
func TestScenarios(t *testing.T) {
	paths, err := scenario.Paths([]string{scenarios})
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(paths), 70)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".scenario"), func(t *testing.T) {
			t.Parallel()
			result, err := scenario.Run(t.Context(), path)
			require.NoError(t, err)
			for _, each := range append(result.Failures, result.Warnings...) {
				t.Error(each)
			}
			require.Positive(t, result.Questions+result.Changes)
		})
	}
}

// The example of FORMAT.md holds.
func TestFormatExample(t *testing.T) {
	text, err := os.ReadFile("FORMAT.md")
	require.NoError(t, err)
	_, example, found := strings.Cut(string(text), "\n    # Basic")
	require.True(t, found)
	example, _, found = strings.Cut(example, "\n## ")
	require.True(t, found)
	s, err := scenario.Parse("FORMAT.md", []byte("# Basic"+example))
	require.NoError(t, err)
	result, err := s.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, scenario.Result{Questions: 4, Changes: 1}, result)
}
