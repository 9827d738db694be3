package index

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// ErrPageExpired is returned for a page token from before the records were numbered anew, as a load
// does. Begin again with the empty token.
var ErrPageExpired = errors.New("page token expired")

// Page is the ids of up to limit records of the set, and the token of the page after it: empty where
// there is none. The empty token stands for the first page. A walk may go on in the same question's set of
// a later snapshot: it meets every record that stays in the set, each once. A malformed token, one of
// another entity's records or a limit below 1 is ErrInvalid; a token may also be ErrPageExpired.
func (rs RecordSet) Page(token string, limit int) (ids []string, next string, err error) {
	if limit < 1 {
		return nil, "", fmt.Errorf("%w: page of %d records", graph.ErrInvalid, limit)
	}
	from, err := rs.pageStart(token)
	if err != nil {
		return nil, "", err
	}
	ids = make([]string, 0, min(limit, rs.set.Len()))
	var w idWriter
	add := func(id string) bool {
		ids = append(ids, id)
		return true
	}
	for ordinal := range rs.set.From(from) {
		if len(ids)+w.length == limit {
			next = rs.pageToken(ordinal)
			break
		}
		if w.add(rs.entity, ordinal) {
			w.yield(add)
		}
	}
	w.yield(add)
	return ids, next, nil
}

// pageToken names the numbering, the entity and the ordinal where a page begins.
func (rs RecordSet) pageToken(ordinal uint32) string {
	return writeToken(rs.numbering, uint64(rs.entity.Number()), uint64(ordinal))
}

// writeToken is numbers in the digits of base 36 with points between them.
func writeToken(numbers ...uint64) string {
	var text []byte
	for i, number := range numbers {
		if i > 0 {
			text = append(text, '.')
		}
		text = strconv.AppendUint(text, number, 36)
	}
	return string(text)
}

// readToken reads a token of so many numbers. Only what writeToken writes is one.
func readToken(text string, count int) ([]uint64, error) {
	var numbers []uint64
	for part := range strings.SplitSeq(text, ".") {
		number, err := strconv.ParseUint(part, 36, 64)
		if err != nil {
			break
		}
		numbers = append(numbers, number)
	}
	if len(numbers) != count || writeToken(numbers...) != text {
		return nil, fmt.Errorf("%w: page token %q", graph.ErrInvalid, text)
	}
	return numbers, nil
}

func (rs RecordSet) pageStart(token string) (uint32, error) {
	if token == "" {
		return 0, nil
	}
	numbers, err := readToken(token, 3)
	switch {
	case err != nil:
		return 0, err
	case numbers[0] != rs.numbering:
		return 0, fmt.Errorf("%w: %q", ErrPageExpired, token)
	case !rs.entity.Declared() || numbers[1] != uint64(rs.entity.Number()) || numbers[2] > math.MaxUint32:
		return 0, fmt.Errorf("%w: page token %q is of another list", graph.ErrInvalid, token)
	}
	return uint32(numbers[2]), nil
}
