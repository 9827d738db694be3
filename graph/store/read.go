package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// Read reads what is on disk once more: the State and the revision that Open would recover, and the log
// entries that are kept besides. It proves that every checksum of these holds.
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
	if err == nil {
		err = st.verifyKept(ctx)
	}
	if err != nil {
		return nil, 0, err
	}
	revision := r.revision
	state, err = st.replay(state, revision, func(next logged) error {
		revision = next.revision
		return ctx.Err()
	}, nil)
	if err != nil {
		return nil, 0, err
	}
	return state, revision, nil
}

// verifyKept reads the log entries that are kept up to the root. The caller holds checkpoints, so that none
// of them goes.
func (st *Store) verifyKept(ctx context.Context) error {
	st.writer.Lock()
	first, last := st.oldest(), st.checkpoint
	st.writer.Unlock()
	if first > last {
		return nil
	}
	next := first
	err := st.entries(first, func(c *collector) error {
		if c.revision > last {
			return errStop
		}
		if _, err := c.entry(); err != nil {
			return fmt.Errorf("%w: %s", err, st.dir)
		}
		next = c.revision + 1
		return ctx.Err()
	}, nil)
	if err == nil && next <= last {
		err = st.missing(next)
	}
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}
