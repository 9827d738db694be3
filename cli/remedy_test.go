package cli_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What explain advises can be tried and applied as it is printed, and each remedy by itself helps.
func TestRemediesCanBeApplied(t *testing.T) {
	tried := 0
	for _, asked := range [][]string{
		{"--user", "gus", "--right", "Read", "--record", "account:fjord-rentals"},
		{"--user", "eve", "--right", "Write", "--record", "account:harbour-hire"},
		{"--user", "pim", "--right", "Read", "--record", "account:canal-couriers"},
	} {
		dir := demo(t)
		told := run(t, dir, "", append([]string{"explain", "--format", "json"}, asked...)...)
		require.Equal(t, 2, told.code, told.stderr)
		var explained struct {
			User, Right string
			Remedies    []struct{ Changes []json.RawMessage }
		}
		require.NoError(t, json.Unmarshal([]byte(told.stdout), &explained))
		require.NotEmpty(t, explained.Remedies, asked)
		var batch string
		for _, remedy := range explained.Remedies {
			require.NotEmpty(t, remedy.Changes, asked)
			lines := []string{`{"op":"begin"}`}
			for _, change := range remedy.Changes {
				lines = append(lines, string(change))
			}
			batch = strings.Join(append(lines, `{"op":"commit"}`), "\n")
			would := run(t, dir, batch, "apply", "--dry-run", "-q", "-")
			require.Zero(t, would.code, would.stderr)
			row := strings.Join([]string{"gains", explained.User, explained.Right, "account"}, " ")
			require.Contains(t, strings.Join(strings.Fields(would.stdout), " "), row, batch)
			tried++
		}
		require.Equal(t, result{}, run(t, dir, batch, "apply", "-q", "-"))
		require.Equal(t, "allow\n", run(t, dir, "", append([]string{"check"}, asked...)...).stdout, batch)
	}
	require.GreaterOrEqual(t, tried, 4)
}
