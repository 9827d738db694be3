package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/cli"
)

// result is what a command line gave.
type result struct {
	code           int
	stdout, stderr string
}

// run runs a command line with an index directory of its own to go with it.
func run(t *testing.T, dir, stdin string, args ...string) result {
	t.Helper()
	return runWithin(t.Context(), dir, stdin, args...)
}

func runWithin(ctx context.Context, dir, stdin string, args ...string) result {
	var stdout, stderr bytes.Buffer
	line := append([]string{"ambit", "--db", dir}, args...)
	code := cli.Run(ctx, line, strings.NewReader(stdin), &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

// worked is a directory with the index of the worked example.
func worked(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "ambit.db")
	loaded := run(t, dir, "", "load", "--quiet", "../testdata/orgs/worked.ndjson")
	require.Equal(t, result{}, loaded)
	return dir
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{nil, {"--help"}, {"help"}, {"-h"}} {
		got := run(t, "none", "", args...)
		require.Zero(t, got.code)
		require.Empty(t, got.stderr)
		for _, word := range []string{"Commands:", "load", "generate", "--db DIR", "Exit codes:"} {
			require.Contains(t, got.stdout, word)
		}
	}
	for _, verb := range []string{"demo", "load", "apply", "check", "list", "rights", "verify", "stats", "dump", "generate"} {
		got := run(t, "none", "", verb, "--help")
		require.Zero(t, got.code)
		require.Empty(t, got.stderr)
		require.Contains(t, got.stdout, "Examples:\n  ambit "+verb)
		require.Equal(t, got, run(t, "none", "", "help", verb))
	}
	require.NoDirExists(t, "none")
}

func TestVersion(t *testing.T) {
	got := run(t, "none", "", "--version")
	require.Zero(t, got.code)
	require.True(t, strings.HasPrefix(got.stdout, "ambit version "), got.stdout)
}

func TestIndexFromEnvironment(t *testing.T) {
	t.Setenv("AMBIT_DB", worked(t))
	var stdout, stderr bytes.Buffer
	args := strings.Fields("ambit list --user ben --right Read --entity account --count")
	require.Zero(t, cli.Run(t.Context(), args, nil, &stdout, &stderr), stderr.String())
	require.Equal(t, "5\n", stdout.String())
}

// Equal indexes dump the same bytes, and a dump loaded is an equal index.
func TestDumpAndLoad(t *testing.T) {
	made := run(t, "none", "", "generate", "--records", "2000", "--seed", "3")
	require.Zero(t, made.code, made.stderr)
	require.Equal(t, made, run(t, "none", "", "generate", "--seed=3", "--records=2000"))
	require.NotEqual(t, made, run(t, "none", "", "generate", "--records", "2000", "--seed", "4"))

	first, second := filepath.Join(t.TempDir(), "first"), filepath.Join(t.TempDir(), "second")
	require.Zero(t, run(t, first, made.stdout, "load", "-").code)
	dumped := run(t, first, "", "dump")
	require.Zero(t, dumped.code, dumped.stderr)
	require.Zero(t, run(t, second, dumped.stdout, "load", "-").code)
	require.Equal(t, dumped, run(t, second, "", "dump"))
	require.Zero(t, run(t, second, "", "verify").code)
}

// Pages put together are the list.
func TestPages(t *testing.T) {
	dir := worked(t)
	for _, format := range []string{"ids", "ndjson"} {
		question := strings.Fields("list --user ben --right Read --entity account --format " + format)
		all := run(t, dir, "", question...)
		for limit := range 7 {
			walk, next := "", ""
			for pages := 0; ; pages++ {
				require.Less(t, pages, 6)
				page := run(t, dir, "", append(question, "--limit", string(rune('1'+limit)), "--page", next)...)
				require.Zero(t, page.code, page.stderr)
				walk += page.stdout
				token, more := strings.CutPrefix(page.stderr, "next: ")
				if !more {
					break
				}
				next = strings.TrimSpace(token)
			}
			require.Equal(t, all.stdout, walk, "%s limit %d", format, limit+1)
		}
	}
}

func TestPageOfAnOlderLoadExpires(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ambit.db")
	org := run(t, dir, "", "generate", "--records", "5000")
	require.Zero(t, run(t, dir, org.stdout, "load", "-").code)
	question := strings.Fields("list --user user-1 --right Read --entity account --limit 1")
	first := run(t, dir, "", question...)
	token, more := strings.CutPrefix(first.stderr, "next: ")
	require.True(t, more, first)
	require.Zero(t, run(t, dir, run(t, dir, "", "generate", "--records", "20000").stdout, "load", "-").code)
	late := run(t, dir, "", append(question, "--page", strings.TrimSpace(token))...)
	require.Equal(t, 1, late.code)
	require.Contains(t, late.stderr, "begin again")
}

func TestInterrupted(t *testing.T) {
	dir := worked(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := run(t, dir, "", "dump")
	for _, args := range [][]string{
		{"load", "../testdata/orgs/worked.ndjson"},
		{"load", "-"},
		{"apply", "../testdata/cli/verbs.txt"},
		{"apply", "--dry-run", "-"},
		{"diff", dir, dir},
		{"check", "--batch", "-"},
		{"dump"},
		{"generate"},
		{"verify"},
		{"demo"},
	} {
		got := runWithin(ctx, dir, "", args...)
		require.Equal(t, 1, got.code, "%s: %s", args, got.stderr)
		require.Contains(t, got.stderr, "interrupted", args)
	}
	require.Equal(t, before, run(t, dir, "", "dump"))
}

// gone is an output whose reader has left.
type gone struct{}

func (gone) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "stdout", Err: syscall.EPIPE}
}

// The tour cleans up, and complains to nobody, when whoever reads it has enough.
func TestDemoIsNotReadToTheEnd(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	var complaints strings.Builder
	require.Equal(t, 1, cli.Run(t.Context(), []string{"ambit", "demo"}, strings.NewReader(""), gone{}, &complaints))
	require.Empty(t, complaints.String())
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
}
