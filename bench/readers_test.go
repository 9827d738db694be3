package bench_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index"
)

// BenchmarkReaders has one and two readers ask, alone and beside a writer that commits durably a
// thousand times a second. It reports questions a second, the median time of one, and the commits a second
// that there were.
func BenchmarkReaders(b *testing.B) {
	const records = 1_000_000
	w := worldOf(b, records)
	ix := w.loaded(b)
	pairs := w.pairs(1 << 14)
	deep, _ := w.deepUser(b, ix.Snapshot())
	asks := map[string]func(i int) bool{
		"check": func(i int) bool {
			p := &pairs[i&(1<<14-1)]
			d, err := ix.Snapshot().Check(p.user, index.Read, index.RecordRef("account", p.record))
			return err == nil && bool(d) == p.allow
		},
		"list": func(int) bool {
			set, err := ix.Snapshot().Records(deep, index.Read, "account")
			return err == nil && set.Len() > 0
		},
	}
	for _, ask := range []string{"check", "list"} {
		for _, readers := range []int{1, 2} {
			for _, commits := range []int{0, 1000} {
				name := fmt.Sprintf("ask=%s/readers=%d/commits=%d", ask, readers, commits)
				b.Run(name, func(b *testing.B) { read(b, ix, w, asks[ask], readers, commits) })
			}
		}
	}
}

// read shares b.N questions among readers while a writer commits at a rate.
func read(b *testing.B, ix *index.Index, w *world, ask func(int) bool, readers, rate int) {
	done := make(chan struct{})
	var writing sync.WaitGroup
	committed := 0
	if rate > 0 {
		writing.Go(func() { committed = write(b, ix, w, rate, done) })
	}
	var next, wrong atomic.Int64
	medians := make([]time.Duration, readers)
	var reading sync.WaitGroup
	b.ResetTimer()
	for r := range readers {
		reading.Go(func() {
			var times []time.Duration
			for i := int(next.Add(1)); i <= b.N; i = int(next.Add(1)) {
				start := time.Now()
				if !ask(i * 7919) {
					wrong.Add(1)
				}
				if len(times) < 1<<16 {
					times = append(times, time.Since(start))
				}
			}
			if slices.Sort(times); len(times) > 0 {
				medians[r] = times[len(times)/2]
			}
		})
	}
	reading.Wait()
	b.StopTimer()
	close(done)
	writing.Wait()
	require.Zero(b, wrong.Load())
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "asked/s")
	b.ReportMetric(float64(slices.Max(medians).Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(committed)/b.Elapsed().Seconds(), "commits/s")
}

// write gives new records to users who do not take part in the checked answers, at a rate, until it is
// told to end, and returns how many it committed.
func write(b *testing.B, ix *index.Index, w *world, rate int, done <-chan struct{}) (committed int) {
	ticks := time.NewTicker(time.Second / time.Duration(rate))
	defer ticks.Stop()
	for {
		select {
		case <-done:
			return committed
		case <-ticks.C:
			record := index.Record{
				Entity: "account", ID: fmt.Sprintf("%s-%d", b.Name(), committed),
				Owner: index.UserRef(w.users[committed%len(w.users)]),
			}
			if _, err := ix.Apply(context.Background(), index.PutObject{Object: record}); err != nil {
				b.Error(err)
				return committed
			}
			committed++
		}
	}
}
