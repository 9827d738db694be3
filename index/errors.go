package index

import "github.com/accessindex/ambit/graph/store"

// What opening an index may be refused for, and a write to it. Each is wrapped with the directory; test
// with errors.Is.
var (
	// ErrLocked is returned for a directory that another process, or another Index, has open.
	ErrLocked = store.ErrLocked
	// ErrFormat is returned for a directory that is no index, or one of a newer version.
	ErrFormat = store.ErrFormat
	// ErrCorrupt is returned where what is on disk is damaged or incomplete.
	ErrCorrupt = store.ErrCorrupt
	// ErrFull is returned where the disk has no room for a write. Nothing changed.
	ErrFull = store.ErrFull
	// ErrFailed is returned after a write that left it open what is on disk: the index answers on, and is
	// to be opened again before the next write.
	ErrFailed = store.ErrFailed
	// ErrReadOnly is returned for a write to an index opened with Options.ReadOnly.
	ErrReadOnly = store.ErrReadOnly
	// ErrTrimmed is returned for changes that are too old to be still kept; see Options.FeedBytes.
	ErrTrimmed = store.ErrTrimmed
	// ErrClosed is returned for a call after Close.
	ErrClosed = store.ErrClosed
)
