package index

import (
	"context"
	"fmt"
	"io"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

// BackupError is why a backup is not taken. It unwraps to ErrFormat or ErrCorrupt.
type BackupError = store.BackupError

// Backup writes the organisation as of the last write, of which it returns the revision. Readers and writers
// go on meanwhile, and what they write is not in it. It is complete when Backup returns without error.
//
// The backup has all facts, checksums of each part, and a digest of the whole. It has no changes of the past, so
// that nobody can watch an index restored from it from before its revision. Equal states give equal bytes.
func (ix *Index) Backup(ctx context.Context, w io.Writer) (Revision, error) {
	err := given(ctx)
	if err == nil {
		err = ix.over(ctx)
	}
	if err == nil && w == nil {
		err = fmt.Errorf("%w: no writer", graph.ErrInvalid)
	}
	if err != nil {
		return 0, fmt.Errorf("backing up index: %w", err)
	}
	s := ix.Snapshot()
	if err := store.WriteBackup(ctx, w, s.Revision(), s.State()); err != nil {
		return 0, fmt.Errorf("backing up index: %w", err)
	}
	return s.Revision(), nil
}

// OpenBackup reads a backup to the end of the stream, and is the snapshot that was written. It touches no
// directory. A backup that is damaged, cut short, or goes on after its end is ErrCorrupt; what is none,
// or comes from a newer version, ErrFormat.
func OpenBackup(ctx context.Context, r io.Reader) (*Snapshot, error) {
	err := given(ctx)
	if err == nil && r == nil {
		err = fmt.Errorf("%w: no reader", graph.ErrInvalid)
	}
	if err != nil {
		return nil, fmt.Errorf("opening backup: %w", err)
	}
	state, revision, err := store.ReadBackup(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("opening backup: %w", err)
	}
	state.Settle()
	return newSnapshot(state, revision, state.Numbering()), nil
}
