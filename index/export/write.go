package export

import (
	"context"
	"fmt"
	"io"
	"iter"
	"runtime"

	"github.com/accessindex/ambit/index"
)

// Summary is how much was written.
type Summary struct {
	Users int   // also those who reach nothing
	Rows  int64 // records, once for each user who reaches them
	Bytes int64
}

// Write writes the records on which users have a right (3.12) to w. An unknown user, right or entity is
// ErrUnknown, a malformed one ErrInvalid, and nothing is written then. Any other error is that of w or
// of the context, and the Summary that of what was written before it.
func Write(ctx context.Context, s *index.Snapshot, w io.Writer, c Config) (Summary, error) {
	users, err := c.users(s)
	if err != nil {
		return Summary{}, err
	}
	return write(ctx, s, w, c, users)
}

func write(ctx context.Context, s *index.Snapshot, w io.Writer, c Config, users []string) (Summary, error) {
	var sum Summary
	if header := c.Format.header(); header != "" {
		if err := sum.write(w, []byte(header)); err != nil {
			return sum, err
		}
	}
	lists := inOrder(until(ctx, users), func(user string) listed {
		records, err := s.Records(user, c.Right, c.Entity)
		return listed{user, records, err}
	})
	used := make(buffers, 2*runtime.GOMAXPROCS(0))
	for each := range inOrder(cut(lists), func(piece []part) written { return used.text(c.Format, piece) }) {
		if err := ctx.Err(); err != nil {
			return sum, err
		}
		if each.err != nil {
			return sum, each.err
		}
		if err := sum.write(w, each.text); err != nil {
			return sum, err
		}
		sum.Users += each.users
		sum.Rows += each.rows
		used.put(each.text)
		if c.Progress != nil {
			c.Progress(sum.Users, len(users))
		}
	}
	return sum, ctx.Err()
}

// write adds what was written to the summary.
func (sum *Summary) write(w io.Writer, text []byte) error {
	n, err := w.Write(text)
	sum.Bytes += int64(n)
	if err == nil && n < len(text) {
		err = io.ErrShortWrite
	}
	if err != nil {
		return fmt.Errorf("writing export: %w", err)
	}
	return nil
}

// until yields the users, and ends early with the context.
func until(ctx context.Context, users []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, user := range users {
			if ctx.Err() != nil || !yield(user) {
				return
			}
		}
	}
}
