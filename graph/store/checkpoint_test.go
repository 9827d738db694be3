package store_test

import (
	"context"
	"errors"
	"math"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

func TestCheckpointTakesTheLogIn(t *testing.T) {
	w := openWorld(t, t.TempDir(), &store.Options{CheckpointBytes: 1000})
	require.False(t, w.st.NeedsCheckpoint())
	for i := range 10 {
		w.append(users(i*10, 10, 50)...)
	}
	require.True(t, w.st.NeedsCheckpoint())
	w.checkpoint()
	require.False(t, w.st.NeedsCheckpoint())
	require.Equal(t, w.rev, w.st.Checkpointed())
	for _, err := range w.st.Log(w.rev) {
		require.ErrorIs(t, err, store.ErrTrimmed)
	}
	w.append(user("after"))
	w.reopen(nil)
	w.checkpoint()
	w.reopen(&store.Options{ReadOnly: true})
}

func TestCheckpointOfAnOlderRevisionKeepsTheLogAfterIt(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(users(0, 10, 20)...)
	old, oldRev := w.state, w.rev
	w.append(users(100, 10, 20)...)
	w.append(users(200, 10, 20)...)
	require.NoError(t, w.st.Checkpoint(context.Background(), oldRev, old))
	require.Equal(t, oldRev, w.st.Checkpointed())
	require.Equal(t, w.rev, w.st.Revision())
	w.reopen(nil)
	w.checkpoint()
	w.reopen(nil)
}

func TestCheckpointPublishesALoad(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(users(0, 10, 20)...)
	load, err := graph.NewState().Replay(append([]graph.Change{unit("root", "")}, users(1000, 500, 40)...))
	require.NoError(t, err)
	w.state, w.rev = load, w.rev+1
	w.checkpoint()
	w.append(user("after"))
	w.reopen(nil)
}

func TestCheckpointRefusesARevisionOutOfOrder(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(user("u"))
	w.checkpoint()
	for _, rev := range []graph.Revision{w.rev - 1, w.rev + 2, math.MaxUint64} {
		require.ErrorIs(t, w.st.Checkpoint(context.Background(), rev, w.state), store.ErrRevision)
	}
	w.reopen(nil)
}

func TestCancelledCheckpointLeavesTheOldRoot(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	w.append(users(0, 50, 20)...)
	ctx, cancel := context.WithCancelCause(context.Background())
	cause := errors.New("enough")
	cancel(cause)
	require.ErrorIs(t, w.st.Checkpoint(ctx, w.rev, w.state), cause)
	require.Zero(t, w.st.Checkpointed())
	w.reopen(nil)
}

func TestAppendsBesideCheckpoints(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	type step struct {
		rev   graph.Revision
		state *graph.State
	}
	steps := make(chan step, 1)
	var group sync.WaitGroup
	group.Go(func() {
		for each := range steps {
			if err := w.st.Checkpoint(context.Background(), each.rev, each.state); err != nil {
				t.Errorf("checkpoint of %d: %v", each.rev, err)
			}
		}
	})
	for i := range 200 {
		w.append(users(i*5, 5, 30)...)
		select {
		case steps <- step{w.rev, w.state}:
		default:
		}
	}
	close(steps)
	group.Wait()
	w.reopen(nil)
}

// A checkpoint is due after many effects, also where they take few bytes: setting them anew is what takes
// long when the store is opened.
func TestCheckpointIsDueAfterManyEffects(t *testing.T) {
	options := &store.Options{CheckpointBytes: 1 << 40}
	w := openWorld(t, t.TempDir(), options)
	same := make([]graph.Change, 1<<15-8)
	for i := range same {
		same[i] = user("u")
	}
	for range 2 {
		w.append(same...)
		require.False(t, w.st.NeedsCheckpoint())
	}
	w.reopen(options)
	require.False(t, w.st.NeedsCheckpoint())
	w.append(same[:100]...)
	require.True(t, w.st.NeedsCheckpoint())
	w.reopen(options)
	require.True(t, w.st.NeedsCheckpoint(), "as opening counts them")
}
