package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
)

// sharedReaders: Badger does not open for reading only on Windows.
const sharedReaders = false

// lock is a file that nobody else can open while it is held, the same that Badger uses.
type lock struct{ handle syscall.Handle }

// acquire locks the directory. One in use is ErrLocked.
func acquire(dir string, _ bool) (*lock, error) {
	const (
		temporary     = 0x00000100 // FILE_ATTRIBUTE_TEMPORARY
		deleteOnClose = 0x04000000 // FILE_FLAG_DELETE_ON_CLOSE
		sharing       = syscall.Errno(32)
	)
	path, err := syscall.UTF16PtrFromString(filepath.Join(dir, lockName))
	if err != nil {
		return nil, fmt.Errorf("store: lock %s: %w", dir, err)
	}
	handle, err := syscall.CreateFile(path, 0, 0, nil, syscall.OPEN_ALWAYS, temporary|deleteOnClose, 0)
	if errors.Is(err, sharing) || errors.Is(err, syscall.ERROR_ACCESS_DENIED) {
		return nil, fmt.Errorf("%w: %s", ErrLocked, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("store: lock %s: %w", dir, err)
	}
	return &lock{handle}, nil
}

func (l *lock) release() error { return syscall.CloseHandle(l.handle) }
