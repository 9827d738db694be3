package index

import (
	"cmp"
	"log/slog"
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
	// Logger is told of what goes on in the background. Nil is silent.
	Logger *slog.Logger
}

// keepBytes is how many bytes of its log the store is to keep.
func (o *Options) keepBytes() int64 { return max(0, cmp.Or(o.FeedBytes, defaultFeedBytes)) }
