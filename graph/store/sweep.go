package store

import (
	"bytes"
	"errors"

	"github.com/accessindex/ambit/graph"
)

// sweep removes pages that the root does not name, which a checkpoint left that did not end, log entries
// that are no longer kept, and the given keys.
func (st *Store) sweep(keys [][]byte) error {
	named := make(map[uint64]int, len(st.pages))
	for _, each := range st.pages {
		named[each.entry.name] = each.entry.parts
	}
	err := st.scan(pagePrefix, pagePrefix, false, func(key, _ []byte) error {
		name, part, ok := parseKey(pagePrefix, key)
		if !ok || part >= named[name] {
			keys = append(keys, bytes.Clone(key))
		}
		if ok {
			st.next = max(st.next, name+1)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(keys) > 0 {
		st.logger.Info("store: orphans swept", "dir", st.dir, "keys", len(keys))
	}
	return errors.Join(st.deleteKeys(keys), st.deleteLog(st.oldest()))
}

// deletePages removes the parts of pages. Parts that were never written do no harm.
func (st *Store) deletePages(pages []*freshPage) error {
	var keys [][]byte
	for _, each := range pages {
		for part := range each.entry.parts {
			keys = append(keys, pageKey(each.entry.name, part))
		}
	}
	return st.deleteKeys(keys)
}

// deleteLog removes the log entries before a revision, a transaction's worth at a time.
func (st *Store) deleteLog(before graph.Revision) error {
	for from := logPrefix; from != nil; {
		var keys [][]byte
		err := st.scan(logPrefix, from, false, func(key, _ []byte) error {
			if number, _, ok := parseKey(logPrefix, key); ok && graph.Revision(number) >= before || len(keys) == batchCount {
				return errStop
			}
			keys = append(keys, bytes.Clone(key))
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			return err
		}
		if err := st.deleteKeys(keys); err != nil {
			return err
		}
		from = nil
		if len(keys) == batchCount {
			from = keys[len(keys)-1]
		}
	}
	return nil
}

func (st *Store) deleteKeys(keys [][]byte) error {
	writes := st.batch()
	defer writes.discard()
	for _, key := range keys {
		if err := writes.delete(key); err != nil {
			return err
		}
	}
	return writes.commit()
}
