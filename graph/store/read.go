package store

import (
	"context"
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// Read reads what is on disk once more: the State and the revision that Open would recover. It proves
// that every checksum of these holds.
func (st *Store) Read(ctx context.Context) (*graph.State, graph.Revision, error) {
	if err := st.use(); err != nil {
		return nil, 0, err
	}
	defer st.calls.Done()
	st.checkpoints.Lock()
	defer st.checkpoints.Unlock()
	r, err := st.readRoot()
	if err == nil && r == nil {
		err = fmt.Errorf("%w: %s: the root is missing", ErrCorrupt, st.dir)
	}
	if err != nil {
		return nil, 0, err
	}
	state, _, err := st.readPages(r)
	if err != nil {
		return nil, 0, err
	}
	revision := r.revision
	state, err = st.replay(state, revision, func(next graph.Revision, _ int64) error {
		revision = next
		return ctx.Err()
	}, nil)
	if err != nil {
		return nil, 0, err
	}
	return state, revision, nil
}
