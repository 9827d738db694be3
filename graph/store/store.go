package store

import (
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/accessindex/ambit/graph"
)

// Store is an open directory. Its methods may be called from any number of goroutines.
type Store struct {
	dir     string
	options Options
	logger  *slog.Logger
	lock    *lock
	db      *engine

	state  sync.Mutex // guards closed and what is added to calls
	closed bool
	calls  sync.WaitGroup        // calls under way, which Close waits for
	failed atomic.Pointer[error] // the write that left it open what is on disk
	writes sync.Mutex            // one transaction at a time; Badger ends the process at one after one that failed

	checkpoints sync.Mutex // one checkpoint at a time; guards pages, next
	pages       map[graph.PageKey]kept
	next        uint64 // the first page name never given

	writer     sync.Mutex // one commit of what is current at a time; guards what follows
	revision   graph.Revision
	checkpoint graph.Revision // that of the root
	kept       []stretch      // the entries up to the root that are kept
	log        []logged       // the entries after the root
	logBytes   int64
	logEffects int
	pageBytes  int64
	appended   uint64      // commits up to the last entry that was not synced at once
	timer      *time.Timer // that will sync it; nil where none is to

	commits atomic.Uint64 // transactions committed since Open
	syncs   sync.Mutex    // one sync at a time; guards mems and listed, and synced is set under it
	synced  atomic.Uint64 // the first so many of commits are durable
	mems    []*memFile    // in the order in which Badger writes them
	listed  int64         // what was written when mems was looked up

	written atomic.Int64 // bytes committed since Open
	looked  atomic.Int64 // step of written at which toMerge was looked at
	toMerge atomic.Int64
}

// kept is a page of the root: the page as it was written, and where.
type kept struct {
	page  graph.Page
	entry entry
	size  int64
}

// logged is how many bytes a log entry takes, and how many effects opening the store has to set.
type logged struct {
	revision graph.Revision
	bytes    int64
	effects  int
}

// take notes an entry at the end of the log. The caller holds writer, or is opening the store.
func (st *Store) take(each logged) {
	st.revision = each.revision
	st.logBytes += each.bytes
	st.logEffects += each.effects
	st.log = append(st.log, each)
}

// use begins a call; each that returns nil ends with st.calls.Done.
func (st *Store) use() error {
	st.state.Lock()
	defer st.state.Unlock()
	if st.closed {
		return fmt.Errorf("%w: %s", ErrClosed, st.dir)
	}
	st.calls.Add(1)
	return nil
}

// useToWrite is use for a call that writes.
func (st *Store) useToWrite() error {
	if st.options.ReadOnly {
		return fmt.Errorf("%w: %s", ErrReadOnly, st.dir)
	}
	if err := st.failure(); err != nil {
		return err
	}
	return st.use()
}

// failure is ErrFailed after a write that left it open what is on disk.
func (st *Store) failure() error {
	if err := st.failed.Load(); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrFailed, st.dir, *err)
	}
	if err := st.db.background.failure(); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrFailed, st.dir, err)
	}
	return nil
}

// caught is the error for a panic of Badger while it read: damage, or what an earlier failure left.
func (st *Store) caught(reason any) error {
	if err := st.failure(); err != nil {
		return err
	}
	return fmt.Errorf("%w: %s: %v", ErrCorrupt, st.dir, reason)
}

// Revision is that of the last batch that was appended, or of the last load.
func (st *Store) Revision() graph.Revision {
	st.writer.Lock()
	defer st.writer.Unlock()
	return st.revision
}

// Checkpointed is the revision of the root. Open reads the log entries after it.
func (st *Store) Checkpointed() graph.Revision {
	st.writer.Lock()
	defer st.writer.Unlock()
	return st.checkpoint
}

// NeedsCheckpoint reports whether the log has grown so much that a checkpoint is due, as
// Options.CheckpointBytes says.
func (st *Store) NeedsCheckpoint() bool {
	st.writer.Lock()
	defer st.writer.Unlock()
	bound := st.options.CheckpointBytes
	if bound == 0 {
		bound = 4<<20 + st.pageBytes/32
	}
	return st.logBytes > bound || st.logEffects > effectsToCheckpoint
}

// effectsToCheckpoint is how many effects may follow the root: so many are set in a fifth of a second when the
// store is opened, however few bytes they take.
const effectsToCheckpoint = 1 << 16

// takeIn notes that a root was switched to, which has taken in the entries up to its revision. The caller
// holds writer.
func (st *Store) takeIn(next *root) {
	n := 0
	for ; n < len(st.log) && st.log[n].revision <= next.revision; n++ {
		st.logBytes -= st.log[n].bytes
		st.logEffects -= st.log[n].effects
	}
	st.log = append([]logged(nil), st.log[n:]...)
	st.kept = next.kept
	st.checkpoint = next.revision
}
