package index_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/export"
	"github.com/accessindex/ambit/index/indextest"
)

// An index is closed while all else goes on: each call ends, with its answer or ErrClosed, snapshots answer on,
// and what was acknowledged is there when it is opened again.
func TestHostileClose(t *testing.T) {
	requireNoneLeft(t)
	for round := range 8 {
		dir := t.TempDir()
		ix, err := index.Open(dir, nil)
		require.NoError(t, err)
		_, err = ix.Load(t.Context(), source(indextest.Worked()))
		require.NoError(t, err)
		var group sync.WaitGroup
		var mutex sync.Mutex
		acknowledged := map[string]bool{}
		failed := func(err error) bool {
			if err != nil {
				require.ErrorIs(t, err, index.ErrClosed)
			}
			return err != nil
		}
		for each := range 4 {
			group.Go(func() {
				for i := 0; ; i++ {
					name := fmt.Sprintf("task %d of %d", i, each)
					if _, err := ix.Apply(t.Context(), graph.PutObject{Object: graph.Task{Name: name}}); failed(err) {
						return
					}
					mutex.Lock()
					acknowledged[name] = true
					mutex.Unlock()
				}
			})
		}
		for _, ask := range []func() error{
			func() error { _, err := ix.Load(t.Context(), source(indextest.Worked())); return err },
			func() error { _, err := ix.Verify(t.Context()); return err },
			func() error { _, err := ix.Backup(t.Context(), io.Discard); return err },
			func() error { _, err := ix.Stats(); return err },
			func() error { _, err := ix.SnapshotAt(t.Context(), ix.Revision()+1); return err },
			func() error {
				for _, err := range ix.Watch(t.Context(), 0) {
					if err != nil {
						return err
					}
				}
				return nil
			},
		} {
			group.Go(func() {
				for !failed(ask()) {
				}
			})
		}
		time.Sleep(time.Duration(round) * 3 * time.Millisecond)
		var closers sync.WaitGroup
		for range 3 {
			closers.Go(func() { _ = ix.Close() })
		}
		closers.Wait()
		group.Wait()
		d, err := ix.Snapshot().Check("ben", graph.Read, graph.RecordRef("account", "a2"))
		require.NoError(t, err)
		require.Equal(t, index.Allow, d)
		ix, err = index.Open(dir, nil)
		require.NoError(t, err)
		for name := range acknowledged {
			_, there := ix.Snapshot().State().Task(name)
			require.True(t, there, name)
		}
		requireSound(t, ix)
		require.NoError(t, ix.Close())
	}
}

// Every call that takes a context is cancelled when it asks for the first, the second time, and so on.
func TestHostileCancels(t *testing.T) {
	requireNoneLeft(t)
	ix, err := index.Open(t.TempDir(), nil)
	require.NoError(t, err)
	_, err = ix.Load(t.Context(), source(indextest.Organisation(7, indextest.Shape{})))
	require.NoError(t, err)
	earlier := ix.Snapshot()
	_, err = ix.Apply(t.Context(), graph.PutObject{Object: graph.User{ID: "new"}}, graph.DeleteObject{Object: graph.User{ID: "new"}}, graph.PutObject{Object: graph.Task{Name: "new"}})
	require.NoError(t, err)
	var backup bytes.Buffer
	_, err = ix.Backup(t.Context(), &backup)
	require.NoError(t, err)
	facts := string(dumped(t, ix.Snapshot()))
	for what, do := range map[string]func(ctx context.Context) error{
		"Backup": func(ctx context.Context) error { _, err := ix.Backup(ctx, io.Discard); return err },
		"Verify": func(ctx context.Context) error { _, err := ix.Verify(ctx); return err },
		"OpenBackup": func(ctx context.Context) error {
			_, err := index.OpenBackup(ctx, bytes.NewReader(backup.Bytes()))
			return err
		},
		"Restore": func(ctx context.Context) error {
			_, err := index.Restore(ctx, t.TempDir(), bytes.NewReader(backup.Bytes()))
			return err
		},
		"Diff": func(ctx context.Context) error {
			for _, err := range index.Diff(ctx, earlier, ix.Snapshot()) {
				if err != nil {
					return err
				}
			}
			return nil
		},
		"Watch": func(ctx context.Context) error {
			for event, err := range ix.Watch(ctx, 0) {
				if err != nil || event.Revision == ix.Revision() {
					return err
				}
			}
			return nil
		},
		"export": func(ctx context.Context) error {
			_, err := export.Write(ctx, ix.Snapshot(), io.Discard, export.Config{Right: graph.Read, Entity: ix.Snapshot().State().Entities()[0].Fact().Name})
			return err
		},
		"Apply": func(ctx context.Context) error {
			_, err := ix.Apply(ctx, graph.PutObject{Object: graph.Task{Name: "new"}})
			return err
		},
		"Load": func(ctx context.Context) error {
			_, err := ix.Load(ctx, source([]graph.Object{graph.Task{Name: "new"}}))
			return err
		},
	} {
		t.Run(what, func(t *testing.T) {
			for asked := range 10_000 {
				err := do(newCountdown(t, asked))
				if err == nil {
					return
				}
				require.True(t, errors.Is(err, context.Canceled), "cancelled at %d: %v", asked, err)
			}
			t.Fatal("it never ends")
		})
	}
	require.Equal(t, facts, string(dumped(t, ix.Snapshot())))
	requireSound(t, ix)
	require.NoError(t, ix.Close())
}

// A reader that holds a snapshot sees what it saw while thousands of writes go by, and the memory that this
// takes is free again once it lets go.
func TestHostileReader(t *testing.T) {
	requireNoneLeft(t)
	const writes = 10_000
	ix, err := index.Open(t.TempDir(), &index.Options{SyncDelay: time.Hour, FeedBytes: -1})
	require.NoError(t, err)
	_, err = ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	write := func(count int) {
		for i := range count {
			owner := graph.UserRef([]string{"ada", "ben", "cy"}[i%3])
			_, err := ix.Apply(t.Context(), graph.PutObject{Object: graph.Record{Entity: "account", ID: "a1", Owner: owner}})
			require.NoError(t, err)
		}
	}
	heap := func() int64 {
		runtime.GC()
		runtime.GC()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		return int64(memory.HeapAlloc)
	}
	held := ix.Snapshot()
	facts := string(dumped(t, held))
	write(writes / 10)
	before := heap()
	write(writes)
	require.Equal(t, facts, string(dumped(t, held)))
	held = nil
	require.Less(t, heap()-before, int64(24<<20), "bytes more after %d writes", writes)
	requireSound(t, ix)
	require.NoError(t, ix.Close())
}
