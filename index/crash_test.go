//go:build unix

package index_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader"
	"github.com/accessindex/ambit/loader/generate"
)

var kills = flag.Int("kills", 12, "how often TestKill… kill a process; a fifth of it with -short")

// crashDir and crashHow tell the process that is to die where the index is and what to do to it.
const (
	crashDir = "AMBIT_INDEX_CRASH_DIR"
	crashHow = "AMBIT_INDEX_CRASH_HOW"
)

// victim is a process that is to be killed.
type victim struct {
	child *exec.Cmd
	lines *bufio.Scanner
}

func start(t *testing.T, dir, how string) *victim {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestVictim$")
	child.Env = append(os.Environ(), crashDir+"="+dir, crashHow+"="+how)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	return &victim{child, bufio.NewScanner(out)}
}

// killAfter lets the process go on for a while after its next line, kills it, and returns the last line that
// it managed to say, and whether it was still alive then.
func (v *victim) killAfter(t *testing.T, pause time.Duration) (last string, killed bool) {
	t.Helper()
	require.True(t, v.lines.Scan(), "the process says nothing")
	last = v.lines.Text()
	timer := time.AfterFunc(pause, func() { _ = v.child.Process.Kill() })
	defer timer.Stop()
	for v.lines.Scan() {
		last = v.lines.Text()
	}
	return last, v.child.Wait() != nil
}

// TestVictim is the process that the other tests of this file kill.
func TestVictim(t *testing.T) {
	dir := os.Getenv(crashDir)
	if dir == "" {
		t.Skip("runs within the tests that kill it")
	}
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	if os.Getenv(crashHow) == "load" {
		fmt.Println("loading")
		_, err := ix.Load(context.Background(), generated(60_000))
		require.NoError(t, err)
		fmt.Println("loaded")
		require.NoError(t, ix.Close())
		return
	}
	for revision := ix.Revision(); ; {
		fmt.Println(revision)
		revision, err = ix.Apply(context.Background(), pairAt(revision+1)...)
		require.NoError(t, err)
	}
}

// generated is an organisation with as many records.
func generated(records int) graph.Source {
	config := generate.Default(60_000)
	config.Records, config.Shares = records, records/20
	return func(_ context.Context, b *graph.Builder) error {
		section := b.Section()
		line := uint32(0)
		for object := range generate.Objects(config) {
			line++
			if err := section.Put(graph.Place{Line: line}, object); err != nil {
				return err
			}
		}
		return nil
	}
}

// pairAt is the batch of a revision: two records that come together, the two of a hundred revisions before
// that go together, and a name so long that checkpoints are soon due.
func pairAt(revision graph.Revision) []graph.Change {
	left, right := couple(revision)
	name := make([]byte, 30_000)
	_, _ = rand.NewChaCha8([32]byte{byte(revision), byte(revision >> 8)}).Read(name)
	batch := []graph.Change{
		graph.PutObject{Object: left},
		graph.PutObject{Object: graph.User{ID: "talker", Name: base64.StdEncoding.EncodeToString(name)}},
		graph.PutObject{Object: right},
	}
	if revision > 101 {
		oldLeft, oldRight := couple(revision - 100)
		batch = append(batch, graph.DeleteObject{Object: oldLeft}, graph.DeleteObject{Object: oldRight})
	}
	return batch
}

func couple(revision graph.Revision) (left, right graph.Record) {
	owner := graph.UserRef(fmt.Sprintf("user-%d", revision%10))
	return graph.Record{Entity: "account", ID: fmt.Sprint("left-", revision), Owner: owner},
		graph.Record{Entity: "account", ID: fmt.Sprint("right-", revision), Owner: owner}
}

// rounds is how often to kill.
func rounds() int {
	if testing.Short() {
		return min(*kills, 1)
	}
	return *kills
}

// A process that is killed while it loads leaves the old index or the new one, whole.
func TestKillLoad(t *testing.T) {
	if rounds() == 0 {
		t.Skip("-kills=0")
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	base := t.TempDir()
	ix, err := index.Open(base, nil)
	require.NoError(t, err)
	_, err = ix.Load(t.Context(), generated(100))
	require.NoError(t, err)
	before := dumped(t, ix.Snapshot())
	require.NoError(t, ix.Close())

	builder := graph.NewBuilder()
	require.NoError(t, generated(60_000)(t.Context(), builder))
	loaded, err := ix.Snapshot().State().Load(t.Context(), builder)
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, loader.Dump(t.Context(), &out, loaded.State.Objects))
	after := out.Bytes()
	require.NotEqual(t, before, after)

	// The first one is not killed: it tells how long a load takes.
	long, old := time.Minute, 0
	for round := range 1 + rounds() {
		dir := t.TempDir()
		require.NoError(t, os.CopyFS(dir, os.DirFS(base)))
		pause := long
		if round > 0 {
			pause = time.Duration(random.Int64N(int64(long)))
		}
		v := start(t, dir, "load")
		begin := time.Now()
		last, killed := v.killAfter(t, pause)
		if round == 0 {
			require.False(t, killed)
			long = time.Since(begin)
		}
		ix, err := index.Open(dir, nil)
		require.NoError(t, err)
		got := dumped(t, ix.Snapshot())
		if bytes.Equal(got, before) {
			old++
			require.NotEqual(t, "loaded", last)
			require.EqualValues(t, 1, ix.Revision())
		} else {
			require.True(t, bytes.Equal(got, after), "after %v there is neither the old index nor the new one", pause)
			require.EqualValues(t, 2, ix.Revision())
		}
		requireSound(t, ix)
		require.NoError(t, ix.Close())
	}
	t.Logf("of %d loads, %d were cut short", 1+rounds(), old)
}

// A process that is killed while it commits leaves every batch that it acknowledged, and none by half.
func TestKillCommits(t *testing.T) {
	if rounds() == 0 {
		t.Skip("-kills=0")
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	dir := t.TempDir()
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	_, err = ix.Load(t.Context(), generated(100))
	require.NoError(t, err)
	require.NoError(t, ix.Close())
	for range rounds() {
		last, killed := start(t, dir, "commit").killAfter(t, time.Duration(random.IntN(400))*time.Millisecond)
		require.True(t, killed)
		var acknowledged graph.Revision
		_, err := fmt.Sscan(last, &acknowledged)
		require.NoError(t, err, last)

		ix, err := index.Open(dir, &index.Options{ReadOnly: random.IntN(3) == 0})
		require.NoError(t, err)
		s := ix.Snapshot()
		require.GreaterOrEqual(t, s.Revision(), acknowledged)
		require.LessOrEqual(t, s.Revision(), acknowledged+1, "at most the batch under way")
		accounts, _ := s.State().Entity("account")
		for revision := graph.Revision(2); revision <= s.Revision()+2; revision++ {
			left, right := couple(revision)
			_, one := accounts.Find(left.ID)
			_, other := accounts.Find(right.ID)
			want := revision <= s.Revision() && revision+100 > s.Revision()
			require.Equal(t, []bool{want, want}, []bool{one, other}, "pair %d at revision %d", revision, s.Revision())
		}
		requireSound(t, ix)
		require.NoError(t, ix.Close())
	}
}
