package cli

import (
	"io"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/export"
)

func backupCommand() *cli.Command {
	return &cli.Command{
		Name:      "backup",
		Usage:     "Write the whole index to a file",
		UsageText: "ambit backup FILE",
		ArgsUsage: "FILE",
		Description: `  ambit backup monday.ambit
  ambit backup - | ssh vault 'cat > monday.ambit'
  ambit restore monday.ambit             the way back
  ambit diff monday.ambit ambit.db       whose access has changed since

  The file appears when it is complete; - is standard output. No other program may write to the index
  meanwhile. A program that has it open itself writes a backup while it is in use, with index.Backup.
`,
		Action: backup,
	}
}

// backup writes the index to a file or to standard output.
func backup(c *cli.Context) error {
	if c.NArg() != 1 {
		return usage(c, "backup needs a file, or - for standard output")
	}
	if isInside(c.Args().First(), c.String("db")) {
		return usage(c, "backup needs a file outside of the index")
	}
	return ask(c, func(ix *index.Index) error {
		start := time.Now()
		out := &metered{}
		write := func(to io.Writer) (err error) {
			out.to = to
			_, err = ix.Backup(c.Context, out)
			return err
		}
		path := c.Args().First()
		stop := progress(c, "writing", true, func() (int64, int64) { return out.bytes.Load(), -1 })
		var err error
		if path == "-" {
			err = write(c.App.Writer)
		} else {
			err = export.Replace(path, 0o600, write)
		}
		stop()
		if err != nil {
			return err
		}
		say(c, "backed up revision: %d, bytes: %d, seconds: %.3f", ix.Revision(), out.bytes.Load(), time.Since(start).Seconds())
		return nil
	})
}

// isInside reports whether a file is, or would be, in a directory or below it.
func isInside(file, dir string) bool {
	folder, noFolder := filepath.EvalSymlinks(filepath.Dir(file))
	dir, noDir := filepath.EvalSymlinks(dir)
	if noFolder != nil || noDir != nil {
		return false
	}
	folder, noFolder = filepath.Abs(folder)
	dir, noDir = filepath.Abs(dir)
	if noFolder != nil || noDir != nil {
		return false
	}
	way, apart := filepath.Rel(dir, folder)
	return apart == nil && filepath.IsLocal(way)
}

// metered is a writer that counts what it passes on.
type metered struct {
	to    io.Writer
	bytes atomic.Int64
}

func (w *metered) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	w.bytes.Add(int64(n))
	return n, err
}
