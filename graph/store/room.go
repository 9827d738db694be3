package store

import (
	"fmt"
)

// spare is what a store leaves free on its disk: Badger's headers, manifest and table indexes.
const spare = 512 << 10

// room refuses a write of size bytes that the disk may not hold. Badger writes them into its write-ahead
// file, and when that is full, or at Close, all of it once more as a table; merging tables takes
// another copy of them.
func (st *Store) room(size int64) error {
	free, known := st.options.Free(st.dir)
	if !known {
		return nil
	}
	unflushed := min(st.written.Load(), (memTables+1)*memTableSize)
	need := 2*size + unflushed + st.mergeable() + spare
	if free < uint64(need) {
		return fmt.Errorf("%w: %s: %d bytes are free and %d needed", ErrFull, st.dir, free, need)
	}
	return nil
}

// mergeable is the size of the tables that Badger may soon merge.
func (st *Store) mergeable() int64 {
	// Looked at anew for each quarter of a table that was written.
	step := st.written.Load() / (memTableSize / 4)
	if st.looked.Swap(step) == step {
		return st.toMerge.Load()
	}
	var size int64
	if level := st.db.Levels()[0]; level.NumTables >= levelZeroTables-memTables {
		size = level.Size
	}
	st.toMerge.Store(size)
	return size
}

// roomToOpen refuses to open a store for writing where Badger could not create its files. After a crash it
// writes what its write-ahead files hold as tables.
func roomToOpen(dir string, o *Options) error {
	free, known := o.Free(dir)
	if !known {
		return nil
	}
	need := uint64(spare)
	for _, info := range filesOf(dir, ".mem") {
		need += uint64(diskUse(info))
	}
	if free < need {
		return fmt.Errorf("%w: %s: %d bytes are free and %d needed", ErrFull, dir, free, need)
	}
	return nil
}
