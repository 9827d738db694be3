package index_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
	"github.com/accessindex/ambit/loader"
)

// known are some dozens of questions and the answers of one revision, by the oracle.
type known struct {
	checks []knownCheck
	lists  []knownList
}

type knownCheck struct {
	index.Question
	may    bool
	rights graph.Rights
	err    error // of check; rights asks the same but for the right
}

type knownList struct {
	user   string
	right  graph.Right
	entity string
	ids    []string
	err    error
}

// knownOf draws questions, some about what is not there, and asks the oracle.
func knownOf(random *rand.Rand, o *indextest.Oracle) *known {
	k := &known{}
	one := func(of []string, other string) string {
		if len(of) == 0 || random.IntN(40) == 0 {
			return other
		}
		return of[random.IntN(len(of))]
	}
	users, entities := o.UserIDs(), o.EntityNames()
	for range 24 {
		q := index.Question{User: one(users, "nobody"), Right: graph.EachRight[random.IntN(8)]}
		if refs := o.RecordRefs(one(entities, "nothing")); len(refs) > 0 {
			q.Record = refs[random.IntN(len(refs))]
		} else {
			q.Record = graph.RecordRef(one(entities, "nothing"), "no record")
		}
		c := knownCheck{Question: q}
		c.may, c.err = o.Check(q.User, q.Right, q.Record)
		c.rights, _ = o.Rights(q.User, q.Record)
		k.checks = append(k.checks, c)
	}
	for range 12 {
		l := knownList{user: one(users, "nobody"), right: graph.EachRight[random.IntN(8)], entity: one(entities, "nothing")}
		l.ids, l.err = o.List(l.user, l.right, l.entity)
		k.lists = append(k.lists, l)
	}
	return k
}

// sameRefusal reports whether two errors are none or of the same kind (3.15).
func sameRefusal(a, b error) bool {
	return (a == nil) == (b == nil) && errors.Is(a, graph.ErrUnknown) == errors.Is(b, graph.ErrUnknown) &&
		errors.Is(a, graph.ErrInvalid) == errors.Is(b, graph.ErrInvalid)
}

// wrong is the first answer of a snapshot that is not the known one, or empty.
func (k *known) wrong(s *index.Snapshot) string {
	for _, c := range k.checks {
		may, err := s.Check(c.User, c.Right, c.Record)
		if bool(may) != c.may || !sameRefusal(err, c.err) {
			return fmt.Sprintf("revision %d: check %v is %v %v, not %t %v", s.Revision(), c.Question, may, err, c.may, c.err)
		}
		if rights, _ := s.Rights(c.User, c.Record); rights != c.rights {
			return fmt.Sprintf("revision %d: rights %v are %v, not %v", s.Revision(), c.Question, rights, c.rights)
		}
	}
	for _, l := range k.lists {
		set, err := s.Records(l.user, l.right, l.entity)
		if ids := slices.Sorted(set.All()); !slices.Equal(ids, l.ids) || set.Len() != len(l.ids) || !sameRefusal(err, l.err) {
			return fmt.Sprintf("revision %d: list %q %v %q is %q %v, not %q %v", s.Revision(), l.user, l.right, l.entity, ids, err, l.ids, l.err)
		}
	}
	return ""
}

// pages walks the list in pages of a snapshot, and says what is wrong with it.
func (l *knownList) pages(s *index.Snapshot, limit int) string {
	set, err := s.Records(l.user, l.right, l.entity)
	if err != nil {
		return ""
	}
	var walked []string
	for token := ""; ; {
		ids, next, err := set.Page(token, limit)
		if err != nil || len(ids) > limit || next != "" && len(ids) < limit {
			return fmt.Sprintf("revision %d: page %q of list %v has %d ids: %v", s.Revision(), token, l, len(ids), err)
		}
		walked = append(walked, ids...)
		if token = next; token == "" {
			break
		}
	}
	if slices.Sort(walked); !slices.Equal(walked, l.ids) {
		return fmt.Sprintf("revision %d: pages of list %v are %q", s.Revision(), l, walked)
	}
	return ""
}

// dumped is the facts of a snapshot as an org stream.
func dumped(t *testing.T, s *index.Snapshot) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, loader.Dump(t.Context(), &out, s.Objects))
	return out.Bytes()
}

// requireSound tests that Verify finds nothing.
func requireSound(t *testing.T, ix *index.Index) {
	t.Helper()
	differences, err := ix.Verify(t.Context())
	require.NoError(t, err)
	require.Empty(t, differences)
}
