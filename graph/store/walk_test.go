package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

// Whoever walks the log holds up neither writes nor trimming nor Close, and learns of the latter two.
func TestWalkHoldsUpNobody(t *testing.T) {
	w := openWorld(t, t.TempDir(), keeping(1))
	for i := range 20 {
		w.append(users(i*100, 100, 400)...) // more than one piece
	}
	last := w.rev
	next := graph.Revision(1)
	for e, err := range w.st.Log(1) {
		if err != nil {
			require.ErrorIs(t, err, store.ErrTrimmed)
			break
		}
		require.Equal(t, next, e.Revision)
		next++
		if e.Revision == 2 {
			w.checkpoint()
			w.append(user("u"))
			w.checkpoint()
		}
	}
	require.Greater(t, next, graph.Revision(3))
	require.Less(t, next, last)

	for i := range 20 {
		w.append(users(i*100, 100, 400)...)
	}
	var got error
	for e, err := range w.st.Log(last + 1) {
		if got = err; err == nil && e.Revision == last+1 {
			require.NoError(t, w.st.Close())
		}
	}
	require.ErrorIs(t, got, store.ErrClosed)
}

// Walks beside a writer see every entry once and in order, or that it was trimmed.
func TestWalksBesideTheWriter(t *testing.T) {
	w := openWorld(t, t.TempDir(), keeping(20_000))
	done := make(chan struct{})
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			for next, ended := graph.Revision(1), false; ; {
				select {
				case <-done:
					ended = true
				default:
				}
				for e, err := range w.st.Log(next) {
					if errors.Is(err, store.ErrTrimmed) {
						next, _ = w.st.Kept()
						break
					}
					if err != nil {
						t.Error(err)
						return
					}
					if e.Revision != next || e.Reset != (e.Revision%30 == 0) {
						t.Errorf("revision %d, not %d; reset %v", e.Revision, next, e.Reset)
						return
					}
					next++
				}
				if ended {
					if next != w.st.Revision()+1 {
						t.Errorf("ended at revision %d of %d", next-1, w.st.Revision())
					}
					return
				}
			}
		})
	}
	for w.rev < 200 {
		if (w.rev+1)%30 == 0 {
			w.replay(user("loaded"))
			w.checkpoint()
			continue
		}
		w.append(users(int(w.rev)*5, 5, 60)...)
		if w.rev%7 == 0 {
			require.NoError(t, w.st.Checkpoint(context.Background(), w.rev, w.state))
		}
	}
	close(done)
	group.Wait()
	w.reopen(nil)
}
