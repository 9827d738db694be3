package export_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/export"
)

// requireFiles is that a directory has these files and no others.
func requireFiles(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var got []string
	for _, each := range entries {
		got = append(got, each.Name())
	}
	require.Equal(t, names, got)
}

func TestFile(t *testing.T) {
	s, dir := worked(t), t.TempDir()
	path := filepath.Join(dir, "out.csv")
	c := export.Config{Right: index.Read, Entity: "account"}
	for range 2 { // it is made, and replaced
		sum, err := export.File(t.Context(), s, path, c)
		require.NoError(t, err)
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, exported(t, s, c), string(text))
		require.Equal(t, export.Summary{Users: 5, Rows: 12, Bytes: int64(len(text))}, sum)
		requireFiles(t, dir, "out.csv")
		require.NoError(t, os.WriteFile(path, []byte("of yesterday"), 0o600))
	}
}

// Until the export is complete, the file is as it was.
func TestFileCancelled(t *testing.T) {
	s, dir := wide(t), t.TempDir()
	path := filepath.Join(dir, "out.csv")
	ctx, cancel := context.WithCancel(t.Context())
	c := export.Config{Right: index.Read, Entity: "account", Progress: func(int, int) {
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Len(t, entries, 1)
		require.True(t, strings.HasPrefix(entries[0].Name(), "out.csv."))
		cancel()
	}}
	_, err := export.File(ctx, s, path, c)
	require.ErrorIs(t, err, context.Canceled)
	requireFiles(t, dir)

	require.NoError(t, os.WriteFile(path, []byte("of yesterday"), 0o600))
	_, err = export.File(ctx, s, path, c)
	require.ErrorIs(t, err, context.Canceled)
	requireFiles(t, dir, "out.csv")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "of yesterday", string(text))
}

// An end that comes with the last user still comes before the name.
func TestFileCancelledLast(t *testing.T) {
	s, dir := worked(t), t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	c := export.Config{Right: index.Read, Entity: "account", Progress: func(done, total int) {
		require.Equal(t, total, done)
		cancel()
	}}
	_, err := export.File(ctx, s, filepath.Join(dir, "out.csv"), c)
	require.ErrorIs(t, err, context.Canceled)
	requireFiles(t, dir)
}

func TestFileNotToBeMade(t *testing.T) {
	s, dir := worked(t), t.TempDir()
	c := export.Config{Right: index.Read, Entity: "account"}
	_, err := export.File(t.Context(), s, dir, c)
	require.ErrorIs(t, err, index.ErrInvalid)
	_, err = export.File(t.Context(), s, filepath.Join(dir, "absent", "out.csv"), c)
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = export.File(t.Context(), s, os.DevNull, c)
	require.ErrorIs(t, err, index.ErrInvalid)
	requireFiles(t, dir)
}

// A link is followed to the file that it names, which keeps its permissions.
func TestFileKeepsLinkAndPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("permissions and links are others there")
	}
	dir := t.TempDir()
	path, link := filepath.Join(dir, "real.csv"), filepath.Join(dir, "link.csv")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	require.NoError(t, os.Symlink("real.csv", link))
	s := worked(t)
	_, err := export.File(t.Context(), s, link, export.Config{Right: index.Read, Entity: "account"})
	require.NoError(t, err)
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&os.ModeSymlink)
	info, err = os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(text), "user,record\n")
}
