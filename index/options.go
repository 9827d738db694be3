package index

import (
	"cmp"
	"log/slog"
	"time"
)

// defaultFeedBytes adds little to the disk that an index takes, or to the time that opening takes, which
// checks each byte.
const defaultFeedBytes = 16 << 20

// Options say how to open an index. The zero value is the default.
type Options struct {
	// ReadOnly opens an index that exists and is not written to. Several processes may do so at once.
	ReadOnly bool
	// FeedBytes is how many bytes of past changes are kept on disk at least, so that Watch can begin before
	// the present revision: a batch of one change takes about 200. They are dropped from the oldest on,
	// some at a time, and those that opening the index needs stay in any case. Zero stands for 16 MiB, a
	// negative number for none.
	FeedBytes int64
	// SyncDelay lets Apply return once a batch is written: the sync that makes it durable begins at most so long
	// after. Zero or less syncs before Apply returns.
	//
	// A process that dies or is killed loses no batch in either case. A machine that fails loses at most the
	// batches acknowledged since SyncDelay before its last sync began: always the last ones, and none in
	// part. Snapshots and Watch have shown these, and once the index is opened again their revisions go to
	// other batches. Close, checkpoints, and batches and loads too large for one transaction, some 2 MiB,
	// sync all that was before them. After a sync that failed every write is ErrFailed until the index is
	// opened again, which tells what is there.
	//
	// Only on Linux a sync is put off; elsewhere SyncDelay changes nothing.
	SyncDelay time.Duration
	// Logger is told of what goes on in the background. Nil is silent.
	Logger *slog.Logger
}

// keepBytes is how many bytes of its log the store is to keep.
func (o *Options) keepBytes() int64 { return max(0, cmp.Or(o.FeedBytes, defaultFeedBytes)) }
