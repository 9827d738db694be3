package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
)

// openToWrite opens the index, and makes one where there is none. undo, after it is closed, removes a directory
// that was made for it, if nothing is in the index: who mistypes --db is left with no trace.
func openToWrite(c *cli.Context) (ix *index.Index, undo func(), err error) {
	dir := c.String("db")
	_, absent := os.Stat(dir)
	if ix, err = index.Open(dir, nil); err != nil {
		return nil, nil, err
	}
	return ix, func() {
		if errors.Is(absent, fs.ErrNotExist) && ix.Revision() == 0 {
			_ = os.RemoveAll(dir)
		}
	}, nil
}

// ask opens the index for reading and lets the command look at it.
func ask(c *cli.Context, look func(*index.Index) error) error { return askIn(c, c.String("db"), look) }

// askIn is ask for the index in a directory.
func askIn(c *cli.Context, dir string, look func(*index.Index) error) error {
	stop := progress(c, "opening", false, nil)
	ix, err := index.Open(dir, &index.Options{ReadOnly: true})
	stop()
	if errors.Is(err, fs.ErrNotExist) {
		return &absentError{dir, err}
	}
	if err != nil {
		return err
	}
	err = look(ix)
	if closed := ix.Close(); err == nil && closed != nil {
		return fmt.Errorf("closing index: %w", closed)
	}
	return err
}
