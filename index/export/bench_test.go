package export_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/export"
	"github.com/accessindex/ambit/loader/generate"
)

// generated is a made-up organisation, with one more user who reads everything.
func generated(b *testing.B, records int) *index.Snapshot {
	path := filepath.Join(b.TempDir(), "organisation.ndjson")
	var text bytes.Buffer
	require.NoError(b, generate.Write(context.Background(), &text, generate.Default(records)))
	text.WriteString(`{"kind":"user","id":"auditor"}
{"kind":"role","id":"auditing","privileges":{"prvReadAccount":"Global"}}
{"kind":"role_assignment","role":"auditing","principal":"user:auditor"}
`)
	require.NoError(b, os.WriteFile(path, text.Bytes(), 0o600))
	return stream(b, path)
}

// someUsers is as many users, evenly spread, as read some ten million records together.
func someUsers(b *testing.B, s *index.Snapshot) (users []string, rows int64) {
	var all []string
	lengths := map[string]int{}
	for each := range s.Objects(graph.KindUser) {
		id := each.(graph.User).ID
		found, err := s.Records(id, index.Read, "account")
		require.NoError(b, err)
		all, lengths[id], rows = append(all, id), found.Len(), rows+int64(found.Len())
	}
	step := int(max(rows/10_000_000, 1))
	rows = 0
	for i := 0; i < len(all); i += step {
		users, rows = append(users, all[i]), rows+int64(lengths[all[i]])
	}
	return users, rows
}

// BenchmarkExport writes exports for one user with everything and for many users, to nowhere and to a
// file on disk. The floors are as many bytes copied in memory, and written to such a file.
func BenchmarkExport(b *testing.B) {
	for _, records := range []int{100_000, 1_000_000} {
		s := generated(b, records)
		users, rows := someUsers(b, s)
		for _, who := range []struct {
			name  string
			users []string
			rows  int64
		}{{"one", []string{"auditor"}, int64(records)}, {"many", users, rows}} {
			for _, format := range []export.Format{export.CSV, export.NDJSON} {
				c := export.Config{Right: index.Read, Entity: "account", Users: who.users, Format: format}
				at := fmt.Sprintf("users=%s/format=%v/records=%d", who.name, format, records)
				benchmark(b, s, c, who.rows, at)
			}
		}
	}
}

func benchmark(b *testing.B, s *index.Snapshot, c export.Config, rows int64, at string) {
	path := filepath.Join(b.TempDir(), "out")
	var bytes int64
	report := func(b *testing.B) {
		b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		b.ReportMetric(float64(bytes)*float64(b.N)/b.Elapsed().Seconds()/1e6, "MB/s")
	}
	b.Run("to=nowhere/"+at, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sum, err := export.Write(context.Background(), s, io.Discard, c)
			require.NoError(b, err)
			require.Equal(b, rows, sum.Rows)
			bytes = sum.Bytes
		}
		report(b)
	})
	b.Run("to=file/"+at, func(b *testing.B) {
		for b.Loop() {
			sum, err := export.File(context.Background(), s, path, c)
			require.NoError(b, err)
			require.Equal(b, rows, sum.Rows)
		}
		report(b)
	})
	from, to := []byte(strings.Repeat("x", 400<<10)), make([]byte, 400<<10)
	b.Run("floor=copy/"+at, func(b *testing.B) {
		for b.Loop() {
			for n := int64(0); n < bytes; n += int64(copy(to, from)) {
			}
		}
		report(b)
	})
	b.Run("floor=file/"+at, func(b *testing.B) {
		for b.Loop() {
			file, err := os.Create(path)
			require.NoError(b, err)
			for n := int64(0); n < bytes; n += int64(len(from)) {
				_, err = file.Write(from[:min(int64(len(from)), bytes-n)])
				require.NoError(b, err)
			}
			require.NoError(b, file.Sync())
			require.NoError(b, file.Close())
		}
		report(b)
	})
}
