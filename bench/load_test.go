package bench_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader"
)

// perSecond reports how many records a second one turn of the benchmark stands for.
func perSecond(b *testing.B, records int) {
	b.ReportMetric(float64(records)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

// BenchmarkLoad takes an org stream from a file to a durable index; its floor decodes the lines alone,
// on one processor.
func BenchmarkLoad(b *testing.B) {
	for _, records := range sizes {
		w := worldOf(b, records)
		b.Run(fmt.Sprintf("records=%d", records), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ix, err := index.Open(b.TempDir(), nil)
				require.NoError(b, err)
				_, err = ix.Load(context.Background(), loader.New([]string{w.path}, nil).Load)
				require.NoError(b, err)
				entity, _ := ix.Snapshot().State().Entity("account")
				require.Equal(b, records, entity.Len())
				require.NoError(b, ix.Close())
			}
			perSecond(b, records)
		})
		b.Run(fmt.Sprintf("floor=decode/records=%d", records), func(b *testing.B) {
			for b.Loop() {
				require.Greater(b, w.parse(b), records)
			}
			perSecond(b, records)
		})
	}
}

// BenchmarkOpen opens an index that was closed, and reports what it then takes.
func BenchmarkOpen(b *testing.B) {
	for _, records := range sizes {
		w := worldOf(b, records)
		dir := b.TempDir()
		ix, err := index.Open(dir, nil)
		require.NoError(b, err)
		_, err = ix.Load(context.Background(), loader.New([]string{w.path}, nil).Load)
		require.NoError(b, err)
		require.NoError(b, ix.Close())
		b.Run(fmt.Sprintf("records=%d", records), func(b *testing.B) {
			for b.Loop() {
				ix, err := index.Open(dir, &index.Options{ReadOnly: true})
				require.NoError(b, err)
				entity, _ := ix.Snapshot().State().Entity("account")
				require.Equal(b, records, entity.Len())
				require.NoError(b, ix.Close())
			}
			perSecond(b, records)
		})
	}
}
