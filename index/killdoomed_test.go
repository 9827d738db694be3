//go:build unix

package index_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/export"
)

// killPlan names the file of its plan to the process that TestKill kills.
const killPlan = "AMBIT_INDEX_KILL_PLAN"

// say writes a line at once: what happens to which deed. A short line is written to a pipe whole.
func say(what, kind string, number int, rest ...any) {
	line := fmt.Sprintf("%s %q %d %s", what, kind, number, fmt.Sprintln(rest...))
	_, _ = os.Stdout.WriteString(line)
}

// TestDoomed is the process that TestKill kills. It says what it begins, and what it has done.
func TestDoomed(t *testing.T) {
	path := os.Getenv(killPlan)
	if path == "" {
		t.Skip("runs within TestKill")
	}
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var p plan
	require.NoError(t, json.Unmarshal(text, &p))
	say("begin", openDeed, p.Open.Number)
	ix, err := index.Open(p.Dir, &index.Options{SyncDelay: p.Delay})
	if err != nil {
		say("failed", openDeed, p.Open.Number, err)
		return
	}
	say("done", openDeed, p.Open.Number, ix.Revision())
	var wait sync.WaitGroup
	for _, lane := range p.Lanes {
		wait.Go(func() {
			for _, d := range lane {
				d.do(ix, p.Backups)
			}
		})
	}
	wait.Wait()
	if d := p.Close; d != nil {
		say("begin", closeDeed, d.Number)
		if err := ix.Close(); err != nil {
			say("failed", closeDeed, d.Number, err)
		}
		say("done", closeDeed, d.Number)
		return
	}
	say("idle", "", 0)
	time.Sleep(time.Minute)
}

// do does the deed, and says how it went.
func (d deed) do(ix *index.Index, backups string) {
	changes, err := d.changes()
	if err != nil {
		say("failed", d.Kind, d.Number, err)
		return
	}
	ctx := context.Background()
	before, revision := ix.Revision(), index.Revision(0)
	say("begin", d.Kind, d.Number)
	switch d.Kind {
	case commitDeed:
		revision, err = ix.Apply(ctx, changes...)
	case loadDeed, bulkDeed:
		revision, err = ix.Load(ctx, sourceOf(changes))
	case checkpointDeed:
		if err = ix.Checkpoint(ctx); errors.Is(err, store.ErrRevision) {
			err = nil // another one was faster
		}
	case backupDeed:
		err = export.Replace(d.file(backups), 0o600, func(w io.Writer) (err error) {
			revision, err = ix.Backup(ctx, w)
			return err
		})
	}
	var refused graph.FactErrors
	switch {
	case err == nil:
		say("done", d.Kind, d.Number, revision)
	case errors.As(err, &refused):
		say("refused", d.Kind, d.Number, before, ix.Revision())
	default:
		say("failed", d.Kind, d.Number, err)
	}
}
