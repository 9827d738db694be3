package scenario_test

import (
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
	require.Greater(t, len(paths), 0)
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
