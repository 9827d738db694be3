package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/dgraph-io/badger/v4"

	"github.com/accessindex/ambit/graph"
)

// readerPatience is how long an opening reader waits for another that mends the store after a crash.
const readerPatience = 500 * time.Millisecond

// Open opens the store in a directory and returns the State and the revision that it holds. Where there is
// none it creates one with an empty State at revision 0; with Options.ReadOnly that is
// fs.ErrNotExist. Nil options are the default.
//
// A directory in use is ErrLocked, one of another program or of a newer version ErrFormat, a damaged
// one ErrCorrupt, and a disk without room ErrFull.
func Open(dir string, options *Options) (*Store, *graph.State, graph.Revision, error) {
	return open(context.Background(), dir, options, first{state: graph.NewState().WithNumbering(drawn())})
}

// drawn is a numbering to begin with, so that no two indexes take each other's ordinals for their own.
func drawn() uint64 { return 1 + rand.Uint64N(1<<32) }

// first is what a store begins with where there is none.
type first struct {
	revision graph.Revision
	state    *graph.State
}

func open(ctx context.Context, dir string, options *Options, begin first) (*Store, *graph.State, graph.Revision, error) {
	o := Options{}
	if options != nil {
		o = *options
	}
	if o.Free == nil {
		o.Free = diskFree
	}
	st := &Store{dir: filepath.Clean(dir), options: o, logger: o.logger(), pages: map[graph.PageKey]kept{}}
	state, err := st.open(ctx, begin)
	if err != nil {
		if st.db != nil {
			st.closeFiles()
			err = errors.Join(err, st.db.Close())
		}
		if st.lock != nil && !errors.Is(err, errStuck) {
			err = errors.Join(err, st.lock.release())
		}
		if isFull(err) && !errors.Is(err, ErrFull) {
			err = fmt.Errorf("%w: %w", ErrFull, err)
		}
		return nil, nil, 0, err
	}
	return st, state, st.revision, nil
}

func (st *Store) open(ctx context.Context, begin first) (*graph.State, error) {
	found, err := st.enter()
	if err != nil {
		return nil, err
	}
	if !st.options.ReadOnly {
		if err := repair(st.dir, &st.options); err != nil {
			return nil, err
		}
		if err := roomToOpen(st.dir, &st.options); err != nil {
			return nil, err
		}
	}
	opt := badgerOptions(st.dir, &st.options)
	if found.exists {
		if err := checkTables(st.dir, opt); err != nil {
			return nil, err
		}
	}
	if st.db, err = openBadger(opt); err != nil {
		return nil, err
	}
	return st.recover(ctx, found, begin)
}

// enter locks the directory and tells what is in it.
func (st *Store) enter() (found directory, err error) {
	// Looked at before anything is created or locked, so that a wrong path is left as it was.
	if found, err = inspect(st.dir); err != nil {
		return found, err
	}
	if st.options.ReadOnly {
		return st.enterToRead(found)
	}
	if err := os.MkdirAll(st.dir, 0o700); err != nil {
		return found, fmt.Errorf("store: %w", err)
	}
	if st.lock, err = acquire(st.dir, false); err != nil {
		return found, err
	}
	return inspect(st.dir)
}

// enterToRead is enter for a reader. A store that was not closed must be opened for writing once.
func (st *Store) enterToRead(found directory) (directory, error) {
	deadline := time.Now().Add(readerPatience)
	for {
		if !found.exists {
			return found, fmt.Errorf("store: no index in %s: %w", st.dir, fs.ErrNotExist)
		}
		l, err := acquire(st.dir, true)
		if err == nil {
			if found, err = inspect(st.dir); err == nil && found.exists && !found.crashed {
				st.lock = l
				return found, nil
			}
			_ = l.release()
			if err == nil && found.crashed {
				err = mend(st.dir, &st.options)
			}
		}
		if err != nil && (!errors.Is(err, ErrLocked) || time.Now().After(deadline)) {
			return found, err
		}
		if err != nil {
			time.Sleep(readerPatience / 50)
		}
	}
}

// mend opens and closes the store for writing, which lets Badger write its write-ahead files out as tables.
func mend(dir string, options *Options) error {
	l, err := acquire(dir, false)
	if err != nil {
		return err
	}
	writing := *options
	writing.ReadOnly = false
	err = repair(dir, &writing)
	if err == nil {
		err = roomToOpen(dir, &writing)
	}
	opt := badgerOptions(dir, &writing)
	if err == nil {
		err = checkTables(dir, opt)
	}
	if err == nil {
		var db *engine
		if db, err = openBadger(opt); err == nil {
			err = db.Close()
		}
	}
	if errors.Is(err, errStuck) {
		return err
	}
	return errors.Join(err, l.release())
}

// openBadger opens Badger. What it cannot read is ErrCorrupt.
func openBadger(opt badger.Options) (db *engine, err error) {
	heard := opt.Logger.(*background)
	defer func() {
		if reason := recover(); reason != nil {
			db, err = nil, fmt.Errorf("%w: %s: %v", ErrCorrupt, opt.Dir, reason)
		}
	}()
	heard.ending.Store(true)
	opened, err := badger.Open(opt)
	heard.ending.Store(false)
	if err == nil {
		db = &engine{opened, heard}
		if !heard.gaveUp() {
			return db, nil
		}
		err = db.Close()
	}
	if ofSystem(err) {
		return nil, fmt.Errorf("store: open %s: %w", opt.Dir, err)
	}
	return nil, fmt.Errorf("%w: %s: %w", ErrCorrupt, opt.Dir, err)
}

// isFull reports whether an error is that there is no room on the disk. Badger keeps only the text of most
// errors.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), syscall.ENOSPC.Error())
}

// ofSystem reports whether the operating system refused something, rather than that bytes are wrong. Badger
// keeps only the text of most errors.
func ofSystem(err error) bool {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	for _, each := range []error{
		syscall.ENOSPC, syscall.EACCES, syscall.EPERM, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.EIO,
		syscall.EROFS, syscall.EFBIG,
	} {
		if errors.Is(err, each) || strings.Contains(err.Error(), each.Error()) {
			return true
		}
	}
	return false
}

// create writes the root of the first State.
func (st *Store) create(ctx context.Context, begin first) (*graph.State, error) {
	st.revision, st.checkpoint = begin.revision, begin.revision
	if err := st.write(ctx, begin.revision, begin.state); err != nil {
		return nil, err
	}
	return begin.state, nil
}
