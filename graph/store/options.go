package store

import (
	"log/slog"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

// Options say how to open a store. The zero value is the default.
type Options struct {
	// ReadOnly opens an existing store that is not written to; others may read it at the same time.
	ReadOnly bool
	// Logger is told what goes on in Badger and which orphans were swept. Nil is silent.
	Logger *slog.Logger
	// CheckpointBytes is how many bytes of log make a checkpoint due. Zero stands for 4 MiB and one
	// thirty-second of the pages, so that opening stays fast and the log pays for the pages it dirties. So do
	// 65,536 effects, in however few bytes.
	CheckpointBytes int64
	// KeepBytes is how many bytes of log entries stay at least for Log once checkpoints have taken them in.
	// The oldest go first, about a checkpoint's entries at a time. Zero keeps none.
	KeepBytes int64
	// SyncDelay lets Append return when its batches are written, and syncs them at most so long after. What was
	// written outlives the process; a machine that fails may lose the last of what was not synced. Zero
	// syncs before Append returns, as every write does where the system is not Linux.
	SyncDelay time.Duration
	// Free tells how many bytes the disk of a directory has left; false where that is not known.
	// Nil asks the operating system.
	Free func(dir string) (uint64, bool)
}

// logger is Options.Logger, or a silent one.
func (o *Options) logger() *slog.Logger {
	if o.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Logger
}

const (
	// memTableSize bounds a transaction to 15 % of it, 2.4 MiB, and is what an open store holds in memory.
	memTableSize = 16 << 20
	memTables    = 2
	// levelZeroTables is how many tables of memTableSize gather before Badger merges them: more than a
	// load of 10 million records writes.
	levelZeroTables = 20
	// blockSize is such that Badger's table builder, which takes blocks from an arena of twice the size of a
	// table, never needs a second arena, whatever the sizes of the values: on 32-bit systems it would then
	// write over the first.
	blockSize = 4 << 20
	// batchBytes and batchCount bound what goes into one transaction.
	batchBytes = 2 << 20
	batchCount = 10_000
	// entryOverhead is what Badger adds at most to a value in a transaction.
	entryOverhead = 64
)

// badgerOptions keep Badger small: no value reaches its value log, and nothing is cached, since pages are
// read once. Every transaction is synced, pages too, for the root must not become durable before them.
func badgerOptions(dir string, o *Options) badger.Options {
	opt := badger.DefaultOptions(dir).
		WithReadOnly(o.ReadOnly && sharedReaders).
		WithBypassLockGuard(true). // Open holds the lock
		WithExternalMagic(badgerMagic).
		WithSyncWrites(!syncsItself).
		WithDetectConflicts(false).
		WithNumVersionsToKeep(1).
		WithCompression(options.None).
		WithBlockCacheSize(0).
		WithMetricsEnabled(false).
		WithBaseLevelSize(1 << 30). // one level below the first
		WithMemTableSize(memTableSize).
		WithNumMemtables(memTables).
		WithBaseTableSize(memTableSize).
		WithBlockSize(blockSize).
		WithNumLevelZeroTables(levelZeroTables).
		WithNumLevelZeroTablesStall(3 * levelZeroTables).
		WithNumCompactors(2).
		WithValueThreshold(maxValue + 1).
		WithValueLogFileSize(1 << 20).
		WithNumGoroutines(1).
		WithLogger(newBackground(dir, o.logger()))
	return opt
}
