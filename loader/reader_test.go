package loader_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
)

const worked = "../testdata/orgs/worked.ndjson"

var workedCounts = map[graph.Kind]int{
	graph.KindSettings: 1, graph.KindEntity: 3, graph.KindBusinessUnit: 4, graph.KindUser: 5, graph.KindTeam: 2,
	graph.KindMember: 2, graph.KindRole: 4, graph.KindRoleAssignment: 6, graph.KindRecord: 8, graph.KindShare: 2,
}

func load(paths []string, stdin io.Reader) (*loader.Reader, error) {
	r := loader.New(paths, stdin)
	return r, r.Load(context.Background(), graph.NewBuilder())
}

// loadText loads standard input.
func loadText(text string) (*loader.Reader, error) {
	return load([]string{"-"}, strings.NewReader(text))
}

func write(t *testing.T, dir, name string, data []byte) string {
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

func gzipped(t *testing.T, data []byte) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return packed.Bytes()
}

func zstandard(t *testing.T, data []byte) []byte {
	w, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	return w.EncodeAll(data, nil)
}

// The same organisation in every form that an org stream may have.
func TestSources(t *testing.T) {
	text, err := os.ReadFile(worked)
	require.NoError(t, err)
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	dir := t.TempDir()
	half := bytes.LastIndexByte(text[:len(text)/2], '\n') + 1
	parts := filepath.Join(dir, "parts")
	require.NoError(t, os.Mkdir(parts, 0o700))
	write(t, parts, "1.ndjson", text[:half])
	write(t, parts, "2.jsonl.gz", gzipped(t, text[half:]))
	write(t, parts, ".hidden", []byte("not for us"))
	halves := append(gzipped(t, text[:half]), gzipped(t, text[half:])...)

	for name, paths := range map[string][]string{
		"plain":           {worked},
		"gzip":            {write(t, dir, "org.ndjson.gz", gzipped(t, text))},
		"gzip by content": {write(t, dir, "packed.ndjson", gzipped(t, text))},
		"gzip members":    {write(t, dir, "members.gz", halves)},
		"zstd":            {write(t, dir, "org.ndjson.zst", zstandard(t, text))},
		"zstd by content": {write(t, dir, "zstd", zstandard(t, text))},
		"CRLF":            {write(t, dir, "crlf.ndjson", bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")))},
		"byte order mark": {write(t, dir, "bom.ndjson", append([]byte("\ufeff"), text...))},
		"no last newline": {write(t, dir, "open.ndjson", bytes.TrimRight(text, "\n"))},
		"directory":       {parts},
		"two files":       {filepath.Join(parts, "1.ndjson"), filepath.Join(parts, "2.jsonl.gz")},
		"standard input":  {"-"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := load(paths, iotest.HalfReader(bytes.NewReader(text)))
			require.NoError(t, err)
			require.Equal(t, workedCounts, r.Counts().Objects)
			require.Equal(t, 37, r.Counts().Sum())
			require.Equal(t, bytes.Count(text, []byte("\n")), r.Counts().Lines)
			read, total := r.Progress()
			require.Positive(t, read)
			if paths[0] == "-" {
				require.EqualValues(t, -1, total)
			} else {
				require.Equal(t, total, read)
			}
		})
	}
	r, err := load([]string{parts}, nil)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(parts, "2.jsonl.gz")+":7", r.Locate(graph.Place{Source: 2, Line: 7}))
	require.Empty(t, r.Locate(graph.Place{Source: 3, Line: 7}))
	require.Empty(t, r.Locate(graph.Place{}))
}

