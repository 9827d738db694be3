package export

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/accessindex/ambit/index"
)

// Replace writes a file, which appears under its name when it is complete and on disk, and then replaces one that
// was there. Until then it is a temporary file beside it, whose name is the path with ".RANDOM.tmp" after it,
// and which an error removes. A link is followed. A new file gets the permissions given, a file that was there
// keeps its own. A path that names something other than a file is ErrInvalid.
func Replace(path string, mode fs.FileMode, write func(io.Writer) error) (err error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("%w: %s is there and not a file; write to a stream instead", index.ErrInvalid, path)
	case err == nil:
		mode = info.Mode().Perm()
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	file, err := os.OpenFile(path+"."+rand.Text()[:8]+".tmp", os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = file.Close() // again, perhaps
			_ = os.Remove(file.Name())
		}
	}()
	if err = write(file); err != nil {
		return err
	}
	if err = errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	if err = os.Rename(file.Name(), path); err == nil {
		syncDir(filepath.Dir(path))
	}
	return err
}

// syncDir makes a name durable, on systems that can.
func syncDir(path string) {
	if dir, err := os.Open(path); err == nil {
		_ = dir.Sync()
		_ = dir.Close()
	}
}
