package store

import (
	"github.com/dgraph-io/badger/v4"
)

// scan visits the keys with a prefix, from a key on, in one view of the store, with their values if asked.
// What it passes is valid during the visit. It ends at the first error.
//
// Badger's iterators, and its gets, take a block that they cannot read for the end of the keys; Open
// has verified every block before.
func (st *Store) scan(prefix, from []byte, values bool, visit func(key, value []byte) error) error {
	return st.scanMarked(prefix, from, values, func(key, value []byte, _ byte) error { return visit(key, value) })
}

// scanMarked is scan with what the values are marked with.
func (st *Store) scanMarked(prefix, from []byte, values bool, visit func(key, value []byte, mark byte) error) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = st.caught(reason)
		}
	}()
	txn := st.db.NewTransaction(false)
	defer txn.Discard()
	it := txn.NewIterator(badger.IteratorOptions{Prefix: prefix})
	defer it.Close()
	for it.Seek(from); it.Valid(); it.Next() {
		item := it.Item()
		if values {
			err = item.Value(func(value []byte) error { return visit(item.Key(), value, item.UserMeta()) })
		} else {
			err = visit(item.Key(), nil, item.UserMeta())
		}
		if err != nil {
			return err
		}
	}
	return nil
}
