package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"sync"

	"github.com/dgraph-io/badger/v4"

	"github.com/accessindex/ambit/graph"
)

// recover reads the State: the pages that the root names, then the effects of the log.
func (st *Store) recover(ctx context.Context, found directory, begin first) (*graph.State, error) {
	r, err := st.readRoot()
	switch {
	case err != nil:
		return nil, err
	case r == nil && found.marked:
		return nil, fmt.Errorf("%w: %s: the root is missing", ErrCorrupt, st.dir)
	case r == nil && st.options.ReadOnly:
		return nil, fmt.Errorf("store: no index in %s: %w", st.dir, fs.ErrNotExist)
	case r == nil:
		return st.create(ctx, begin)
	}
	state, sizes, err := st.readPages(r)
	if err != nil {
		return nil, err
	}
	st.keep(r, state, sizes)
	var stale [][]byte
	state, err = st.replay(state, r.revision, func(each logged) error {
		st.take(each)
		return nil
	}, func(key []byte) { stale = append(stale, key) })
	if err != nil {
		return nil, err
	}
	if st.revision < found.mark.revision {
		return nil, fmt.Errorf("%w: %s: revision %d was reached, and only %d is there",
			ErrCorrupt, st.dir, found.mark.revision, st.revision)
	}
	if st.options.ReadOnly {
		return state, nil
	}
	if !found.marked {
		if err := writeMark(st.dir, st.revision); err != nil {
			return nil, err
		}
	}
	return state, st.sweep(stale)
}

// readRoot reads the root, nil where there is none.
func (st *Store) readRoot() (r *root, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			r, err = nil, st.caught(reason)
		}
	}()
	txn := st.db.NewTransaction(false)
	defer txn.Discard()
	value, err := read(txn, nil, rootKey)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s: root: %w", ErrCorrupt, st.dir, err)
	}
	if r, err = decodeRoot(value); err != nil {
		return nil, fmt.Errorf("%w: %s", err, st.dir)
	}
	return r, nil
}

// readPages makes a State out of the pages of the root, on all processors. The sizes are those of the
// values, by place in the root.
func (st *Store) readPages(r *root) (*graph.State, []int64, error) {
	to := graph.NewStateReader()
	sizes := make([]int64, len(r.pages))
	workers := min(runtime.GOMAXPROCS(0), len(r.pages)/16+1)
	errs := make([]error, workers)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			from, end := len(r.pages)*w/workers, len(r.pages)*(w+1)/workers
			errs[w] = st.readSome(to, r.pages[from:end], sizes[from:end])
		})
	}
	group.Wait()
	err := errors.Join(errs...)
	if err != nil {
		return nil, nil, err
	}
	state, err := to.State()
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %s: %w", ErrCorrupt, st.dir, err)
	}
	return state, sizes, nil
}

func (st *Store) readSome(to *graph.StateReader, pages []entry, sizes []int64) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = st.caught(reason)
		}
	}()
	txn := st.db.NewTransaction(false)
	defer txn.Discard()
	var value, scratch []byte
	for i, each := range pages {
		value = value[:0]
		for part := 0; part < each.parts && err == nil; part++ {
			value, err = read(txn, value, pageKey(each.name, part))
		}
		var body []byte
		if err == nil {
			body, err = verify(pageKey(each.name, 0), value)
		}
		if err == nil {
			body, err = unpack(&scratch, body)
		}
		if err == nil {
			err = to.Add(each.key, body)
		}
		if err != nil {
			return fmt.Errorf("%w: %s: page %s of section %s: %w",
				ErrCorrupt, st.dir, pageKey(each.name, 0), each.key.Section, err)
		}
		sizes[i] = int64(len(value))
	}
	return nil
}

// read appends a value to dst.
func read(txn *badger.Txn, dst, key []byte) ([]byte, error) {
	item, err := txn.Get(key)
	if err != nil {
		return nil, err
	}
	err = item.Value(func(value []byte) error {
		dst = append(dst, value...)
		return nil
	})
	return dst, err
}

// keep remembers which pages of the State lie where. The root may name pages that the State no longer has,
// where all that was in them is gone; they stay until the next root.
func (st *Store) keep(r *root, state *graph.State, sizes []int64) {
	for i, each := range r.pages {
		st.pages[each.key] = kept{entry: each, size: sizes[i]}
		st.pageBytes += sizes[i]
	}
	for page := range state.Pages() {
		if each, ok := st.pages[page.Key]; ok {
			each.page = page
			st.pages[page.Key] = each
		}
	}
	st.next, st.kept = r.next, r.kept
	st.revision, st.checkpoint = r.revision, r.revision
}
