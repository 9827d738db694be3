//go:build linux && (amd64 || arm64)

package index_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// What tells the process whose calls are to fail where the index is, what to do, after which error to give up,
// and where to write what it did.
const (
	faultDir    = "AMBIT_INDEX_FAULT_DIR"
	faultScript = "AMBIT_INDEX_FAULT_SCRIPT"
	faultEnd    = "AMBIT_INDEX_FAULT_END"
	faultReport = "AMBIT_INDEX_FAULT_REPORT"
)

// ending is what the process does after an error.
type ending string

const (
	carryOn ending = "carry on" // opens the index again if need be, and goes on to the end
	giveUp  ending = "give up"  // closes the index and ends
	die     ending = "die"      // ends at once
)

// faulty is the process whose calls fail.
type faulty struct {
	*testing.T
	script
	dir    string
	end    ending
	report *os.File
	ix     *index.Index
	backup bytes.Buffer
}

// TestFaultVictim is the process whose calls TestFaults makes fail. It says each thing that it did once it is
// done.
func TestFaultVictim(t *testing.T) {
	dir := os.Getenv(faultDir)
	if dir == "" {
		t.Skip("runs within TestFaults")
	}
	number, err := strconv.Atoi(os.Getenv(faultScript))
	require.NoError(t, err)
	report, err := os.OpenFile(os.Getenv(faultReport), os.O_WRONLY|os.O_APPEND, 0)
	require.NoError(t, err)
	calls := []uintptr{}
	for _, call := range slices.Sorted(maps.Keys(kindOf)) {
		calls = append(calls, uintptr(call))
	}
	listener, err := watchCalls(calls...)
	if err != nil {
		fmt.Fprintf(report, "unable %v\n", err)
		return
	}
	const parent = 3
	require.NoError(t, syscall.Sendmsg(parent, []byte{0}, syscall.UnixRights(listener), nil, 0))
	f := &faulty{t, scripts[number], dir, ending(os.Getenv(faultEnd)), report, nil, bytes.Buffer{}}
	f.run()
}

func (f *faulty) say(format string, args ...any) {
	_, err := fmt.Fprintf(f.report, format+"\n", args...)
	require.NoError(f, err)
}

func (f *faulty) run() {
	f.open()
	for f.ix.Revision() < f.last {
		revision := f.ix.Revision() + 1
		if revision == f.saved+1 && f.backup.Len() == 0 {
			_, err := f.ix.Backup(context.Background(), &f.backup)
			require.NoError(f, err)
		}
		if revision == f.restored {
			f.restore(revision)
			continue
		}
		if err := f.write(f.T, f.ix, revision); err != nil {
			f.refused(revision, err)
			continue
		}
		require.Equal(f, revision, f.ix.Revision())
		f.say("done %d", revision)
		if slices.Contains(f.checkpoints, revision) {
			if err := f.ix.Checkpoint(context.Background()); err != nil {
				f.refused(revision, err)
			}
		}
		if slices.Contains(f.reopens, revision) {
			f.close()
			f.open()
		}
	}
	f.close()
}

// restore closes the index, restores the backup as a revision, and opens it again.
func (f *faulty) restore(revision graph.Revision) {
	f.close()
	got, err := index.Restore(context.Background(), f.dir, bytes.NewReader(f.backup.Bytes()))
	if err == nil {
		require.Equal(f, revision, got)
		f.say("done %d", revision)
	} else {
		f.say("refused %d %v", revision, err)
		f.fitting(err)
		if f.end != carryOn {
			os.Exit(0)
		}
	}
	f.open()
}

// fitting requires that an error of a call which opens the index is not one of another cause.
func (f *faulty) fitting(err error) {
	for _, wrong := range []error{index.ErrCorrupt, index.ErrFormat, index.ErrLocked} {
		require.NotErrorIs(f, err, wrong)
	}
	if errors.Is(err, syscall.ENOSPC) && !errors.Is(err, index.ErrFailed) {
		require.ErrorIs(f, err, index.ErrFull)
	}
}

// open opens the index, a second time if need be.
func (f *faulty) open() {
	for try := 1; ; try++ {
		ix, err := index.Open(f.dir, f.options)
		if err == nil {
			f.ix = ix
			f.say("open %d", ix.Revision())
			return
		}
		f.say("closed %v", err)
		f.fitting(err)
		if f.end != carryOn {
			os.Exit(0)
		}
		require.Less(f, try, 2, "one call failed, and the index does not open: %v", err)
	}
}

func (f *faulty) close() {
	err := f.ix.Close()
	f.say("closed %v", err)
	_, err = f.ix.Apply(context.Background())
	require.ErrorIs(f, err, index.ErrClosed)
}

// refused looks at what a write leaves that failed: the index answers, and either takes the write now or is to
// be opened again.
func (f *faulty) refused(revision graph.Revision, err error) {
	full, failed := errors.Is(err, index.ErrFull), errors.Is(err, index.ErrFailed)
	f.say("refused %d %v", revision, err)
	require.True(f, full || failed, "%v", err)
	require.ErrorContains(f, err, f.dir)
	f.answers()
	if f.end == die {
		os.Exit(0)
	}
	before := f.ix.Revision()
	if before < revision {
		err = f.write(f.T, f.ix, revision)
	} else {
		err = f.ix.Checkpoint(context.Background())
	}
	if failed {
		require.ErrorIs(f, err, index.ErrFailed, "it is to be opened first")
	}
	switch {
	case err == nil && before < revision:
		f.say("done %d", revision)
	case err != nil:
		f.say("refused %d %v", revision, err)
		f.answers()
		f.close()
		if f.end == giveUp {
			os.Exit(0)
		}
		f.open()
	}
}

// answers requires that questions are answered, and events told, up to the present revision.
func (f *faulty) answers() {
	s := f.ix.Snapshot()
	if s.Revision() == 0 {
		return
	}
	decision, err := s.Check("cy", index.Read, graph.RecordRef("account", "a1"))
	require.NoError(f, err)
	require.Equal(f, index.Allow, decision)
	users, err := s.Users(index.Read, graph.RecordRef("account", "a1"))
	require.NoError(f, err)
	require.NotZero(f, users.Len())
	if f.options != nil && f.options.FeedBytes < 0 {
		return
	}
	next := graph.Revision(1)
	for event, err := range f.ix.Watch(f.Context(), 0) {
		require.NoError(f, err)
		require.Equal(f, next, event.Revision)
		if next++; event.Revision == s.Revision() {
			break
		}
	}
}
