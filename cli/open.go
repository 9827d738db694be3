package cli

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
)

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
