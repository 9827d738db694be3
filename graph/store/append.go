package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// Append writes batches to the log; they are durable when it returns, unless Options.SyncDelay puts that off
// and they fit into one transaction. Their revisions must follow the last one. What fits into a transaction of 2 MiB is written in one, and so as a whole or not at all;
// otherwise after a crash some first ones of several batches may be there, but never a part of one.
//
// After ErrFull, ErrRevision or an error of encoding nothing was written. After any other it is open whether
// the batches will be there when the store is opened next, and further writes are ErrFailed.
func (st *Store) Append(ctx context.Context, batches ...Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := st.useToWrite(); err != nil {
		return err
	}
	defer st.calls.Done()

	var total int64
	values := make([][][]byte, len(batches))
	for i := range batches {
		if batches[i].Reset {
			return fmt.Errorf("store: a load is no batch: %w", graph.ErrInvalid)
		}
		payload, err := batches[i].payload()
		if err != nil {
			return err
		}
		if len(payload) > maxSealed/2 {
			return fmt.Errorf("store: batch of %d bytes, at most %d fit: %w", len(payload), maxSealed/2, graph.ErrInvalid)
		}
		revision := batches[i].Revision
		values[i] = chunks(revision, seal(logKey(revision, 0), nil, payload))
		total += int64(len(payload))
	}

	st.writer.Lock()
	defer st.writer.Unlock()
	added := make([]logged, len(batches))
	for i := range batches {
		revision := batches[i].Revision
		if revision != st.revision+graph.Revision(i)+1 {
			return fmt.Errorf("%w: batch of revision %d after %d", ErrRevision, revision, st.revision+graph.Revision(i))
		}
		added[i].revision, added[i].effects = revision, len(batches[i].effects())
	}
	if err := st.room(total); err != nil {
		return err
	}
	later := st.mayWait(values)
	if !later {
		// A log without gaps: what was left to be synced goes before.
		if err := st.syncAppended(); err != nil {
			return err
		}
	}
	if err := st.writeEntries(values, added, later); err != nil {
		return err
	}
	if later {
		st.syncLater()
	}
	for _, each := range added {
		st.take(each)
	}
	return nil
}

// writeEntries writes the values of entries and notes their bytes. If the room that there was is gone before
// the last transaction, those before it are taken back.
func (st *Store) writeEntries(values [][][]byte, added []logged, later bool) error {
	writes := st.batch()
	writes.later, writes.meta = later, st.lateness()
	defer writes.discard()
	var keys [][]byte
	err := func() error {
		for i, parts := range values {
			for n, value := range parts {
				key := logKey(added[i].revision, n)
				keys = append(keys, key)
				added[i].bytes += int64(len(key) + len(value))
				if err := writes.set(key, value); err != nil {
					return err
				}
			}
		}
		return writes.commit()
	}()
	if err == nil || writes.commits == 0 || st.failure() != nil {
		return err
	}
	if back := st.deleteKeys(keys); back != nil {
		st.failed.CompareAndSwap(nil, &back)
		return errors.Join(err, back)
	}
	return err
}
