package bench_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index"
)

// commitBytes is about what the log takes for a batch of one record.
const commitBytes = 200

// BenchmarkCommit puts one record a batch, durably, with one client and with many at once; its floor appends as
// many bytes to a file that grows, and syncs it. Floor and clients take turns in one run, for a disk is not the
// same from one minute to the next: x-floor is what a commit costs in floors beside it, p50-x-floor how long the
// median one waits.
func BenchmarkCommit(b *testing.B) {
	w := worldOf(b, 100_000)
	ix := w.loaded(b)
	file, err := os.Create(filepath.Join(b.TempDir(), "log"))
	require.NoError(b, err)
	defer file.Close()
	entry := make([]byte, commitBytes)
	raw := func() {
		_, err := file.Write(entry)
		require.NoError(b, err)
		require.NoError(b, file.Sync())
	}
	b.Run("floor=fsync", func(b *testing.B) {
		var times []time.Duration
		for b.Loop() {
			times = append(times, timed(raw))
		}
		reportTimes(b, times)
	})
	written := new(atomic.Int64)
	commit := func() (index.Revision, error) {
		n := written.Add(1)
		owner := index.UserRef(w.users[int(n)%len(w.users)])
		return ix.Apply(context.Background(), index.PutObject{Object: index.Record{Entity: "account", ID: fmt.Sprint("new-", n), Owner: owner}})
	}
	for _, clients := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			b.ReportAllocs()
			c := &crowd{clients: clients, commit: commit}
			before, first := ix.Revision(), written.Load()
			var floors []time.Duration
			// Rounds of which each is long enough for all clients and short beside what a disk does.
			for left := b.N; left > 0; {
				batches := min(left, 64*clients)
				left -= batches
				b.StopTimer()
				for range 32 {
					floors = append(floors, timed(raw))
				}
				b.StartTimer()
				c.round(b, batches)
			}
			b.StopTimer()
			c.check(b, before)
			records, _ := ix.Snapshot().State().Entity("account")
			for n := first + 1; n <= written.Load(); n++ {
				_, there := records.Find(fmt.Sprint("new-", n))
				require.True(b, there, "record %d", n)
			}
			require.Equal(b, len(w.records)+int(written.Load()), records.Len())
			reportTimes(b, c.times)
			var floor time.Duration
			for _, each := range floors {
				floor += each
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)*float64(len(floors))/float64(floor), "x-floor")
			slices.Sort(floors)
			b.ReportMetric(float64(c.times[len(c.times)/2])/float64(floors[len(floors)/2]), "p50-x-floor")
		})
	}
	differences, err := ix.Verify(context.Background())
	require.NoError(b, err)
	require.Empty(b, differences)
}

// crowd is clients that commit at once, the revisions that they were given, and how long each commit took.
type crowd struct {
	clients   int
	commit    func() (index.Revision, error)
	revisions []index.Revision
	times     []time.Duration
}

// round commits batches, each client as soon as its last one is durable.
func (c *crowd) round(b *testing.B, batches int) {
	var (
		wait  sync.WaitGroup
		left  atomic.Int64
		mutex sync.Mutex
	)
	left.Store(int64(batches))
	for range c.clients {
		wait.Go(func() {
			var revisions []index.Revision
			var times []time.Duration
			for left.Add(-1) >= 0 {
				times = append(times, timed(func() {
					revision, err := c.commit()
					if err != nil {
						b.Error(err)
					}
					revisions = append(revisions, revision)
				}))
			}
			mutex.Lock()
			defer mutex.Unlock()
			c.revisions = append(c.revisions, revisions...)
			c.times = append(c.times, times...)
		})
	}
	wait.Wait()
}

// check proves that each batch has a revision of its own, and that there is no other.
func (c *crowd) check(b *testing.B, before index.Revision) {
	require.Len(b, c.revisions, b.N)
	slices.Sort(c.revisions)
	for i, revision := range c.revisions {
		require.Equal(b, before+index.Revision(i)+1, revision)
	}
}

func timed(do func()) time.Duration {
	begin := time.Now()
	do()
	return time.Since(begin)
}

// reportTimes reports the median and the hundredth longest of times.
func reportTimes(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2]), "p50-ns")
	b.ReportMetric(float64(times[len(times)*99/100]), "p99-ns")
}
