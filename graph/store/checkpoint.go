package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/accessindex/ambit/graph"
)

// Checkpoint makes a State the one of the root. It writes the pages that differ from those of the root under
// new names, switches the root in one transaction, and then removes the pages superseded and those log
// entries up to the revision that Options.KeepBytes does not keep. Until the switch the old root stands,
// whatever happens.
//
// The revision is one of the log, or that of the root, which leaves the entries after it in the log; or the
// next one, which publishes a State that no batch made, such as a load, and leaves an entry with
// Entry.Reset in the log. Batches may be appended meanwhile, unless the revision is the next one.
func (st *Store) Checkpoint(ctx context.Context, revision graph.Revision, state *graph.State) error {
	if err := st.useToWrite(); err != nil {
		return err
	}
	defer st.calls.Done()
	return st.write(ctx, revision, state)
}

func (st *Store) write(ctx context.Context, revision graph.Revision, state *graph.State) error {
	st.checkpoints.Lock()
	defer st.checkpoints.Unlock()
	isLoad, err := st.checkRevision(revision)
	if err != nil {
		return err
	}
	return st.switchTo(ctx, revision, state, isLoad)
}

// switchTo writes a State and makes it that of the root. The caller holds checkpoints.
func (st *Store) switchTo(ctx context.Context, revision graph.Revision, state *graph.State, isLoad bool) error {
	next, fresh := st.plan(revision, state)
	if err := st.writePages(ctx, fresh); err != nil {
		return errors.Join(err, st.deletePages(fresh))
	}
	for _, each := range fresh {
		next.pages[each.place] = each.entry
	}
	if err := st.switchRoot(next, isLoad); err != nil {
		return errors.Join(err, st.deletePages(fresh))
	}
	st.supersede(next, fresh)
	return nil
}

// checkRevision refuses a revision that a checkpoint cannot have, and tells whether it is the next one.
func (st *Store) checkRevision(revision graph.Revision) (isLoad bool, err error) {
	st.writer.Lock()
	defer st.writer.Unlock()
	if revision < st.checkpoint || revision > st.revision+1 {
		return false, fmt.Errorf("%w: checkpoint of revision %d, the root is of %d and the last batch of %d",
			ErrRevision, revision, st.checkpoint, st.revision)
	}
	return revision == st.revision+1, nil
}

// freshPage is a page to be written.
type freshPage struct {
	kept
	place int // in the root
}

// plan names the pages of the next root, and lists those to be written.
func (st *Store) plan(revision graph.Revision, state *graph.State) (*root, []*freshPage) {
	next := &root{revision: revision}
	var fresh []*freshPage
	for page := range state.Pages() {
		if old, ok := st.pages[page.Key]; ok && page.Same(old.page) {
			next.pages = append(next.pages, old.entry)
			continue
		}
		each := &freshPage{kept: kept{page: page, entry: entry{key: page.Key, name: st.next}}, place: len(next.pages)}
		fresh = append(fresh, each)
		next.pages = append(next.pages, each.entry)
		st.next++
	}
	next.next = st.next
	return next, fresh
}

// writePages encodes and writes pages, on a few goroutines since each waits for the disk in between.
func (st *Store) writePages(ctx context.Context, fresh []*freshPage) error {
	const stride = 32
	var taken atomic.Int64
	var group sync.WaitGroup
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	for range min(2*runtime.GOMAXPROCS(0), 8, len(fresh)/stride+1) {
		group.Go(func() {
			writes := st.batch()
			defer writes.discard()
			var scratch []byte
			for ctx.Err() == nil {
				from := min(int(taken.Add(stride))-stride, len(fresh))
				end := min(from+stride, len(fresh))
				for _, each := range fresh[from:end] {
					scratch = each.page.Append(scratch[:0])
					if err := each.set(writes, scratch); err != nil {
						cancel(err)
						return
					}
				}
				if from == end {
					break
				}
			}
			if err := writes.commit(); err != nil {
				cancel(err)
			}
		})
	}
	group.Wait()
	return context.Cause(ctx)
}

// set adds the parts of a page to a batch of writes.
func (p *freshPage) set(writes *batch, payload []byte) error {
	if len(payload) > maxSealed/2 {
		return fmt.Errorf("%w: page of %d bytes", ErrTooLarge, len(payload))
	}
	value := seal(pageKey(p.entry.name, 0), nil, payload)
	p.size = int64(len(value))
	for p.entry.parts = 0; len(value) > 0; p.entry.parts++ {
		n := min(len(value), cutSize)
		if err := writes.set(pageKey(p.entry.name, p.entry.parts), value[:n:n]); err != nil {
			return err
		}
		value = value[n:]
	}
	return nil
}

// switchRoot makes the next root the one that stands. Its pages are durable. The entry of a load becomes
// durable with it.
func (st *Store) switchRoot(next *root, isLoad bool) error {
	var entry []byte
	if isLoad {
		var err error
		if entry, err = resetValue(next.revision); err != nil {
			return err
		}
	}
	next.kept = st.stretches(next.revision, int64(len(entry)))
	value := next.encode()
	if len(value) > maxValue {
		return fmt.Errorf("%w: %d", ErrTooLarge, len(next.pages))
	}
	st.writer.Lock()
	defer st.writer.Unlock()
	if err := st.syncAppended(); err != nil { // the entries that the root takes in
		return err
	}
	writes := st.batch()
	defer writes.discard()
	// The two fit into one transaction.
	if isLoad && len(next.kept) > 0 {
		if err := writes.set(logKey(next.revision, 0), entry); err != nil {
			return err
		}
	}
	if err := writes.set(rootKey, value); err != nil {
		return err
	}
	if err := writes.commit(); err != nil {
		return err
	}
	st.revision = max(st.revision, next.revision)
	st.takeIn(next)
	return nil
}

// supersede removes what the root that was switched to no longer names. What it fails to remove, the next
// Open sweeps.
func (st *Store) supersede(next *root, fresh []*freshPage) {
	pages := make(map[graph.PageKey]kept, len(next.pages))
	for _, each := range fresh {
		pages[each.entry.key] = each.kept
	}
	for _, each := range next.pages {
		if _, ok := pages[each.key]; !ok {
			pages[each.key] = st.pages[each.key]
		}
	}
	var dead []*freshPage
	var bytes int64
	for key, old := range st.pages {
		if pages[key].entry.name != old.entry.name || pages[key].entry.parts == 0 {
			dead = append(dead, &freshPage{kept: old})
		}
	}
	for _, each := range pages {
		bytes += each.size
	}
	st.pages = pages
	st.writer.Lock()
	st.pageBytes = bytes
	oldest := st.oldest()
	st.writer.Unlock()
	err := errors.Join(st.deletePages(dead), st.deleteLog(oldest), st.advanceMark(next.revision))
	if err != nil {
		st.logger.Warn("store: superseded pages not removed", "dir", st.dir, "error", err)
	}
}
