package index

import "context"

// checkpointIfDue writes a checkpoint in the background where the log has grown long. The caller holds
// writer.
func (ix *Index) checkpointIfDue() {
	if !ix.store.NeedsCheckpoint() || !ix.due.CompareAndSwap(false, true) {
		return
	}
	s := ix.Snapshot()
	ix.background.Go(func() {
		defer ix.due.Store(false)
		if err := ix.store.Checkpoint(context.Background(), s.Revision(), s.State()); err != nil {
			ix.logger.Warn("index: no checkpoint", "revision", s.Revision(), "error", err)
		}
	})
}
