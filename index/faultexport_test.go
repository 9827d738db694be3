package index

import "context"

// Checkpoint writes a checkpoint of the present revision, which otherwise comes when the log is long.
func (ix *Index) Checkpoint(ctx context.Context) error {
	s := ix.Snapshot()
	return ix.store.Checkpoint(ctx, s.Revision(), s.State())
}
