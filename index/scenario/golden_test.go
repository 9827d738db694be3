package scenario_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index/scenario"
)

// The golden file was written by hand, line by line from failing.scenario.
func TestFailures(t *testing.T) {
	golden, err := os.ReadFile("testdata/failing.golden")
	require.NoError(t, err)
	t.Chdir("testdata")
	result, err := scenario.Run(t.Context(), "failing.scenario")
	require.NoError(t, err)
	var printed strings.Builder
	for _, each := range result.Failures {
		printed.WriteString(each.String() + "\n")
	}
	printed.WriteString("\nwarnings\n")
	for _, each := range result.Warnings {
		printed.WriteString(each.String() + "\n")
	}
	require.Equal(t, string(golden), printed.String())
	require.Equal(t, 29, result.Questions)
	require.Equal(t, 8, result.Changes)
}
