package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

// BenchmarkFloor is one write and one sync at the end of a growing file, beside BenchmarkAppend.
func BenchmarkFloor(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "floor"))
	require.NoError(b, err)
	defer f.Close()
	bytes := make([]byte, 160)
	for b.Loop() {
		_, err := f.Write(bytes)
		require.NoError(b, err)
		require.NoError(b, f.Sync())
	}
}

func BenchmarkAppend(b *testing.B) {
	for _, batches := range []int{1, 64} {
		b.Run(fmt.Sprintf("batches=%d", batches), func(b *testing.B) {
			w := openWorld(b, b.TempDir(), nil)
			entries := make([]store.Entry, batches)
			for b.Loop() {
				for i := range entries {
					w.rev++
					entries[i] = store.Entry{Revision: w.rev, Changes: []graph.Change{user("u")}}
				}
				require.NoError(b, w.st.Append(context.Background(), entries...))
			}
			require.Equal(b, w.rev, w.st.Revision())
			b.ReportMetric(float64(batches*b.N)/b.Elapsed().Seconds(), "batches/s")
		})
	}
}

func BenchmarkCheckpoint(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprintf("users=%d", n), func(b *testing.B) {
			w := openWorld(b, b.TempDir(), nil)
			var size int64
			for b.Loop() {
				b.StopTimer()
				state, err := graph.NewState().Replay(append([]graph.Change{unit("root", "")}, users(0, n, 100)...))
				require.NoError(b, err)
				for page := range state.Pages() {
					size += int64(len(page.Append(nil)))
				}
				w.state, w.rev = state, w.rev+1
				b.StartTimer()
				w.checkpoint()
			}
			b.ReportMetric(float64(size)/1e6/b.Elapsed().Seconds(), "MB/s")
			w.reopen(nil)
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	for _, n := range []int{0, 1_000, 100_000} {
		for _, readOnly := range []bool{false, true} {
			b.Run(fmt.Sprintf("users=%d/readonly=%t", n, readOnly), func(b *testing.B) {
				w := openWorld(b, b.TempDir(), nil)
				w.append(users(0, n, 100)...)
				w.checkpoint()
				require.NoError(b, w.st.Close())
				for b.Loop() {
					st, _, rev, err := store.Open(w.dir, &store.Options{ReadOnly: readOnly})
					require.NoError(b, err)
					require.Equal(b, w.rev, rev)
					require.NoError(b, st.Close())
				}
			})
		}
	}
}

// BenchmarkOpenBesideALog opens stores that keep more and more of their log.
func BenchmarkOpenBesideALog(b *testing.B) {
	for _, kept := range []int64{0, 16 << 20, 64 << 20} {
		b.Run(fmt.Sprintf("kept=%dMiB", kept>>20), func(b *testing.B) {
			w := openWorld(b, b.TempDir(), keeping(1<<40))
			w.append(users(0, 10_000, 20)...)
			for _, bytes := w.st.Kept(); bytes < kept; _, bytes = w.st.Kept() {
				for i := range 500 {
					w.append(users(i, 60, 100)...)
				}
				w.checkpoint()
			}
			w.checkpoint()
			require.NoError(b, w.st.Close())
			for b.Loop() {
				st, _, rev, err := store.Open(w.dir, keeping(1<<40))
				require.NoError(b, err)
				require.Equal(b, w.rev, rev)
				require.NoError(b, st.Close())
			}
		})
	}
}
