package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
)

func restoreCommand() *cli.Command {
	return &cli.Command{
		Name:      "restore",
		Usage:     "Replace the index by a backup",
		UsageText: "ambit restore FILE",
		ArgsUsage: "FILE",
		Description: `  ambit restore monday.ambit
  ambit --db copy.db restore monday.ambit       a copy, in a directory of its own
  ssh vault cat monday.ambit | ambit restore -

  The index stays as it is until the whole backup has been read and found undamaged, and is then
  replaced in one step. What was changed since the backup is lost. A new index has the revision of the backup;
  one that is replaced has that or its own next one, whichever is later. No other program may have it open.
`,
		Action: restore,
	}
}

// unrestoredError is a restore that was refused. The index is as it was.
type unrestoredError struct{ err error }

func (e *unrestoredError) Error() string { return "nothing was restored:\n" + e.err.Error() }
func (e *unrestoredError) Unwrap() error { return e.err }

// restore replaces the index by what a file or standard input holds.
func restore(c *cli.Context) error {
	if c.NArg() != 1 {
		return usage(c, "restore needs a backup: a file, or - for standard input")
	}
	start := time.Now()
	var revision index.Revision
	err := readBackup(c, c.Args().First(), func(r io.Reader) (err error) {
		revision, err = index.Restore(c.Context, c.String("db"), r)
		return err
	})
	switch {
	case err != nil && revision == 0:
		return &unrestoredError{err}
	case err != nil:
		return fmt.Errorf("restored to revision %d, but: %w", revision, err)
	}
	say(c, "restored to revision: %d, seconds: %.3f", revision, time.Since(start).Seconds())
	return nil
}

// readBackup lets a command read a backup, from a file or from standard input, and shows how far it is. A pipe
// that gives nothing is no reason not to stop when told to.
func readBackup(c *cli.Context, name string, read func(io.Reader) error) error {
	in, size := &measured{}, int64(-1)
	if name == "-" {
		from, to := io.Pipe()
		defer from.Close()
		defer context.AfterFunc(c.Context, func() { _ = to.CloseWithError(c.Context.Err()) })()
		go func() {
			_, err := io.Copy(to, c.App.Reader)
			_ = to.CloseWithError(err)
		}()
		in.from = from
	} else {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			return err
		}
		if info.IsDir() {
			return fmt.Errorf("%s is a directory, not a backup", name)
		}
		if info.Mode().IsRegular() {
			size = info.Size()
		}
		in.from = file
	}
	defer progress(c, "reading", true, func() (int64, int64) { return in.bytes.Load(), size })()
	err := read(in)
	var wrong *index.BackupError
	if errors.As(err, &wrong) {
		return fmt.Errorf("%s: %w", name, err)
	}
	return err
}

// measured is a reader that counts what it passes on.
type measured struct {
	from  io.Reader
	bytes atomic.Int64
}

func (r *measured) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	r.bytes.Add(int64(n))
	return n, err
}
