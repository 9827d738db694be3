package store

import (
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// replay sets the effects of the log entries after a revision on the State of that revision. It visits each
// entry before, with what it takes, and passes keys of no entry to stale, if given.
func (st *Store) replay(
	state *graph.State, after graph.Revision, visit func(logged) error, stale func(key []byte),
) (*graph.State, error) {
	const atOnce = 1 << 16 // changes set in one step, which copies each page that they touch once
	var batches [][]graph.Change
	changes := 0
	set := func(upTo graph.Revision) (err error) {
		if state, err = state.Replay(batches...); err != nil {
			err = fmt.Errorf("%w: %s: log up to revision %d: %w", ErrCorrupt, st.dir, upTo, err)
		}
		batches, changes = nil, 0
		return err
	}
	last := after
	err := st.entries(after+1, func(c *collector) error {
		e, err := c.entry()
		if err == nil && e.Reset {
			err = fmt.Errorf("%w: log entry %d: a load after the root", ErrCorrupt, e.Revision)
		}
		if err != nil {
			return fmt.Errorf("%w: %s", err, st.dir)
		}
		if err := visit(logged{e.Revision, c.size, len(e.effects())}); err != nil {
			return err
		}
		last = e.Revision
		batches = append(batches, e.effects())
		if changes += len(e.effects()); changes >= atOnce {
			return set(last)
		}
		return nil
	}, stale)
	if err == nil && len(batches) > 0 {
		err = set(last)
	}
	return state, err
}
