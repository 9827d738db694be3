package store

import (
	"fmt"

	"github.com/dgraph-io/badger/v4"
)

// batch collects writes and commits them in order, in one transaction if they fit and in several if not.
// Keys and values must not change before the commit.
type batch struct {
	st      *Store
	later   bool // leaves it to another to sync
	meta    byte // of the values
	txn     *badger.Txn
	size    int64
	count   int
	commits int
}

func (st *Store) batch() *batch { return &batch{st: st} }

// set writes a value.
func (b *batch) set(key, value []byte) error {
	return b.add(badger.NewEntry(key, value).WithMeta(b.meta), func(txn *badger.Txn, e *badger.Entry) error { return txn.SetEntry(e) })
}

// delete removes a value.
func (b *batch) delete(key []byte) error {
	return b.add(badger.NewEntry(key, nil), func(txn *badger.Txn, e *badger.Entry) error { return txn.Delete(e.Key) })
}

func (b *batch) add(e *badger.Entry, write func(*badger.Txn, *badger.Entry) error) error {
	size := int64(len(e.Key) + len(e.Value) + entryOverhead)
	if b.count > 0 && (b.size+size > batchBytes || b.count == batchCount) {
		if err := b.commit(); err != nil {
			return err
		}
	}
	if b.txn == nil {
		b.txn = b.st.db.NewTransaction(true)
	}
	b.size += size
	b.count++
	if err := write(b.txn, e); err != nil {
		return fmt.Errorf("store: write %s: %w", b.st.dir, err)
	}
	return nil
}

// commit writes what was collected since the last transaction, and makes it durable unless that is left to
// another.
func (b *batch) commit() error {
	if b.txn == nil {
		return nil
	}
	defer b.discard()
	if err := b.write(); err != nil {
		return err
	}
	b.commits++
	b.st.commits.Add(1)
	if b.later {
		return nil
	}
	return b.st.sync()
}

// write hands the transaction to Badger.
func (b *batch) write() error {
	b.st.writes.Lock()
	defer b.st.writes.Unlock()
	if err := b.st.failure(); err != nil {
		return err
	}
	if err := b.st.room(b.size); err != nil {
		return err
	}
	b.st.written.Add(b.size)
	done := make(chan error, 1)
	b.txn.CommitWith(func(err error) { done <- err })
	if err := b.st.db.background.wait(done); err != nil {
		// It may be there all the same, so nothing that it named may be removed, nor anything it replaced.
		b.st.failed.CompareAndSwap(nil, &err)
		return b.st.failure()
	}
	return nil
}

// discard drops what was collected since the last transaction.
func (b *batch) discard() {
	if b.txn != nil {
		b.txn.Discard()
	}
	b.txn, b.size, b.count = nil, 0, 0
}
