package export

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/accessindex/ambit/index"
)

// File writes the records on which users have a right (3.12) to a file, as Write does to a writer. The file
// appears under its name when it is complete and on disk, and then replaces a file that was there. Until
// then it is a temporary file beside it, whose name is the path with ".RANDOM.tmp" after it, and which an
// error removes. A link is followed, and a file that was there keeps its permissions. A path that names
// something other than a file is ErrInvalid.
func File(ctx context.Context, s *index.Snapshot, path string, c Config) (sum Summary, err error) {
	users, err := c.users(s)
	if err != nil {
		return Summary{}, err
	}
	mode := fs.FileMode(0o666)
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return Summary{}, fmt.Errorf("%w: %s is there and not a file; write to a stream instead", index.ErrInvalid, path)
	case err == nil:
		mode = info.Mode().Perm()
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return Summary{}, err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return Summary{}, err
	}
	file, err := os.OpenFile(path+"."+rand.Text()[:8]+".tmp", os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return Summary{}, err
	}
	defer func() {
		if err != nil {
			_ = file.Close() // again, perhaps
			_ = os.Remove(file.Name())
		}
	}()
	if sum, err = write(ctx, s, file, c, users); err != nil {
		return sum, err
	}
	if err = errors.Join(file.Sync(), file.Close(), ctx.Err()); err != nil {
		return sum, err
	}
	return sum, os.Rename(file.Name(), path)
}
