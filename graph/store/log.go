package store

import (
	"bytes"
	"errors"
	"fmt"
	"iter"

	"github.com/accessindex/ambit/graph"
)

// Log walks the entries from a revision on, in order, as they were when it began. Where a checkpoint
// has removed that revision it yields ErrTrimmed; it ends at the first error.
func (st *Store) Log(from graph.Revision) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		if err := st.use(); err != nil {
			yield(Entry{}, err)
			return
		}
		defer st.calls.Done()
		st.writer.Lock()
		checkpoint, last := st.checkpoint, st.revision
		st.writer.Unlock()
		if from <= checkpoint {
			yield(Entry{}, fmt.Errorf("%w: %s: revision %d, the first is %d", ErrTrimmed, st.dir, from, checkpoint+1))
			return
		}
		err := st.entries(from, func(e Entry, _ int64) error {
			if e.Revision > last || !yield(e, nil) {
				return errStop
			}
			return nil
		}, nil)
		if err != nil && !errors.Is(err, errStop) {
			yield(Entry{}, err)
		}
	}
}

// errStop ends a walk early.
var errStop = errors.New("stop")

// entries visits the complete entries from a revision on with the bytes that they take. An entry
// without all its chunks was never acknowledged, and can only be the last; its keys, and other keys
// that belong to no entry, go to stale, if given.
func (st *Store) entries(from graph.Revision, visit func(Entry, int64) error, stale func(key []byte)) error {
	if stale == nil {
		stale = func([]byte) {}
	}
	var (
		gathering *collector
		held      [][]byte // keys of the entry that is not complete
		next      = from
	)
	// finish passes on what was gathered once all keys of a revision were seen.
	finish := func() error {
		if gathering == nil {
			return nil
		}
		done := gathering
		gathering = nil
		if !done.complete() {
			for _, key := range held {
				stale(key)
			}
			return nil
		}
		if done.revision != next {
			return fmt.Errorf("%w: %s: log entry %d is missing", ErrCorrupt, st.dir, next)
		}
		next++
		e, err := done.entry()
		if err != nil {
			return fmt.Errorf("%w: %s", err, st.dir)
		}
		return visit(e, done.size)
	}
	err := st.scan(logPrefix, logKey(from, 0), true, func(key, value []byte) error {
		number, part, ok := parseKey(logPrefix, key)
		if !ok {
			return fmt.Errorf("%w: %s: key %q", ErrCorrupt, st.dir, key)
		}
		each, err := decodeChunk(key, value)
		if err != nil {
			return fmt.Errorf("%w: %s: %s: %w", ErrCorrupt, st.dir, key, err)
		}
		if revision := graph.Revision(number); gathering == nil || gathering.revision != revision {
			if err := finish(); err != nil {
				return err
			}
			gathering, held = &collector{revision: revision}, nil
		}
		if gathering.add(part, each, len(key)+len(value)) {
			held = append(held, bytes.Clone(key))
		} else {
			stale(bytes.Clone(key))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return finish()
}
