//go:build unix

package index_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index"
)

// restoreFrom names the backup to the process that is to die.
const restoreFrom = "AMBIT_INDEX_RESTORE_FROM"

// A process that is killed while it restores leaves the old index, or none where there was none, or the new one.
func TestKillRestore(t *testing.T) {
	if rounds() == 0 {
		t.Skip("-kills=0")
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	base := t.TempDir()
	ix := openedAt(t, base, nil)
	_, err := ix.Load(t.Context(), generated(100))
	require.NoError(t, err)
	before := dumped(t, ix.Snapshot())
	require.NoError(t, ix.Close())

	ix = openedAt(t, t.TempDir(), nil)
	_, err = ix.Load(t.Context(), generated(20_000))
	require.NoError(t, err)
	after := dumped(t, ix.Snapshot())
	file := filepath.Join(t.TempDir(), "backup")
	require.NoError(t, os.WriteFile(file, backedUp(t, ix), 0o600))

	// The first one is not killed: it tells how long a restore takes.
	long, old := time.Minute, 0
	for round := range 1 + rounds() {
		dir, fresh := filepath.Join(t.TempDir(), "index"), round%3 == 2
		if !fresh {
			require.NoError(t, os.CopyFS(dir, os.DirFS(base)))
		}
		pause := long
		if round > 0 {
			pause = time.Duration(random.Int64N(int64(long)))
		}
		v := startRestore(t, dir, file)
		begin := time.Now()
		last, killed := v.killAfter(t, pause)
		if round == 0 {
			require.False(t, killed)
			long = time.Since(begin)
		}
		ix, err := index.Open(dir, &index.Options{ReadOnly: true})
		if fresh && errors.Is(err, fs.ErrNotExist) {
			require.Equal(t, "restoring", last)
			old++
			continue
		}
		require.NoError(t, err)
		if got := dumped(t, ix.Snapshot()); !fresh && bytes.Equal(got, before) {
			old++
			require.Equal(t, "restoring", last)
			require.EqualValues(t, 1, ix.Revision())
		} else {
			require.True(t, bytes.Equal(got, after), "after %v there is neither the old index nor the new one", pause)
			revision := index.Revision(2)
			if fresh {
				revision = 1
			}
			require.Equal(t, revision, ix.Revision())
		}
		requireSound(t, ix)
		require.NoError(t, ix.Close())
	}
	t.Logf("of %d restores, %d were cut short", 1+rounds(), old)
}

func startRestore(t *testing.T, dir, file string) *victim {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestRestoringVictim$")
	child.Env = append(os.Environ(), crashDir+"="+dir, restoreFrom+"="+file)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	return &victim{child, bufio.NewScanner(out)}
}

// TestRestoringVictim is the process that TestKillRestore kills.
func TestRestoringVictim(t *testing.T) {
	file := os.Getenv(restoreFrom)
	if file == "" {
		t.Skip("runs within the test that kills it")
	}
	in, err := os.Open(file)
	require.NoError(t, err)
	defer in.Close()
	fmt.Println("restoring")
	_, err = index.Restore(t.Context(), os.Getenv(crashDir), in)
	require.NoError(t, err)
	fmt.Println("restored")
}
