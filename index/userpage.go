package index

import (
	"fmt"
	"math"

	"github.com/accessindex/ambit/graph"
)

// Page is the ids of up to limit users of the set, and the token of the page after it: empty where
// there is none. The empty token stands for the first page. A walk may go on in the same question's set of
// a later snapshot: it meets every user who stays in the set, each once. A malformed token or a limit
// below 1 is ErrInvalid; a token may also be ErrPageExpired.
func (us UserSet) Page(token string, limit int) (ids []string, next string, err error) {
	if limit < 1 {
		return nil, "", fmt.Errorf("%w: page of %d users", graph.ErrInvalid, limit)
	}
	from, err := us.pageStart(token)
	if err != nil {
		return nil, "", err
	}
	ids = make([]string, 0, min(limit, us.set.Len()))
	for row := range us.set.From(from) {
		if len(ids) == limit {
			next = writeToken(us.numbering, uint64(row))
			break
		}
		ids = append(ids, us.id(row))
	}
	return ids, next, nil
}

// pageStart is the row where the page of a token begins.
func (us UserSet) pageStart(text string) (uint32, error) {
	if text == "" {
		return 0, nil
	}
	numbers, err := readToken(text, 2)
	switch {
	case err != nil:
		return 0, err
	case us.state == nil || numbers[1] > math.MaxUint32:
		return 0, fmt.Errorf("%w: page token %q is of another list", graph.ErrInvalid, text)
	case numbers[0] != us.numbering:
		return 0, fmt.Errorf("%w: %q", ErrPageExpired, text)
	}
	return uint32(numbers[1]), nil
}
