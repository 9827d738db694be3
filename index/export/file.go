package export

import (
	"context"
	"io"

	"github.com/accessindex/ambit/index"
)

// File writes the records on which users have a right (3.12) to a file, as Write does to a writer, and as
// Replace makes files: it appears when it is complete.
func File(ctx context.Context, s *index.Snapshot, path string, c Config) (sum Summary, err error) {
	users, err := c.users(s)
	if err != nil {
		return Summary{}, err
	}
	err = Replace(path, 0o666, func(w io.Writer) (err error) {
		if sum, err = write(ctx, s, w, c, users); err == nil {
			err = ctx.Err()
		}
		return err
	})
	return sum, err
}
