package store_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph/store"
)

// lockDir and lockHow tell the other process of this file what to open.
const (
	lockDir = "AMBIT_STORE_LOCK_DIR"
	lockHow = "AMBIT_STORE_LOCK_READ_ONLY"
)

func TestDirectoryInUse(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	for _, readOnly := range []bool{false, true} {
		_, _, _, err := store.Open(w.dir, &store.Options{ReadOnly: readOnly})
		require.ErrorIs(t, err, store.ErrLocked)
		require.ErrorContains(t, err, w.dir)
	}
	w.append(user("u"))
	w.reopen(nil)
}

func TestReadersAtOnce(t *testing.T) {
	if !store.SharedReaders {
		t.Skip("readers have the directory for themselves here")
	}
	w := openWorld(t, t.TempDir(), nil)
	require.NoError(t, w.st.Close())
	readOnly := &store.Options{ReadOnly: true}
	first, _, _, err := store.Open(w.dir, readOnly)
	require.NoError(t, err)
	second, state, rev, err := store.Open(w.dir, readOnly)
	require.NoError(t, err)
	require.Equal(t, w.rev, rev)
	requireSame(t, w.state, state)
	_, _, _, err = store.Open(w.dir, nil)
	require.ErrorIs(t, err, store.ErrLocked)
	require.NoError(t, first.Close())
	require.NoError(t, second.Close())
	w.open(nil)
}

func TestDirectoryInUseByAnotherProcess(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	w := openWorld(t, t.TempDir(), nil)
	require.NoError(t, w.st.Close())

	release := hold(t, w.dir, false)
	for _, readOnly := range []bool{false, true} {
		_, _, _, err := store.Open(w.dir, &store.Options{ReadOnly: readOnly})
		require.ErrorIs(t, err, store.ErrLocked)
	}
	release()

	if store.SharedReaders {
		first, second := hold(t, w.dir, true), hold(t, w.dir, true)
		requireOpens(t, w, w.dir, &store.Options{ReadOnly: true})
		_, _, _, err := store.Open(w.dir, nil)
		require.ErrorIs(t, err, store.ErrLocked)
		first()
		second()
	}
	requireOpens(t, w, w.dir, nil)
}

// hold starts a process that has the directory open until it is released.
func hold(t *testing.T, dir string, readOnly bool) (release func()) {
	child := exec.Command(os.Args[0], "-test.run=^TestHoldingProcess$")
	child.Env = append(os.Environ(), lockDir+"="+dir, fmt.Sprintf("%s=%t", lockHow, readOnly))
	child.Stderr = os.Stderr
	in, err := child.StdinPipe()
	require.NoError(t, err)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "open\n", line)
	return func() {
		require.NoError(t, in.Close())
		_, _ = io.Copy(io.Discard, out)
		require.NoError(t, child.Wait())
	}
}

// TestHoldingProcess is the process that hold starts.
func TestHoldingProcess(t *testing.T) {
	dir := os.Getenv(lockDir)
	if dir == "" {
		t.Skip("runs within the tests of two processes")
	}
	st, _, _, err := store.Open(dir, &store.Options{ReadOnly: os.Getenv(lockHow) == "true"})
	require.NoError(t, err)
	fmt.Println("open")
	_, _ = io.Copy(io.Discard, os.Stdin)
	require.NoError(t, st.Close())
}
