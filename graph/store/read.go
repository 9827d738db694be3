package store

import (
	"context"
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// Read reads what is on disk once more: the State and the revision that Open would recover. It proves
// that every checksum holds.
func (st *Store) Read(ctx context.Context) (*graph.State, graph.Revision, error) {
	if err := st.use(); err != nil {
		return nil, 0, err
	}
	defer st.calls.Done()
	st.checkpoints.Lock()
	defer st.checkpoints.Unlock()
	r, err := st.readRoot()
	if err != nil {
		return nil, 0, err
	}
	if r == nil {
		return nil, 0, fmt.Errorf("%w: %s: the root is missing", ErrCorrupt, st.dir)
	}
	state, _, err := st.readPages(r)
	if err != nil {
		return nil, 0, err
	}
	revision := r.revision
	for entry, err := range st.Log(revision + 1) {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			state, err = state.Replay(entry.effects())
		}
		if err != nil {
			return nil, 0, err
		}
		revision = entry.Revision
	}
	return state, revision, nil
}
