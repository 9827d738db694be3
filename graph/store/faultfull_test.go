package store_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph/store"
)

// A disk that fills while a checkpoint of batches is written leaves the old root and the log; batches go on
// where they fit, and so does the checkpoint once there is room, without opening the store again.
func TestDiskThatFillsDuringACheckpoint(t *testing.T) {
	if testing.Short() {
		t.Skip("writes much, by one goroutine")
	}
	for look := int64(1); ; look++ {
		var looks atomic.Int64
		w := openWorld(t, t.TempDir(), &store.Options{Free: func(string) (uint64, bool) {
			if looks.Add(-1) == 0 {
				return 0, true
			}
			return 1 << 30, true
		}})
		w.append(users(0, 9_000, 400)...)
		root := w.st.Checkpointed()
		looks.Store(look)
		err := w.st.Checkpoint(context.Background(), w.rev, w.state)
		hit := looks.Load() <= 0
		if err != nil {
			require.ErrorIs(t, err, store.ErrFull)
			require.Equal(t, root, w.st.Checkpointed())
		}
		looks.Store(0)
		w.append(user("u"))
		w.checkpoint()
		w.reopen(nil)
		require.NoError(t, w.st.Close())
		if !hit {
			require.Greater(t, look, int64(3), "looks")
			return
		}
	}
}
