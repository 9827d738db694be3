package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

const (
	// crashDir names the store to the process that is to die.
	crashDir = "AMBIT_STORE_CRASH_DIR"
	// crashKills is how often TestKill kills, where it is set.
	crashKills = "AMBIT_STORE_KILLS"
	// loadEvery is how many revisions lie between two loads of the process that is to die.
	loadEvery = 40
)

// isLoad tells which revisions are loads and which are batches.
func isLoad(rev graph.Revision) bool { return rev%loadEvery == 0 }

// loaded is the State that the load of a revision publishes.
func loaded(t testing.TB, rev graph.Revision) *graph.State {
	state, err := graph.NewState().Replay(append([]graph.Change{unit("root", "")}, users(int(rev), 6_000, 80)...))
	require.NoError(t, err)
	return state
}

// changesAt are the changes of the batch of a revision; some take several transactions.
func changesAt(rev graph.Revision) []graph.Change {
	if rev == 1 {
		return []graph.Change{unit("root", "")}
	}
	if rev%25 == 0 {
		return users(int(rev)*7, 5_000, 700)
	}
	return users(int(rev)*7, 10, 40)
}

// stateAt is the State that a store of that revision must hold.
func stateAt(t testing.TB, rev graph.Revision) *graph.State {
	state, from := graph.NewState(), graph.Revision(1)
	if load := rev - rev%loadEvery; load > 0 {
		state, from = loaded(t, load), load+1
	}
	for ; from <= rev; from++ {
		var err error
		state, err = state.Replay(changesAt(from))
		require.NoError(t, err)
	}
	return state
}

// crashKeep is what the process that is to die keeps of its log: about what ten revisions write.
const crashKeep = 1 << 20

// requireLogOf compares what the log of a store at a revision holds.
func requireLogOf(t *testing.T, st *store.Store, rev graph.Revision) {
	t.Helper()
	next, bytes := st.Kept()
	require.True(t, bytes >= crashKeep || next == 1, "%d bytes from revision %d on", bytes, next)
	for e, err := range st.Log(next) {
		require.NoError(t, err)
		require.Equal(t, next, e.Revision)
		require.Equal(t, isLoad(next), e.Reset)
		if !e.Reset {
			require.Equal(t, changesAt(next), e.Changes)
		}
		next++
	}
	require.Equal(t, rev+1, next)
}

// TestKill kills a process that appends, checkpoints and loads. What it said was durable is there
// afterwards, and nothing in part; so is what it was to keep of the log.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	kills := 10
	if text := os.Getenv(crashKills); text != "" {
		var err error
		kills, err = strconv.Atoi(text)
		require.NoError(t, err)
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	dir := t.TempDir()
	for range kills {
		acknowledged := killAfter(t, dir, time.Duration(random.IntN(250))*time.Millisecond)
		st, state, rev, err := store.Open(dir, &store.Options{ReadOnly: random.IntN(2) == 0, KeepBytes: crashKeep})
		require.NoError(t, err)
		require.GreaterOrEqual(t, rev, acknowledged)
		require.LessOrEqual(t, rev, acknowledged+1, "at most the batch under way")
		requireSame(t, stateAt(t, rev).WithNumbering(state.Numbering()), state)
		requireLogOf(t, st, rev)
		require.NoError(t, st.Close())
	}
}

// killAfter starts the process, kills it some time after its first word, and returns the last revision that it
// said was durable.
func killAfter(t *testing.T, dir string, pause time.Duration) graph.Revision {
	child := exec.Command(os.Args[0], "-test.run=^TestCrashingProcess$")
	child.Env = append(os.Environ(), crashDir+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	var once sync.Once
	var last graph.Revision
	for lines := bufio.NewScanner(out); lines.Scan(); {
		once.Do(func() { time.AfterFunc(pause, func() { _ = child.Process.Kill() }) })
		rev, err := strconv.ParseUint(lines.Text(), 10, 64)
		require.NoError(t, err, "the process said %q", lines.Text())
		last = graph.Revision(rev)
	}
	require.Error(t, child.Wait(), "it was to be killed")
	return last
}

// TestCrashingProcess is the process that TestKill kills. It says each revision once it is durable.
func TestCrashingProcess(t *testing.T) {
	dir := os.Getenv(crashDir)
	if dir == "" {
		t.Skip("runs within TestKill")
	}
	st, state, rev, err := store.Open(dir, &store.Options{KeepBytes: crashKeep})
	require.NoError(t, err)
	fmt.Println(rev)
	var background sync.Mutex
	for ctx := context.Background(); ; fmt.Println(rev) {
		rev++
		if isLoad(rev) {
			state = loaded(t, rev)
			require.NoError(t, st.Checkpoint(ctx, rev, state))
			continue
		}
		changes := changesAt(rev)
		state, err = state.Replay(changes)
		require.NoError(t, err)
		require.NoError(t, st.Append(ctx, store.Entry{Revision: rev, Changes: changes}))
		if rev%6 == 0 && background.TryLock() {
			go func(rev graph.Revision, state *graph.State) {
				defer background.Unlock()
				// A load may have overtaken it.
				_ = st.Checkpoint(ctx, rev, state)
			}(rev, state)
		}
	}
}
