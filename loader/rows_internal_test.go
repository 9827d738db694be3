package loader

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var fuzzRows = []string{
	"a,b\nc,d\n", "\n\r\na,\r\n", "\"a\",\"b\"\"c\"\n\"d\ne\",\r\n", "\"a\r\nb\",c\r\n", "a\"b\n", "\"a\"b\n", "\"a", "a\rb\n", "\"\"\n,", "\"a\"\r", "a\r",
}

// Rows are those of the standard library's reader, but for carriage returns: this reader keeps those in
// quotes, and refuses those that stand alone.
func FuzzRows(f *testing.F) {
	for _, text := range fuzzRows {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		standard := csv.NewReader(bytes.NewReader(text))
		standard.FieldsPerRecord = -1
		r := rows{text: text, after: 1}
		for {
			more, err := r.scan()
			if bytes.Contains(text, []byte("\r")) || !bytes.Equal(text, bytes.ToValidUTF8(text, nil)) {
				if !more || err != nil {
					return
				}
				continue
			}
			want, wantErr := standard.Read()
			if wantErr == io.EOF {
				require.False(t, more)
				require.NoError(t, err)
				require.Equal(t, uint32(strings.Count(string(text), "\n")), r.after-1-unended(text))
				return
			}
			require.True(t, more)
			if wantErr != nil {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			line, _ := standard.FieldPos(0)
			require.EqualValues(t, line, r.line)
			got := make([]string, len(r.cells))
			for i, each := range r.cells {
				got[i] = string(each)
			}
			require.Equal(t, want, got)
		}
	})
}

// unended is 1 if the last line has no end.
func unended(text []byte) uint32 {
	if len(text) > 0 && text[len(text)-1] != '\n' {
		return 1
	}
	return 0
}

// Wherever a text is cut, the last row ends where the reader finds an end.
func TestLastRow(t *testing.T) {
	text := []byte("a,\"b\"\n\n\"c\n\"\"\n\",d\r\n\"\n\"\ne\n")
	ends := map[int]bool{0: true}
	for r := (rows{text: text, after: 1}); len(r.text) > 0; {
		_, err := r.scan()
		require.NoError(t, err)
		ends[len(text)-len(r.text)] = true
	}
	ends[7] = true // a blank line
	want := 0
	for n := range len(text) + 1 {
		if ends[n] {
			want = n
		}
		require.Equal(t, want, lastRow(text[:n]), "%q", text[:n])
	}
}

// Every column of every form is a field that the decoder knows.
func TestColumnsAreFields(t *testing.T) {
	for i := range forms {
		f := &forms[i]
		require.Subset(t, f.columns, f.required)
		if f.part {
			continue
		}
		s := &sheet{form: f}
		var cells [][]byte
		for _, name := range f.columns {
			cells = append(cells, []byte(name))
		}
		require.Empty(t, s.header(cells))
		_, faults := newDecoder().row(s, cells)
		for _, fault := range faults {
			require.NotContains(t, fault.Error(), "no such field", f.name)
		}
	}
}
