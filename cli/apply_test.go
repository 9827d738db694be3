package cli_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// demo is a directory with the index of the demo's organisation.
func demo(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "ambit.db")
	require.Equal(t, result{}, run(t, dir, "", "load", "--quiet", "../testdata/orgs/demo.ndjson"))
	return dir
}

// What dry-run announces is what differs once it is applied, verb by verb and in batches.
func TestApplyKeepsWhatDryRunAnnounces(t *testing.T) {
	dir, was := demo(t), demo(t)
	for _, batches := range []string{
		`{"op":"grant","record":"account:fjord-rentals","principal":"user:gus","rights":["Read","Write"]}`,
		`{"op":"modify","record":"account:fjord-rentals","principal":"user:gus","rights":["Write"]}`,
		`{"op":"transfer","user":"cy","business_unit":"turin"}`,
		`{"op":"assign","record":"account:fjord-hotel","owner":"user:gus"}`,
		`{"op":"revoke","record":"account:fjord-rentals","principal":"user:gus"}`,
		`{"op":"move","business_unit":"oslo","parent":"finance"}`,
		`{"op":"link","record":"contact:anna-berg","lookup":"parentcustomerid","target":"account:fjord-rentals"}`,
		`{"op":"unlink","record":"contact:anna-vik","lookup":"parentcustomerid"}`,
		`{"op":"recompute_inherited"}`,
		`{"op":"disable","business_unit":"south"}
{"op":"disable","user":"bo"}
{"op":"transfer","team":"milan-fair","business_unit":"service"}`,
		`{"op":"begin"}
{"op":"enable","business_unit":"south"}
{"op":"enable","user":"bo"}
{"op":"delete","kind":"role_assignment","role":"auditor","principal":"user:ivy"}
{"op":"commit"}`,
	} {
		announced := run(t, dir, batches, "apply", "--dry-run", "--format", "json", "-")
		require.Zero(t, announced.code, "%s\n%s", batches, announced.stderr)
		require.Equal(t, result{}, run(t, dir, batches, "apply", "--quiet", "-"), batches)
		changed := run(t, "", "", "diff", "--quiet", "--format", "json", was, dir)
		require.Equal(t, result{stdout: announced.stdout}, changed, batches)
		require.Equal(t, result{}, run(t, was, batches, "apply", "--quiet", "-"), batches)
	}
	require.Equal(t, run(t, was, "", "dump"), run(t, dir, "", "dump"))
	require.Zero(t, run(t, dir, "", "verify").code)
}

// A refused batch leaves no trace, whatever comes before it in the batch.
func TestRefusedBatchLeavesNoTrace(t *testing.T) {
	dir := demo(t)
	before := run(t, dir, "", "dump")
	for _, refused := range []string{
		`{"op":"move","business_unit":"sales","parent":"oslo"}`,
		`{"op":"disable","business_unit":"velo"}`,
		`{"op":"assign","record":"account:fjord-rentals","owner":"user:jon"}`,
		`{"op":"assign","record":"account:fjord-rentals","owner":"team:opera-bid"}`,
		`{"op":"transfer","team":"oslo-shop","business_unit":"north"}`,
		`{"op":"grant","record":"account:nothing","principal":"user:cy","rights":["Read"]}`,
		`{"op":"link","record":"contact:anna-berg","lookup":"nothing","target":"account:fjord-rentals"}`,
		`{"op":"delete","kind":"user","id":"cy"}`,
		`{"kind":"user","id":"zoe","manager":"nobody"}`,
	} {
		batch := `{"op":"begin"}
{"op":"transfer","user":"cy","business_unit":"turin"}
{"op":"delete","kind":"record","entity":"account","id":"fjord-hotel"}
` + refused + `
{"op":"commit"}
`
		for _, args := range [][]string{{"apply", "-"}, {"apply", "--dry-run", "-"}} {
			got := run(t, dir, batch, args...)
			require.Equal(t, 1, got.code, refused)
			require.Empty(t, got.stdout)
			require.Contains(t, got.stderr, "stdin:4: ", refused)
			require.Contains(t, got.stderr, "the index is as it was")
		}
		require.Equal(t, before, run(t, dir, "", "dump"), refused)
	}
	require.Contains(t, run(t, dir, "", "verify").stderr, "revision 1: ")
}

// A file may be packed, and have a million lines or, as here, a few.
func TestApplyPacked(t *testing.T) {
	dir := worked(t)
	path := filepath.Join(t.TempDir(), "changes")
	text := strings.Repeat(`{"op":"grant","record":"account:a5","principal":"user:ada","rights":["Read"]}`+"\n", 100)
	require.NoError(t, os.WriteFile(path, []byte(pack(t, "{\"op\":\"begin\"}\n"+text+"{\"op\":\"commit\"}\n")), 0o600))
	require.Equal(t, result{}, run(t, dir, "", "apply", "-q", path))
	require.Equal(t, "Read\nmask 1\n", run(t, dir, "", "rights", "--user", "ada", "--record", "account:a5").stdout)
}

// A hundred errors are named, and that there are more.
func TestManyErrorsOfChanges(t *testing.T) {
	dir := worked(t)
	got := run(t, dir, "{\"kind\":\"user\",\"id\":\"fay\"}\n"+strings.Repeat(`{"op":"assing"}`+"\n", 1000), "apply", "-")
	require.Equal(t, 1, got.code)
	require.Equal(t, 100, strings.Count(got.stderr, "stdin:"))
	require.Contains(t, got.stderr, "and more")
	require.Contains(t, run(t, dir, "", "verify").stderr, "revision 1: ")
}

// countdown is a context that ends once it has been asked a number of times whether it has.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// An apply that is told to stop says what it has done, which stays.
func TestInterruptedApply(t *testing.T) {
	dir := worked(t)
	var batches strings.Builder
	for i := range 100 {
		fmt.Fprintf(&batches, "{\"kind\":\"user\",\"id\":\"u%d\"}\n", i)
	}
	got := runWithin(&countdown{t.Context(), 50}, dir, batches.String(), "apply", "-")
	require.Equal(t, 1, got.code)
	require.Empty(t, got.stdout)
	found := regexp.MustCompile(`(?s)ambit: (\d+) of 100 batches are applied \((\d+) changes, revision (\d+)\), but not the next:\s+interrupted
hint: what was applied stays; apply the file from stdin:(\d+) on`).FindStringSubmatch(got.stderr)
	require.NotNil(t, found, got.stderr)
	applied, err := strconv.Atoi(found[1])
	require.NoError(t, err)
	require.Greater(t, applied, 1)
	require.Equal(t, []string{found[1], strconv.Itoa(applied + 1), strconv.Itoa(applied + 1)}, found[2:])
	require.Contains(t, run(t, dir, "", "verify").stderr, "revision "+found[3]+": ")
	require.Zero(t, run(t, dir, "", "rights", "--user", "u"+strconv.Itoa(applied-1), "--record", "account:a1").code)
	require.Equal(t, 1, run(t, dir, "", "rights", "--user", "u"+found[1], "--record", "account:a1").code)
}
