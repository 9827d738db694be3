package store

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"github.com/accessindex/ambit/graph"
)

// Restore makes the State of a backup that of the store in a directory, which it needs for itself, and returns
// the revision. Where there is no store it makes one, of the revision of the backup. One that is there keeps
// its State until the switch to the other, whatever happens; the revision is then that of the backup, or
// the next one of the store if that is greater, and the log has an entry with Entry.Reset there. It
// goes on from the entries before if the revision is the next one, and begins with it otherwise. The
// State gets a numbering that neither store nor backup ever had.
//
// A directory is refused as by Open, a backup as by ReadBackup. With an error the revision is 0, unless all is done
// and closing the store has failed.
func Restore(ctx context.Context, dir string, options *Options, r io.Reader) (graph.Revision, error) {
	found, err := inspect(filepath.Clean(dir))
	if err != nil {
		return 0, err
	}
	if !found.exists {
		// Nothing is made for a backup that is refused.
		state, revision, err := ReadBackup(ctx, r)
		if err != nil {
			return 0, err
		}
		state = renumbered(state, 0)
		st, opened, _, err := open(ctx, dir, options, first{revision, state})
		if err != nil {
			return 0, err
		}
		if opened != state { // somebody was faster
			return st.closeAfter(st.replace(ctx, revision, renumbered(state, opened.Numbering())))
		}
		return st.closeAfter(revision, nil)
	}
	st, old, _, err := Open(dir, options)
	if err != nil {
		return 0, err
	}
	numbering := old.Numbering()
	st.forget()
	state, revision, err := ReadBackup(ctx, r)
	if err != nil {
		return st.closeAfter(0, err)
	}
	return st.closeAfter(st.replace(ctx, revision, renumbered(state, numbering)))
}

// renumbered is a State with a numbering above its own and another. The step is drawn, as what comes from either
// may go on numbering upward elsewhere.
func renumbered(state *graph.State, other uint64) *graph.State {
	return state.WithNumbering(max(state.Numbering(), other) + drawn())
}

// forget lets go of the State that was opened, none of whose pages the next will share, before another takes as
// much memory.
func (st *Store) forget() {
	st.checkpoints.Lock()
	defer st.checkpoints.Unlock()
	for key, each := range st.pages {
		each.page = graph.Page{}
		st.pages[key] = each
	}
}

// replace makes a State of elsewhere the one of the root, and returns its revision: the one that it had there, or
// the next one if that is greater.
func (st *Store) replace(ctx context.Context, revision graph.Revision, state *graph.State) (graph.Revision, error) {
	if err := st.useToWrite(); err != nil {
		return 0, err
	}
	defer st.calls.Done()
	st.checkpoints.Lock()
	defer st.checkpoints.Unlock()
	revision = max(revision, st.Revision()+1)
	if err := st.switchTo(ctx, revision, state, true); err != nil {
		return 0, err
	}
	return revision, nil
}

// closeAfter closes the store and passes on how a call went.
func (st *Store) closeAfter(revision graph.Revision, err error) (graph.Revision, error) {
	if closed := st.Close(); closed != nil {
		err = errors.Join(err, closed)
	}
	return revision, err
}
