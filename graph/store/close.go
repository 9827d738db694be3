package store

import (
	"errors"
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// Close ends the use of the directory and frees it for others. It waits for calls under way. A second
// Close is ErrClosed.
func (st *Store) Close() error {
	st.state.Lock()
	was := st.closed
	st.closed = true
	st.state.Unlock()
	if was {
		return fmt.Errorf("%w: %s", ErrClosed, st.dir)
	}
	st.calls.Wait()
	if st.timer != nil {
		st.timer.Stop()
	}
	var errs []error
	if st.failure() == nil {
		if err := st.sync(); err != nil {
			errs = append(errs, err)
		}
	}
	st.closeFiles()
	if err := st.db.Close(); err != nil {
		errs = append(errs, fmt.Errorf("store: close %s: %w", st.dir, err))
	}
	if !st.options.ReadOnly && len(errs) == 0 {
		if err := errors.Join(st.reclaim(), st.advanceMark(st.revision)); err != nil {
			errs = append(errs, err)
		}
	}
	if errors.Is(errors.Join(errs...), errStuck) {
		// The directory is freed when the process ends.
	} else if err := st.lock.release(); err != nil {
		errs = append(errs, fmt.Errorf("store: unlock %s: %w", st.dir, err))
	}
	st.pages = nil
	return errors.Join(errs...)
}

// advanceMark notes in the mark a revision that is durable.
func (st *Store) advanceMark(revision graph.Revision) error {
	m, marked, err := readMark(st.dir)
	if err != nil {
		return err
	}
	if marked && m.revision >= revision {
		return nil
	}
	return writeMark(st.dir, revision)
}

// reclaim rewrites the tables where more than half of them is superseded. Badger would do so only
// when many more tables have gathered. That it fails is no loss, the next Close tries again; only errStuck is an
// error.
func (st *Store) reclaim() error {
	var tables int64
	for _, info := range filesOf(st.dir, ".sst") {
		tables += info.Size()
	}
	const slack = 4 << 20
	live := st.pageBytes + st.logBytes + bytesOf(st.kept)
	if tables <= 2*live+slack {
		return nil
	}
	if free, known := st.options.Free(st.dir); known && free < uint64(live+slack) {
		return nil
	}
	err := merge(st.dir, &st.options)
	if err != nil {
		st.logger.Warn("store: space not reclaimed", "dir", st.dir, "error", err)
	}
	if errors.Is(err, errStuck) {
		return err
	}
	return nil
}
