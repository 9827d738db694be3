package cli_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index"
)

// Whatever a load is refused for, it says what and where, exits with 1, and the index is as before.
func TestRefusedLoads(t *testing.T) {
	const fay = `{"kind":"user","id":"fay","business_unit":"south"}` + "\n"
	zipped := pack(t, strings.Repeat(fay, 1000))
	long := strings.Repeat("x", 600)
	for name, each := range map[string]struct {
		text string
		says []string
	}{
		"typo in a field":      {fay + `{"kind":"user","id":"gus","manger":"ben"}`, []string{`org:2: user "gus": manger`, "no such field"}},
		"typo in a kind":       {fay + `{"kind":"users","id":"gus"}`, []string{`org:2: `, `"users"`}},
		"typo in a value":      {fay + `{"kind":"entity","name":"e","ownership":"usr"}`, []string{`org:2: entity "e": ownership "usr"`}},
		"required field":       {fay + `{"kind":"team","id":"t"}`, []string{`org:2: team "t": business_unit`}},
		"dangling reference":   {fay + `{"kind":"user","id":"gus","manager":"nobody"}`, []string{`org:2: user "gus": manager "nobody": unknown`}},
		"record of nobody":     {fay + `{"kind":"record","entity":"account","id":"a9","owner":"user:nobody"}`, []string{"org:2: ", `"user:nobody": unknown`}},
		"cycle of units":       {fay + `{"kind":"business_unit","id":"north","parent":"oslo"}`, []string{`org:2: business_unit "north"`, "cycle"}},
		"cycle of managers":    {fay + `{"kind":"user","id":"ada","manager":"cy"}`, []string{`org:2: user "ada"`, "cycle"}},
		"second root":          {fay + `{"kind":"business_unit","id":"other"}`, []string{`org:2: business_unit "other"`, "exactly one root business unit"}},
		"the same thing":       {fay + `{"kind":"user","id":"fay"}`, []string{`user "fay"`, "duplicate", "org:1", "org:2"}},
		"key given twice":      {fay + `{"kind":"user","id":"gus","id":"hal"}`, []string{"org:2: "}},
		"id of 600 bytes":      {fay + `{"kind":"user","id":"` + long + `"}`, []string{"org:2: ", "600 bytes", "512"}},
		"reference of 600":     {fay + `{"kind":"user","id":"gus","manager":"` + long + `"}`, []string{"org:2: ", "600 bytes"}},
		"no object":            {fay + `["user","gus"]`, []string{"org:2: "}},
		"half an object":       {fay + `{"kind":"user","id":"gus"`, []string{"org:2: "}},
		"no UTF-8":             {fay + "{\"kind\":\"user\",\"id\":\"g\xffs\"}", []string{"org:2: "}},
		"truncated gzip":       {zipped[:len(zipped)/2], []string{"org:", "cut off"}},
		"gzip without its end": {zipped[:len(zipped)-4], []string{"org", "cut off"}},
		"damaged gzip":         {zipped[:20] + "\xff\xff\xff" + zipped[23:], []string{"org", "damaged"}},
		"binary file":          {"\x7fELF\x02\x01\x01\x00\x00", []string{"org: ", "binary", "expected an org stream"}},
		"text file":            {"Dear reader,\n", []string{"org: ", "expected an org stream"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := worked(t)
			before := run(t, dir, "", "dump")
			t.Chdir(t.TempDir())
			require.NoError(t, os.WriteFile("org", []byte(each.text), 0o600))
			got := run(t, dir, "", "load", "org")
			require.Equal(t, 1, got.code)
			require.Empty(t, got.stdout)
			for _, text := range append(each.says, "nothing was loaded", "hint: ", "as it was") {
				require.Contains(t, got.stderr, text)
			}
			require.NotContains(t, got.stderr, long)
			require.Equal(t, before, run(t, dir, "", "dump"))
			require.Zero(t, run(t, dir, "", "verify").code)
		})
	}
}

// A hundred errors are named, and that there are more.
func TestManyErrors(t *testing.T) {
	got := run(t, worked(t), strings.Repeat(`{"kind":"usr"}`+"\n", 1000), "load", "-")
	require.Equal(t, 1, got.code)
	require.Equal(t, 100, strings.Count(got.stderr, "stdin:"))
	require.Contains(t, got.stderr, "and more")
}

func TestMalformedIDs(t *testing.T) {
	dir, long := worked(t), strings.Repeat("x", 600)
	for _, args := range [][]string{
		{"check", "--user", long, "--right", "Read", "--record", "account:a1"},
		{"check", "--user", "ada", "--right", "Read", "--record", "account:" + long},
	} {
		got := run(t, dir, "", args...)
		require.Equal(t, 1, got.code)
		require.Equal(t, "deny\n", got.stdout) // 3.15
		require.Contains(t, got.stderr, "600 bytes")
	}
}

func TestDirectoryInUse(t *testing.T) {
	dir := worked(t)
	before := run(t, dir, "", "dump")
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	for _, args := range [][]string{
		{"load", "../testdata/orgs/worked.ndjson"},
		{"apply", "-"},
		{"apply", "--dry-run", "-"},
		{"diff", dir, dir},
		{"check", "--user", "ben", "--right", "Read", "--record", "account:a1"},
	} {
		got := run(t, dir, "", args...)
		require.Equal(t, 1, got.code)
		require.Empty(t, got.stdout)
		require.Contains(t, got.stderr, dir)
		require.Contains(t, got.stderr, "in use")
		require.Contains(t, got.stderr, "hint: wait for the program that has it open")
	}
	require.NoError(t, ix.Close())
	require.Equal(t, before, run(t, dir, "", "dump"))
}

// Readers share a directory.
func TestReadersTogether(t *testing.T) {
	dir := worked(t)
	ix, err := index.Open(dir, &index.Options{ReadOnly: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, ix.Close()) }()
	require.Equal(t, result{stdout: "5\n"},
		run(t, dir, "", "list", "--user", "ben", "--right", "Read", "--entity", "account", "--count"))
	require.Equal(t, 1, run(t, dir, "", "load", "../testdata/orgs/worked.ndjson").code)
}

// What is refused leaves no directory that was not there before, but one that was (16.13).
func TestNoTraceOfWhatIsRefused(t *testing.T) {
	refused := `{"kind":"user","id":"u","business_unit":"nowhere"}`
	for _, command := range []string{"load", "apply"} {
		dir := filepath.Join(t.TempDir(), "new")
		require.Equal(t, 1, run(t, dir, refused, command, "-").code)
		require.NoDirExists(t, dir)
		require.Zero(t, run(t, dir, `{"kind":"business_unit","id":"root"}`, command, "-").code)
		require.Equal(t, 1, run(t, dir, refused, command, "-").code)
		require.Zero(t, run(t, dir, "", "verify").code)
	}
}

// A source that is not there makes no index.
func TestNoIndexOfNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	got := run(t, dir, "", "load", filepath.Join(t.TempDir(), "nothing.ndjson"))
	require.Equal(t, 1, got.code)
	require.NoDirExists(t, dir)
}

// pack is the text under gzip, in several parts that could each be cut off.
func pack(t *testing.T, text string) string {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return packed.String()
}
