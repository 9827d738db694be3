package cli_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/cli"
	"github.com/accessindex/ambit/index"
)

// piped runs a command with an index and a stream as standard input.
func piped(ctx context.Context, dir string, stdin io.Reader, args ...string) result {
	var stdout, stderr bytes.Buffer
	code := cli.Run(ctx, append([]string{"ambit", "--db", dir}, args...), stdin, &stdout, &stderr)
	return result{code, stdout.String(), stderr.String()}
}

// Through a pipe a backup is the same bytes as in a file, and restores, or is compared, in the same way.
func TestBackupThroughAPipe(t *testing.T) {
	dir, copied := worked(t), filepath.Join(t.TempDir(), "copy.db")
	path := filepath.Join(t.TempDir(), "monday.ambit")
	require.Equal(t, result{}, run(t, dir, "", "backup", "-q", path))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	got := run(t, dir, "", "backup", "-q", "-")
	require.Equal(t, result{0, string(data), ""}, got)
	require.Equal(t, result{}, run(t, copied, got.stdout, "restore", "-q", "-"))
	require.Equal(t, run(t, dir, "", "dump"), run(t, copied, "", "dump"))
	require.Equal(t, result{0, "", "no access changes\n"}, run(t, dir, got.stdout, "diff", "-", dir))
}

// The file appears when it is complete: one that was there stays until then.
func TestBackupIsToldToStop(t *testing.T) {
	dir, path := worked(t), filepath.Join(t.TempDir(), "monday.ambit")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.NoError(t, os.WriteFile(path, []byte("of yesterday"), 0o600))
	got := runWithin(ctx, dir, "", "backup", path)
	require.Equal(t, result{1, "", "ambit: interrupted\nhint: the index is as it was\n"}, got)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "of yesterday", string(text))
	files, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, files, 1)
}

// A pipe that gives nothing more does not keep a restore from stopping.
func TestRestoreIsToldToStop(t *testing.T) {
	dir := worked(t)
	before := run(t, dir, "", "dump")
	backup := run(t, dir, "", "backup", "-q", "-").stdout
	from, to := io.Pipe()
	defer from.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		_, _ = io.WriteString(to, backup[:len(backup)-1])
		time.AfterFunc(10*time.Millisecond, cancel)
	}()
	got := piped(ctx, dir, from, "restore", "-")
	require.Equal(t, result{1, "", "ambit: interrupted\nhint: the index is as it was\n"}, got)
	require.Equal(t, before, run(t, dir, "", "dump"))
}

// Backup and restore refuse an index that is in use, and a damaged one says where to restore.
func TestBackupOfAnIndexInUse(t *testing.T) {
	dir := worked(t)
	data := run(t, dir, "", "backup", "-q", "-").stdout
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	for _, args := range [][]string{{"backup", "-"}, {"restore", "-"}} {
		got := run(t, dir, data, args...)
		require.Equal(t, 1, got.code)
		require.Empty(t, got.stdout)
		require.Contains(t, got.stderr, "in use")
		require.Contains(t, got.stderr, "hint: wait for the program that has it open, or stop it")
	}
	require.NoError(t, ix.Close())
	require.NoError(t, os.WriteFile(filepath.Join(dir, "AMBIT"), []byte("nonsense"), 0o600))
	got := run(t, dir, data, "restore", "-")
	require.Equal(t, 1, got.code)
	require.Contains(t, got.stderr, "directory is damaged")
	require.Contains(t, got.stderr, "hint: restore a backup, or load the organisation, into another directory with --db")
}

// A backup does not go over the files that it is of.
func TestBackupIntoTheIndex(t *testing.T) {
	dir := worked(t)
	for _, name := range []string{"AMBIT", "MANIFEST", "new", filepath.Join("..", filepath.Base(dir), "KEYREGISTRY")} {
		got := run(t, dir, "", "backup", filepath.Join(dir, name))
		require.Equal(t, 1, got.code, name)
		require.Contains(t, got.stderr, "outside of the index")
	}
	require.Zero(t, run(t, dir, "", "backup", filepath.Join(t.TempDir(), "out.ambit")).code)
	require.Zero(t, run(t, dir, "", "verify").code)
}
