//go:build !windows

package store

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// sharedReaders: several processes may read at once.
const sharedReaders = true

// lock is an advisory lock on the directory, the same that Badger takes. Held by the store itself it can
// tell a directory in use from other failures, and covers the repairs before Badger opens.
type lock struct{ dir *os.File }

// acquire locks the directory, shared among readers. One in use is ErrLocked.
func acquire(dir string, shared bool) (*lock, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	how := syscall.LOCK_EX
	if shared {
		how = syscall.LOCK_SH
	}
	if err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%w: %s", ErrLocked, dir)
		}
		return nil, fmt.Errorf("store: lock %s: %w", dir, err)
	}
	return &lock{f}, nil
}

func (l *lock) release() error { return l.dir.Close() }
