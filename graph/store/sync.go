package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// syncsItself says that the store syncs Badger's write-ahead files, and Badger does not: here a sync of a file
// takes in what was written to it by way of a map. Badger would sync its empty value log as well, which costs a
// third of a commit, and cannot sync a write-ahead file once it has gone on to the next one.
const syncsItself = runtime.GOOS == "linux"

// memFile is a write-ahead file of Badger. Once it is gone, what was in it is durable in a table.
type memFile struct {
	name  string
	file  *os.File
	ended bool // it was synced after Badger went on to the next one
}

// sync makes durable all that was committed before. Those that wait for it at once share one.
func (st *Store) sync() error {
	committed := st.commits.Load()
	st.syncs.Lock()
	defer st.syncs.Unlock()
	if st.synced.Load() >= committed {
		return nil
	}
	// Where a sync failed, the success of a later one says nothing of what the first was to write.
	if err := st.failure(); err != nil {
		return err
	}
	committed = st.commits.Load()
	if syncsItself {
		if err := st.syncFiles(); err != nil {
			st.failed.CompareAndSwap(nil, &err)
			return st.failure()
		}
	}
	st.synced.Store(committed)
	return nil
}

// syncFiles syncs the write-ahead files, the older ones first, and the directory where it has others than last
// time. The caller holds syncs.
func (st *Store) syncFiles() error {
	changed := false
	if st.mayDiffer() {
		var err error
		if changed, err = st.findFiles(); err != nil {
			return err
		}
	}
	for i, each := range st.mems {
		if each.ended {
			continue
		}
		if err := each.file.Sync(); err != nil {
			return err
		}
		each.ended = i < len(st.mems)-1
	}
	if !changed {
		return nil
	}
	dir, err := os.Open(st.dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// mayDiffer reports whether there may be other write-ahead files than findFiles found. To list the directory for
// each commit would cost a tenth of it. Badger numbers the files in a row, and goes on to the next one but one
// only after writing memTableSize. The caller holds syncs.
func (st *Store) mayDiffer() bool {
	if len(st.mems) == 0 || st.written.Load()-st.listed >= memTableSize/4 {
		return true
	}
	number, err := strconv.Atoi(strings.TrimSuffix(st.mems[len(st.mems)-1].name, ".mem"))
	if err != nil {
		return true
	}
	_, err = os.Lstat(filepath.Join(st.dir, fmt.Sprintf("%05d.mem", number+1)))
	return !errors.Is(err, fs.ErrNotExist)
}

// findFiles opens the write-ahead files that are new and closes those that are gone, and reports whether there
// were any. The caller holds syncs.
func (st *Store) findFiles() (changed bool, err error) {
	st.listed = st.written.Load()
	found, err := os.ReadDir(st.dir)
	if err != nil {
		return false, err
	}
	var names []string
	for _, each := range found {
		if strings.HasSuffix(each.Name(), ".mem") {
			names = append(names, each.Name())
		}
	}
	st.mems = slices.DeleteFunc(st.mems, func(each *memFile) bool {
		gone := !slices.Contains(names, each.name)
		if gone {
			changed = true
			_ = each.file.Close()
		}
		return gone
	})
	for _, name := range names {
		if slices.ContainsFunc(st.mems, func(each *memFile) bool { return each.name == name }) {
			continue
		}
		changed = true
		file, err := os.Open(filepath.Join(st.dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return false, err
		}
		st.mems = append(st.mems, &memFile{name: name, file: file})
	}
	return changed, nil
}

// closeFiles closes what syncs have opened.
func (st *Store) closeFiles() {
	st.syncs.Lock()
	defer st.syncs.Unlock()
	for _, each := range st.mems {
		_ = each.file.Close()
	}
	st.mems = nil
}
