package index

import (
	"context"
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// Load takes in all that a source gives, as one batch of puts with the settings first (15.3): all or
// nothing, durable when it returns the new revision; where it is little beside what there is, Options.SyncDelay
// can put that off, as for a batch. What it refuses is FactErrors, which name the places that the source gave. A source that gives nothing changes nothing.
func (ix *Index) Load(ctx context.Context, source Source) (Revision, error) {
	if err := given(ctx); err != nil {
		return 0, err
	}
	if source == nil {
		return 0, fmt.Errorf("%w: no source", graph.ErrInvalid)
	}
	builder := graph.NewBuilder()
	if err := source(ctx, builder); err != nil {
		return 0, err
	}
	if err := ix.begin(ctx); err != nil {
		return 0, err
	}
	defer ix.writer.Unlock()
	now := ix.Snapshot()
	if builder.Len() == 0 {
		return now.Revision(), nil
	}
	loaded, err := now.State().Load(ctx, builder)
	if err != nil {
		return 0, err
	}
	revision := now.Revision() + 1
	if loaded.Effects != nil {
		if err := ix.commit(ctx, applied{loaded.Changes, loaded.State, loaded.Effects}); err != nil {
			return 0, err
		}
		return revision, nil
	}
	ix.background.Wait()
	if err := ix.store.Checkpoint(ctx, revision, loaded.State); err != nil {
		return 0, err
	}
	loaded.State.Settle()
	ix.publish(newSnapshot(loaded.State, revision, loaded.State.Numbering()))
	return revision, nil
}
