package index_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// difference is the first answer of a snapshot that is not the oracle's, or empty: every user x
// right x record by check and rights, every user x right x entity by every way to read a list (16.1),
// questions about what is not there, who has a right on every record, operation checks, and the facts. Its first word names the question.
func difference(oracle *indextest.Oracle, snap *index.Snapshot) string {
	c := comparison{oracle: oracle, snap: snap, Rand: rand.New(rand.NewPCG(uint64(snap.Revision()), 1)), users: oracle.UserIDs()}
	for _, entity := range oracle.EntityNames() {
		c.entities = append(c.entities, entity)
		c.records = append(c.records, oracle.RecordRefs(entity)...)
	}
	for _, part := range []func() string{c.facts, c.answers, c.many, c.unknown, c.who, c.can} {
		if text := part(); text != "" {
			return text
		}
	}
	return ""
}

// comparison is what both sides are asked about.
type comparison struct {
	*rand.Rand
	oracle   *indextest.Oracle
	snap     *index.Snapshot
	users    []string
	entities []string
	records  []graph.Ref
}

// facts compares the objects in canonical form and order (16.14).
func (c *comparison) facts() string { return indextest.DifferentFacts(c.oracle, c.snap.Objects) }

// odd is the name of an entity, in another case now and then (1.14).
func (c *comparison) odd(name string) string {
	switch c.IntN(8) {
	case 0:
		return strings.ToUpper(name)
	case 1:
		return strings.ToLower(name)
	}
	return name
}

// answers compares check, rights and list for every user.
func (c *comparison) answers() string {
	for _, user := range c.users {
		may := map[graph.Ref]graph.Rights{}
		for _, ref := range c.records {
			want, err := c.oracle.Rights(user, ref)
			if err != nil {
				return fmt.Sprintf("oracle: rights(%q, %v): %v", user, ref, err)
			}
			may[ref] = want
			if text := c.record(user, ref, want); text != "" {
				return text
			}
		}
		for _, entity := range c.entities {
			for _, right := range graph.EachRight {
				var want []string
				for _, ref := range c.records {
					if ref.Entity == entity && may[ref].Has(right) {
						want = append(want, ref.ID)
					}
				}
				if text := c.list(user, right, entity, want); text != "" {
					return text
				}
			}
		}
	}
	return ""
}

// record compares rights and the eight checks (3.10); the entity's name may come in another case (1.14).
func (c *comparison) record(user string, ref graph.Ref, want graph.Rights) string {
	asked := graph.RecordRef(c.odd(ref.Entity), ref.ID)
	got, err := c.snap.Rights(user, asked)
	if err != nil || got != want {
		return fmt.Sprintf("rights(%q, %v): want %v, got %v, %v", user, asked, want, got, err)
	}
	for _, right := range graph.EachRight {
		got, err := c.snap.Check(user, right, asked)
		if err != nil || bool(got) != want.Has(right) {
			return fmt.Sprintf("check(%q, %v, %v): want %t, got %v, %v", user, right, asked, want.Has(right), got, err)
		}
	}
	return ""
}

// many asks random questions at once, some about what is not there.
func (c *comparison) many() string {
	var questions []index.Question
	for range 20 {
		questions = append(questions, index.Question{
			User: pick(c, append(c.users, "not there")), Right: pick(c, graph.EachRight[:]),
			Record: pick(c, append(c.records, graph.RecordRef("not there", "1"))),
		})
	}
	for i, answer := range c.snap.CheckMany(questions) {
		q := questions[i]
		got, err := c.snap.Check(q.User, q.Right, q.Record)
		if answer.Decision != got || (err == nil) != (answer.Err == nil) {
			return fmt.Sprintf("many: %v: want %v, %v, got %v, %v", q, got, err, answer.Decision, answer.Err)
		}
	}
	return ""
}

// unknown asks about what is not there or malformed: an error, and no (3.15).
func (c *comparison) unknown() string {
	if len(c.users) == 0 || len(c.records) == 0 {
		return ""
	}
	user, record, entity := pick(c, c.users), pick(c, c.records), pick(c, c.entities)
	long := strings.Repeat("x", graph.MaxID+1)
	for _, q := range []struct {
		user   string
		right  graph.Right
		record graph.Ref
		want   error
	}{
		{"not there", graph.Read, record, graph.ErrUnknown},
		{user, graph.Read, graph.RecordRef(entity, "not there"), graph.ErrUnknown},
		{user, graph.Read, graph.RecordRef("not there", "1"), graph.ErrUnknown},
		{user, 8, record, graph.ErrUnknown},
		{user, 0, record, graph.ErrUnknown},
		{user, graph.Read | graph.Write, record, graph.ErrUnknown},
		{long, graph.Read, record, graph.ErrInvalid},
		{"", graph.Read, record, graph.ErrInvalid},
		{user, graph.Read, graph.RecordRef(entity, long), graph.ErrInvalid},
		{user, graph.Read, graph.RecordRef(entity, "a\tb"), graph.ErrInvalid},
	} {
		got, err := c.snap.Check(q.user, q.right, q.record)
		if bool(got) || !errors.Is(err, q.want) {
			return fmt.Sprintf("unknown: check(%q, %v, %v): want deny and %v, got %v, %v", q.user, q.right, q.record, q.want, got, err)
		}
		if q.right != graph.Read {
			continue
		}
		rights, err := c.snap.Rights(q.user, q.record)
		if rights != 0 || !errors.Is(err, q.want) {
			return fmt.Sprintf("unknown: rights(%q, %v): want none and %v, got %v, %v", q.user, q.record, q.want, rights, err)
		}
	}
	for _, q := range []struct {
		user   string
		right  graph.Right
		entity string
	}{{"not there", graph.Read, entity}, {user, graph.Read, "not there"}, {user, 8, entity}} {
		set, err := c.snap.Records(q.user, q.right, q.entity)
		if !errors.Is(err, graph.ErrUnknown) || set.Len() != 0 || len(slices.Collect(set.All())) != 0 || set.Contains(record.ID) {
			return fmt.Sprintf("unknown: list(%q, %v, %s): want nothing and %v, got %d and %v", q.user, q.right, q.entity, graph.ErrUnknown, set.Len(), err)
		}
	}
	return ""
}

// pick is one of the list, or the zero value of an empty list.
func pick[T any](c *comparison, list []T) (one T) {
	if len(list) > 0 {
		one = list[c.IntN(len(list))]
	}
	return one
}
