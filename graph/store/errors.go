package store

import "errors"

// What Open may be refused for. Each is wrapped with the directory. Test with errors.Is.
var (
	// ErrLocked is returned for a directory that another process, or another Store, has open.
	ErrLocked = errors.New("store: directory is in use")
	// ErrFormat is returned for a directory that is not a store, or one of a newer format or of newer rules.
	ErrFormat = errors.New("store: directory has another format")
	// ErrCorrupt is returned where what is on disk is damaged or incomplete.
	ErrCorrupt = errors.New("store: directory is damaged")
)

// What a write may be refused for.
var (
	// ErrFull is returned where the disk has no room for a write. Nothing was written, and the Store stays usable.
	ErrFull = errors.New("store: disk is full")
	// ErrFailed is returned after a write that failed in a way that leaves it open what is on disk. What is
	// there can be read, unless Badger could not begin a write-ahead file; opening the directory again settles it.
	ErrFailed = errors.New("store: an earlier write failed")
	// ErrReadOnly is returned for a write to a Store opened with Options.ReadOnly.
	ErrReadOnly = errors.New("store: opened for reading only")
	// ErrRevision is returned for a batch or a checkpoint of a revision that is not next, or not within the log.
	ErrRevision = errors.New("store: revision out of order")
	// ErrTooLarge is returned for a State whose table of pages does not fit into the root.
	ErrTooLarge = errors.New("store: too many pages")
)

// What any call may be refused for.
var (
	// ErrClosed is returned for a call after Close.
	ErrClosed = errors.New("store: closed")
	// ErrTrimmed is returned for log entries that are not kept.
	ErrTrimmed = errors.New("store: log entries no longer kept")
)
