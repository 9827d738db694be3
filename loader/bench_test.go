package loader_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
	"github.com/stretchr/testify/require"
)

// benchRecords is how many records, and a twentieth of it shares, the benchmarks read and write.
const benchRecords = 200_000

func benchObjects(kind graph.Kind) iter.Seq[graph.Object] {
	return func(yield func(graph.Object) bool) {
		for i := range benchRecords {
			record := graph.Record{Entity: "account", ID: fmt.Sprintf("%08x-0000-4000-8000-%012x", i*7919, i), Owner: graph.UserRef(fmt.Sprint("user-", i%1000))}
			switch {
			case kind == graph.KindRecord:
				if !yield(record) {
					return
				}
			case kind == graph.KindShare && i%20 == 0:
				if !yield(graph.RecordShare{Record: record.Ref(), Principal: graph.TeamRef(fmt.Sprint("team-", i%100)), Rights: 3}) {
					return
				}
			}
		}
	}
}

func benchText(b *testing.B) []byte {
	var text bytes.Buffer
	require.NoError(b, loader.Dump(context.Background(), &text, benchObjects))
	return text.Bytes()
}

func reportLines(b *testing.B, lines int) {
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}

// The floor: finding the ends of the lines.
func BenchmarkLines(b *testing.B) {
	text := benchText(b)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		lines := 0
		for range bytes.Lines(text) {
			lines++
		}
		require.Equal(b, benchRecords+benchRecords/20, lines)
	}
	reportLines(b, benchRecords+benchRecords/20)
}

func BenchmarkRead(b *testing.B) {
	text := benchText(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		r := loader.New([]string{"-"}, bytes.NewReader(text))
		require.NoError(b, r.Load(context.Background(), graph.NewBuilder()))
		require.Equal(b, benchRecords+benchRecords/20, r.Counts().Sum())
	}
	reportLines(b, benchRecords+benchRecords/20)
}

// held is the objects of the benchmarks, held in memory.
func held() func(graph.Kind) iter.Seq[graph.Object] {
	var objects []graph.Object
	for _, kind := range []graph.Kind{graph.KindRecord, graph.KindShare} {
		objects = slices.AppendSeq(objects, benchObjects(kind))
	}
	return byKind(objects)
}

func BenchmarkDump(b *testing.B) {
	facts := held()
	b.SetBytes(int64(len(benchText(b))))
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, loader.Dump(context.Background(), io.Discard, facts))
	}
	reportLines(b, benchRecords+benchRecords/20)
}

// benchCSV is the records and shares of the benchmarks as CSV.
func benchCSV(b *testing.B) (dir string, size int64) {
	dir = filepath.Join(b.TempDir(), "csv")
	require.NoError(b, loader.DumpCSV(context.Background(), dir, benchObjects))
	for _, name := range []string{"records.csv", "shares.csv"} {
		info, err := os.Stat(filepath.Join(dir, name))
		require.NoError(b, err)
		size += info.Size()
	}
	return dir, size
}

// The floor: the rows that the standard library reads out of the same files.
func BenchmarkRows(b *testing.B) {
	dir, size := benchCSV(b)
	b.SetBytes(size)
	for b.Loop() {
		rows := 0
		for _, name := range []string{"records.csv", "shares.csv"} {
			text, err := os.ReadFile(filepath.Join(dir, name))
			require.NoError(b, err)
			r := csv.NewReader(bytes.NewReader(text))
			r.ReuseRecord = true
			for _, err = r.Read(); err == nil; _, err = r.Read() {
				rows++
			}
			require.Equal(b, io.EOF, err)
		}
		require.Equal(b, benchRecords+benchRecords/20+2, rows)
	}
	reportLines(b, benchRecords+benchRecords/20)
}

func BenchmarkReadCSV(b *testing.B) {
	dir, size := benchCSV(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		r := loader.New([]string{dir}, nil)
		require.NoError(b, r.Load(context.Background(), graph.NewBuilder()))
		require.Equal(b, benchRecords+benchRecords/20, r.Counts().Sum())
	}
	reportLines(b, benchRecords+benchRecords/20)
}

// Shares and what they inherit, which come together out of two files.
func BenchmarkReadInheritedCSV(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "csv")
	require.NoError(b, loader.DumpCSV(context.Background(), dir, func(kind graph.Kind) iter.Seq[graph.Object] {
		return func(yield func(graph.Object) bool) {
			for i := 0; kind == graph.KindShare && i < benchRecords; i++ {
				from := graph.InheritedShare{Origin: graph.RecordRef("account", fmt.Sprint("parent-", i/10)), Rights: 1}
				share := graph.RecordShare{Record: graph.RecordRef("account", fmt.Sprint("record-", i)), Principal: graph.UserRef("u"), Rights: 3}
				share.Inherited = []graph.InheritedShare{from}
				if !yield(share) {
					return
				}
			}
		}
	}))
	b.ReportAllocs()
	for b.Loop() {
		r := loader.New([]string{dir}, nil)
		require.NoError(b, r.Load(context.Background(), graph.NewBuilder()))
		require.Equal(b, benchRecords, r.Counts().Sum())
	}
	reportLines(b, 2*benchRecords)
}

func BenchmarkDumpCSV(b *testing.B) {
	facts := held()
	_, size := benchCSV(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, loader.DumpCSV(context.Background(), filepath.Join(b.TempDir(), "csv"), facts))
	}
	reportLines(b, benchRecords+benchRecords/20)
}
