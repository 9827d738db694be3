package cli

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader"
)

// Whatever the lines of a batch are, each gets one answer, which is a decision.
func FuzzBatch(f *testing.F) {
	ix, err := index.Open(filepath.Join(f.TempDir(), "ambit.db"), nil)
	require.NoError(f, err)
	f.Cleanup(func() { _ = ix.Close() })
	_, err = ix.Load(f.Context(), loader.New([]string{"../testdata/orgs/worked.ndjson"}, nil).Load)
	require.NoError(f, err)
	for _, seed := range []string{
		"", "\n", "\r\n\n", "{}", "null", "[", "\xff",
		`{"user":"ben","right":"Read","record":"account:a1"}`,
		`{"user":"ben","right":"Read","record":"account:a1"}` + "\n" + `{"user":"zoe","right":"Reed","record":":"}`,
		`{"user":"ben","right":"Create","entity":"account","owner":"user:cy","business_unit":"oslo"}`,
		`{"user":"\u0000","right":"read","record":"task:\ud800"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		lines := newLineReader(bytes.NewReader(text))
		asked, answered := 0, 0
		for {
			part, err := lines.next()
			b := block{text: part}
			b.answer(ix.Snapshot())
			asked += b.asked
			for answer := range bytes.Lines(b.answers) {
				var each struct{ Decision, Error string }
				require.NoError(t, json.Unmarshal(answer, &each))
				require.Contains(t, []string{"allow", "deny"}, each.Decision)
				require.False(t, each.Error != "" && each.Decision == "allow")
				answered++
			}
			if err != nil {
				break
			}
		}
		want := bytes.Count(text, []byte("\n"))
		if len(text) > 0 && text[len(text)-1] != '\n' {
			want++
		}
		require.Equal(t, want, asked)
		require.Equal(t, want, answered)
	})
}
