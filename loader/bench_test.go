package loader_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
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

func BenchmarkDump(b *testing.B) {
	objects := map[graph.Kind][]graph.Object{}
	for _, kind := range []graph.Kind{graph.KindRecord, graph.KindShare} {
		for o := range benchObjects(kind) {
			objects[kind] = append(objects[kind], o)
		}
	}
	b.SetBytes(int64(len(benchText(b))))
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, loader.Dump(context.Background(), io.Discard, func(kind graph.Kind) iter.Seq[graph.Object] {
			return func(yield func(graph.Object) bool) {
				for _, o := range objects[kind] {
					if !yield(o) {
						return
					}
				}
			}
		}))
	}
	reportLines(b, benchRecords+benchRecords/20)
}
