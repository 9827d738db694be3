package store

import (
	"bytes"
	"errors"
	"fmt"
	"iter"

	"github.com/accessindex/ambit/graph"
)

// pieceBytes is how much of the log is read at a time.
const pieceBytes = 256 << 10

// Log walks the entries from a revision on to the last one that there was when it began. It reads them in
// pieces, so that whoever walks slowly holds up nobody and takes little memory. A revision that is not
// kept, or no longer when its turn comes, is ErrTrimmed; the walk ends at the first error.
func (st *Store) Log(from graph.Revision) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for last := st.Revision(); ; {
			piece, err := st.piece(from, last)
			if err != nil {
				yield(Entry{}, err)
				return
			}
			for _, each := range piece {
				e, err := each.entry()
				if err != nil {
					yield(Entry{}, fmt.Errorf("%w: %s", err, st.dir))
					return
				}
				if !yield(e, nil) {
					return
				}
			}
			if from += graph.Revision(len(piece)); from > last {
				return
			}
		}
	}
}

// piece reads some entries from a revision on, up to the last that is asked for: one at least, if that is
// not before the first.
func (st *Store) piece(from, last graph.Revision) ([]*collector, error) {
	if err := st.use(); err != nil {
		return nil, err
	}
	defer st.calls.Done()
	if err := st.trimmed(from); err != nil || from > last {
		return nil, err
	}
	var piece []*collector
	var size int64
	err := st.entries(from, func(c *collector) error {
		piece = append(piece, c)
		if size += c.size; size >= pieceBytes || c.revision == last {
			return errStop
		}
		return nil
	}, nil)
	if err == nil && len(piece) == 0 {
		err = st.missing(from)
	}
	switch {
	case err == nil || errors.Is(err, errStop):
		return piece, nil
	case st.trimmed(from) != nil: // meanwhile
		return nil, st.trimmed(from)
	}
	return nil, err
}

// trimmed is ErrTrimmed for a revision that is not kept.
func (st *Store) trimmed(revision graph.Revision) error {
	st.writer.Lock()
	defer st.writer.Unlock()
	if first := st.oldest(); revision < first {
		return fmt.Errorf("%w: %s: revision %d, the first is %d", ErrTrimmed, st.dir, revision, first)
	}
	return nil
}

func (st *Store) missing(revision graph.Revision) error {
	return fmt.Errorf("%w: %s: log entry %d is missing", ErrCorrupt, st.dir, revision)
}

// errStop ends a walk early.
var errStop = errors.New("stop")

// entries visits the complete entries from a revision on. An entry without all its chunks was never
// acknowledged, and can only be the last; its keys, and other keys that belong to no entry, go to stale, if
// given. So do those of the entries behind one that is missing where each was written late; any other
// missing entry is damage.
func (st *Store) entries(from graph.Revision, visit func(*collector) error, stale func(key []byte)) error {
	if stale == nil {
		stale = func([]byte) {}
	}
	var (
		gathering *collector
		held      [][]byte // keys of the entry that is not complete
		next      = from
		lost      bool
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
		if lost = lost || done.revision != next; lost {
			if !done.late {
				return st.missing(next)
			}
			for _, key := range held {
				stale(key)
			}
			return nil
		}
		next++
		return visit(done)
	}
	err := st.scanMarked(logPrefix, logKey(from, 0), true, func(key, value []byte, mark byte) error {
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
			gathering, held = &collector{revision: revision, late: mark&isLate != 0}, nil
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
