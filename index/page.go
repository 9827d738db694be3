package index

import (
	"errors"
	"fmt"
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
	return strconv.FormatUint(rs.numbering, 36) + "." + strconv.FormatUint(uint64(rs.entity.Number()), 36) +
		"." + strconv.FormatUint(uint64(ordinal), 36)
}

func (rs RecordSet) pageStart(token string) (uint32, error) {
	if token == "" {
		return 0, nil
	}
	malformed := fmt.Errorf("%w: page token %q", graph.ErrInvalid, token)
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return 0, malformed
	}
	numbering, badNumbering := strconv.ParseUint(parts[0], 36, 64)
	entity, badEntity := strconv.ParseUint(parts[1], 36, 32)
	ordinal, badOrdinal := strconv.ParseUint(parts[2], 36, 32)
	switch {
	case badNumbering != nil || badEntity != nil || badOrdinal != nil:
		return 0, malformed
	case numbering != rs.numbering:
		return 0, fmt.Errorf("%w: %q", ErrPageExpired, token)
	case !rs.entity.Declared() || graph.EntityNumber(entity) != rs.entity.Number():
		return 0, malformed
	}
	return uint32(ordinal), nil
}