// What is no org stream says so, and names the file.
func TestNotAnOrgStream(t *testing.T) {
	text, err := os.ReadFile(worked)
	require.NoError(t, err)
	packed, zpacked := gzipped(t, text), zstandard(t, text)
	dir := t.TempDir()
	nested, empty := filepath.Join(dir, "nested"), filepath.Join(dir, "empty")
	require.NoError(t, os.MkdirAll(filepath.Join(nested, "inner"), 0o700))
	require.NoError(t, os.Mkdir(empty, 0o700))
	damaged := bytes.Clone(packed)
	damaged[len(damaged)-6] ^= 1

	for name, test := range map[string]struct {
		path string
		says string
	}{
		"text":            {write(t, dir, "README.md", []byte("# Title\n\nSome words\n")), `the first line is "Some words": expected an org stream`},
		"csv":             {write(t, dir, "users.txt", []byte("id,name\nu,User\n")), "expected an org stream"},
		"list":            {write(t, dir, "list.json", []byte("[{\"kind\":\"user\"}]\n")), "expected an org stream"},
		"binary":          {write(t, dir, "binary", []byte("\x7fELF\x00\x01")), "binary file: expected an org stream"},
		"UTF-16":          {write(t, dir, "utf16.ndjson", []byte("{\x00\"\x00")), "binary file"},
		"truncated gzip":  {write(t, dir, "cut.ndjson.gz", packed[:len(packed)/2]), "cut off"},
		"truncated early": {write(t, dir, "early.ndjson.gz", packed[:5]), "cut off"},
		"truncated zstd":  {write(t, dir, "cut.ndjson.zst", zpacked[:len(zpacked)/2]), "cut off"},
		"damaged gzip":    {write(t, dir, "damaged.ndjson.gz", damaged), "damaged"},
		"empty gzip":      {write(t, dir, "empty.ndjson.gz", nil), "cut off"},
		"plain as gzip":   {write(t, dir, "plain.ndjson.gz", text), "not compressed as its name says"},
		"plain as zstd":   {write(t, dir, "plain.ndjson.zst", text), "not compressed as its name says"},
		"gzip and more":   {write(t, dir, "more.ndjson.gz", append(bytes.Clone(packed), "more of it"...)), "followed by something else"},
		"directories":     {nested, "directory within a directory"},
		"empty directory": {empty, "no file"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load([]string{test.path}, nil)
			require.ErrorIs(t, err, graph.ErrInvalid)
			require.ErrorContains(t, err, test.path)
			require.ErrorContains(t, err, test.says)
			require.NotContains(t, err.Error(), "\n")
		})
	}

	_, err = load([]string{filepath.Join(dir, "absent")}, nil)
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = load([]string{write(t, dir, "nothing.ndjson", nil), worked}, nil)
	require.NoError(t, err)
}

// A gzip that ends early says at which line.
func TestCutOffGzipNamesTheLine(t *testing.T) {
	var text strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&text, "{\"kind\":\"record\",\"entity\":\"account\",\"id\":\"%x\"}\n", i*i)
	}
	packed := gzipped(t, []byte(text.String()))
	path := write(t, t.TempDir(), "org.gz", packed[:len(packed)*3/4])
	_, err := load([]string{path}, nil)
	var list *loader.ParseErrors
	require.ErrorAs(t, err, &list)
	require.Len(t, list.List, 1)
	require.Greater(t, list.List[0].Line, 15_000)
}

// Lines may be 1 MiB long, and no longer, wherever the blocks end.
func TestLongLines(t *testing.T) {
	line := func(length int) string {
		text := fmt.Sprintf(`{"kind":"user","id":"u%d","name":"`, length)
		return text + strings.Repeat("n", length-len(text)-2) + `"}`
	}
	longest := line(loader.MaxLine)
	for _, end := range []string{"\n", "\r\n"} {
		r, err := loadText(longest + end + line(loader.MaxLine-1) + end + longest)
		require.NoError(t, err)
		require.Equal(t, 3, r.Counts().Sum())
	}
	for _, length := range []int{loader.MaxLine + 1, loader.MaxLine + 2, 2*loader.MaxLine + 7, 5 * loader.MaxLine} {
		for _, before := range []string{"", "# comment\n" + longest + "\n"} {
			_, err := loadText(before + line(length) + "\n{\"kind\":\"user\"}\n" + line(length))
			var list *loader.ParseErrors
			require.ErrorAs(t, err, &list)
			require.Len(t, list.List, 3)
			first := strings.Count(before, "\n") + 1
			require.EqualError(t, list.List[0], fmt.Sprintf("stdin:%d: invalid: the line is longer than 1048576 bytes", first))
			require.EqualError(t, list.List[1], fmt.Sprintf("stdin:%d: user: id: invalid: the field is required", first+1))
			require.EqualError(t, list.List[2], fmt.Sprintf("stdin:%d: invalid: the line is longer than 1048576 bytes", first+2))
		}
	}
}

