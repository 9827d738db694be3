package index

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/accessindex/ambit/graph/store"
)

// Index is an open access index. Its methods may be called from any number of goroutines: questions go
// to a Snapshot and wait for nothing, writes take turns. It comes from Open: the zero Index is as one that was
// closed, without a Snapshot.
type Index struct {
	store    *store.Store
	logger   *slog.Logger
	readOnly bool
	current  atomic.Pointer[Snapshot]

	queue queue // of the batches of Apply

	writer     turn // one write at a time; guards what follows
	closed     bool
	background sync.WaitGroup // the checkpoint under way
	due        atomic.Bool    // whether there is one

	publishing sync.Mutex    // guards published
	published  chan struct{} // closed when the next snapshot is published
	ended      chan struct{} // closed by Close
}

// Open opens the index in a directory, and makes an empty one where there is none. Nil options are the
// default. A directory in use is ErrLocked, one that holds something else or comes from a newer version
// ErrFormat, a damaged one ErrCorrupt; one that is not there is fs.ErrNotExist with Options.ReadOnly.
func Open(dir string, options *Options) (*Index, error) {
	o := Options{}
	if options != nil {
		o = *options
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	st, state, revision, err := store.Open(dir, &store.Options{ReadOnly: o.ReadOnly, Logger: o.Logger, KeepBytes: o.keepBytes(), SyncDelay: o.SyncDelay})
	if err != nil {
		return nil, fmt.Errorf("opening index: %w", err)
	}
	state.Settle()
	ix := &Index{
		store: st, logger: o.Logger, readOnly: o.ReadOnly, writer: newTurn(),
		published: make(chan struct{}), ended: make(chan struct{}),
	}
	ix.current.Store(newSnapshot(state, revision, state.Numbering()))
	return ix, nil
}

// Close ends the index. Snapshots stay valid. Writes under way are finished first.
func (ix *Index) Close() error {
	if ix.store == nil {
		return ErrClosed
	}
	ix.writer.Lock()
	defer ix.writer.Unlock()
	if !ix.closed {
		ix.closed = true
		close(ix.ended)
	}
	ix.background.Wait()
	return ix.store.Close()
}

// Snapshot is the organisation as of the last write. It costs nothing and needs no closing.
func (ix *Index) Snapshot() *Snapshot { return ix.current.Load() }

// Revision is that of the last write; 0 for an empty index.
func (ix *Index) Revision() Revision { return ix.Snapshot().Revision() }

// SnapshotAt waits for a revision, and is a snapshot of that or a later one. Whoever knows the revision
// of a change sees no older access this way. On an index opened with Options.ReadOnly a later revision
// never comes, and is ErrNotReached.
func (ix *Index) SnapshotAt(ctx context.Context, atLeast Revision) (*Snapshot, error) {
	if err := given(ctx); err != nil {
		return nil, fmt.Errorf("waiting for revision %d: %w", atLeast, err)
	}
	if ix.store == nil {
		return nil, fmt.Errorf("waiting for revision %d: %w", atLeast, ErrClosed)
	}
	for {
		ix.publishing.Lock()
		next := ix.published
		ix.publishing.Unlock()
		if s := ix.Snapshot(); s.Revision() >= atLeast {
			return s, nil
		} else if ix.readOnly {
			return nil, fmt.Errorf("waiting for revision %d: %w: the index is read only, at %d", atLeast, ErrNotReached, s.Revision())
		}
		select {
		case <-next:
		case <-ix.ended:
			return nil, fmt.Errorf("waiting for revision %d: %w", atLeast, ErrClosed)
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for revision %d: %w", atLeast, ctx.Err())
		}
	}
}

// publish makes a snapshot the current one and wakes who waits for it.
func (ix *Index) publish(s *Snapshot) {
	ix.publishing.Lock()
	defer ix.publishing.Unlock()
	ix.current.Store(s)
	close(ix.published)
	ix.published = make(chan struct{})
}
