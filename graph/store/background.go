package store

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/dgraph-io/badger/v4"
)

// engine is an open Badger, and what goes wrong in its background.
type engine struct {
	*badger.DB
	background *background
}

// background hears what Badger says. It is the only way to learn that Badger could not write a table.
type background struct {
	dir    string
	to     *slog.Logger
	failed atomic.Pointer[error] // the first such failure
	broken chan struct{}         // closed then
	ending atomic.Bool           // Badger is being opened or closed, and waits for its tables
	tries  atomic.Int32          // that failed meanwhile
}

// maxTries is how often Badger tries to write a table while it is opened or closed, a second after the time
// before. Left to itself it tries for ever.
const maxTries = 3

// Errorf is told of errors, among them that a full write-ahead file was not written as a table, by the goroutine
// that does so and will try again.
func (b *background) Errorf(format string, args ...any) {
	b.to.Error(line(format, args))
	if !strings.HasPrefix(format, "error flushing memtable") {
		return
	}
	if !b.fail(line(format, args)) {
		b.tries.Store(maxTries)
	}
	if b.ending.Load() {
		b.tries.Add(1)
	}
	if b.gaveUp() {
		runtime.Goexit() // the write-ahead file stays, as after a crash
	}
}

// Warningf is told, among others, that tables were not merged.
func (b *background) Warningf(format string, args ...any) {
	b.to.Warn(line(format, args))
	if strings.Contains(format, "Compact FAILED") {
		b.fail(line(format, args))
	}
}

// Infof is told what goes on.
func (b *background) Infof(format string, args ...any) { b.to.Debug(line(format, args)) }

// Debugf is told more of it.
func (b *background) Debugf(format string, args ...any) { b.to.Debug(line(format, args)) }

func line(format string, args []any) string {
	return "badger: " + strings.TrimSpace(fmt.Sprintf(format, args...))
}

// fail notes that a table was not made. Badger has removed its file; the manifest may name it all the same,
// where it was written and not synced. It reports whether Badger may try again.
func (b *background) fail(text string) (again bool) {
	err := errors.New(text)
	again, voiding := voidMissing(b.dir)
	if voiding != nil {
		err = fmt.Errorf("%w; and %w", err, voiding)
	}
	if b.failed.CompareAndSwap(nil, &err) {
		close(b.broken)
	}
	return again
}

// failure is the first table that was not made, if any.
func (b *background) failure() error {
	if err := b.failed.Load(); err != nil {
		return *err
	}
	return nil
}

func newBackground(dir string, to *slog.Logger) *background {
	return &background{dir: dir, to: to, broken: make(chan struct{})}
}

// gaveUp reports whether a write-ahead file was left that should have become a table.
func (b *background) gaveUp() bool { return b.tries.Load() >= maxTries }

// errStuck is why Close gives up: Badger may still write, so the directory stays locked.
var errStuck = errors.New("tables cannot be written")

// closePatience is how long a commit, and Close, waits for Badger once a table could not be written.
const closePatience = (maxTries + 2) * time.Second

// wait waits for a commit. Where Badger cannot write a table it may hold up all commits, for ever.
func (b *background) wait(done <-chan error) error {
	select {
	case err := <-done:
		return err
	case <-b.broken:
	}
	select {
	case err := <-done:
		return err
	case <-time.After(closePatience):
		return b.failure()
	}
}

// Close closes Badger. It fails where it gave up to write a table, whose write-ahead file is left.
func (e *engine) Close() error {
	e.background.ending.Store(true)
	done := make(chan error, 1)
	go func() { done <- e.DB.Close() }()
	for waited := time.Duration(0); ; waited += closePatience {
		select {
		case err := <-done:
			if err == nil && e.background.gaveUp() {
				err = e.background.failure()
			}
			return err
		case <-time.After(closePatience):
			if err := e.background.failure(); err != nil && waited > 0 {
				return fmt.Errorf("%w: %w", errStuck, err)
			}
		}
	}
}
