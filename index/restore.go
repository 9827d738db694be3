package index

import (
	"context"
	"fmt"
	"io"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
)

// Restore makes what a backup holds the index in a directory, reading the backup to the end of the stream. It
// needs the directory for itself; one in use is ErrLocked. Where there is no index it makes one. The index
// that is there stays what it is until the whole backup has been read and written beside it, and
// is then replaced in one step: neither an error nor a kill at any moment leaves anything but the old index or
// the new one. A backup that is damaged, cut short, or goes on after its end is ErrCorrupt; what is none, or
// comes from a newer version, ErrFormat; with a damaged index in the directory, ErrCorrupt too: restore into
// another one.
//
// The revision that it returns is that of the backup, so that a copy goes on where the original was. In a
// directory that has reached that revision or a later one, it is the next one there: no revision stands for two
// states of one directory. Who watches the index of the directory is told by an event with Event.Reset, or by
// ErrTrimmed where the revision leaps ahead of what was there. Page tokens from before, of the index
// or of what the backup was taken of, are ErrPageExpired.
//
// With an error the revision is 0, unless all is done and closing the directory has failed.
//
// A restore takes back whatever was changed since the backup. Nothing can be said of revisions that the
// original reached after it and the restored index reaches in turn: who keeps them is to begin anew.
func Restore(ctx context.Context, dir string, r io.Reader) (Revision, error) {
	err := given(ctx)
	if err == nil && r == nil {
		err = fmt.Errorf("%w: no reader", graph.ErrInvalid)
	}
	if err != nil {
		return 0, fmt.Errorf("restoring index: %w", err)
	}
	revision, err := store.Restore(ctx, dir, &store.Options{KeepBytes: (&Options{}).keepBytes()}, r)
	if err != nil {
		return revision, fmt.Errorf("restoring index: %w", err)
	}
	return revision, nil
}
