package cli_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// differs is a row of a difference.
type differs struct {
	Change, User, Right, Entity string
	Count                       int
}

// A batch that touches thousands of users has a row for each, the same ones in every format.
func TestDifferenceOfManyUsers(t *testing.T) {
	const users = 3000
	dir := worked(t)
	var people, change strings.Builder
	for i := range users {
		fmt.Fprintf(&people, "{\"kind\":\"user\",\"id\":\"u%04d\",\"business_unit\":\"south\"}\n", i)
		fmt.Fprintf(&change, "{\"kind\":\"role_assignment\",\"role\":\"lead\",\"principal\":\"user:u%04d\"}\n", i)
	}
	require.Equal(t, result{}, run(t, dir, people.String(), "load", "-q", "-"))
	batch := "{\"op\":\"begin\"}\n" + change.String() + "{\"op\":\"commit\"}\n"

	got := run(t, dir, batch, "apply", "--dry-run", "-q", "--format", "json", "-")
	require.Zero(t, got.code, got.stderr)
	var rows []differs
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &rows))
	require.Len(t, rows, 4*users)
	require.Equal(t, differs{"gains", "u0000", "Read", "account", 2}, rows[0])
	require.Equal(t, differs{"gains", "u2999", "Assign", "account", 2}, rows[4*users-1])
	require.True(t, slices.IsSortedFunc(rows, func(a, b differs) int { return strings.Compare(a.User, b.User) }))

	got = run(t, dir, batch, "apply", "--dry-run", "-q", "--format", "ndjson", "-")
	require.Zero(t, got.code, got.stderr)
	var lines []differs
	for line := range strings.Lines(got.stdout) {
		var row differs
		require.NoError(t, json.Unmarshal([]byte(line), &row))
		lines = append(lines, row)
	}
	require.Equal(t, rows, lines)

	got = run(t, dir, batch, "apply", "--dry-run", "-q", "-")
	require.Zero(t, got.code, got.stderr)
	lines = nil
	for line := range strings.Lines(got.stdout) {
		var row differs
		_, err := fmt.Sscan(line, &row.Change, &row.User, &row.Right, &row.Entity, &row.Count)
		if lines == nil && err != nil { // the heading
			require.Equal(t, "CHANGE USER RIGHT ENTITY COUNT", strings.Join(strings.Fields(line), " "))
			continue
		}
		require.NoError(t, err, line)
		lines = append(lines, row)
	}
	require.Equal(t, rows, lines)
}