// The first hundred errors are reported in order, and only these are.
func TestErrorsAreOrdered(t *testing.T) {
	for _, wrong := range []int{1, 100, 101, 20_000} {
		var text strings.Builder
		for i := range 20_000 {
			if i < wrong {
				text.WriteString("{\"kind\":\"user\",\"id\":\"u\",\"nmae\":\"a rather long line\"}\n")
			}
			text.WriteString("{\"kind\":\"user\",\"id\":\"u\",\"name\":\"a rather long line\"}\n")
		}
		_, err := loadText(text.String())
		var list *loader.ParseErrors
		require.ErrorAs(t, err, &list)
		require.Len(t, list.List, min(wrong, graph.MaxErrors))
		require.Equal(t, wrong > graph.MaxErrors, list.More)
		require.Equal(t, list.More, strings.HasSuffix(err.Error(), "\nand more"))
		for i, each := range list.List {
			require.Equal(t, 2*i+1, each.Line)
		}
	}
}

// Loading stops when its context ends, even if standard input has nothing to say.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	in, out := io.Pipe()
	defer out.Close()
	done := make(chan error)
	go func() { done <- loader.New([]string{"-"}, in).Load(ctx, graph.NewBuilder()) }()
	_, err := out.Write([]byte("{\"kind\":\"user\",\"id\":\"u\"}\n"))
	require.NoError(t, err)
	cancel()
	require.ErrorIs(t, <-done, context.Canceled)

	require.ErrorIs(t, loader.New([]string{worked}, nil).Load(ctx, graph.NewBuilder()), context.Canceled)
}

// A reader that fails says where.
func TestFailingReader(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("{\"kind\":\"user\",\"id\":\"u\"}\n{\"kind\""), iotest.ErrReader(os.ErrClosed))
	_, err := load([]string{"-"}, broken)
	require.ErrorIs(t, err, os.ErrClosed)
	require.ErrorContains(t, err, "stdin:2: ")
}

// Facts that the graph refuses are told by file and line.
func TestExplain(t *testing.T) {
	r, err := load([]string{worked}, nil)
	require.NoError(t, err)
	refused := graph.FactErrors{
		{Change: -1, Place: graph.Place{Source: 1, Line: 16}, Object: `user "cy"`, Field: "manager", Value: "bne", Err: graph.ErrUnknown},
		{Change: -1, Place: graph.Place{Source: 1, Line: 18}, Also: graph.Place{Source: 1, Line: 9}, Object: `user "x"`, Err: graph.ErrDuplicate},
		{Change: -1, Err: graph.ErrRootBusinessUnit},
	}
	err = r.Explain(fmt.Errorf("load: %w", refused))
	require.ErrorIs(t, err, graph.ErrUnknown)
	require.EqualError(t, err, "there must be exactly one root business unit, enabled and above all others\n"+worked+":16: user \"cy\": manager \"bne\": unknown\n"+
		worked+":18: user \"x\": duplicate, see "+worked+":9")
	require.Equal(t, io.EOF, r.Explain(io.EOF))
	require.NoError(t, r.Explain(nil))
}

// A few bytes cannot ask for gigabytes.
func TestZstdWindow(t *testing.T) {
	frame := []byte{0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xff, 0x01, 0x00, 0x00} // an empty frame with the greatest window
	_, err := load([]string{"-"}, bytes.NewReader(frame))
	require.ErrorIs(t, err, graph.ErrInvalid)
	require.ErrorContains(t, err, "window")
}
