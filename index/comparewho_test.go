package index_test

import (
	"fmt"
	"slices"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// who compares the users with a right on each record, one by one and many records at once (16.1). It
// asks for one random right.
func (c *comparison) who() string { return c.whoHas(pick(c, graph.EachRight[:])) }

func (c *comparison) whoHas(right graph.Right) string {
	many := c.snap.UsersMany(right, c.records)
	for i, ref := range c.records {
		question := fmt.Sprintf("who(%v, %v): ", right, ref)
		want, err := c.oracle.Users(right, ref)
		if err != nil {
			return fmt.Sprintf("oracle: %s%v", question, err)
		}
		set, err := c.snap.Users(right, graph.RecordRef(c.odd(ref.Entity), ref.ID))
		if err != nil {
			return question + err.Error()
		}
		if text := c.sameUsers(set, want); text != "" {
			return question + text
		}
		if many[i].Err != nil {
			return question + many[i].Err.Error()
		}
		if text := c.sameUsers(many[i].Users, want); text != "" {
			return question + "among many: " + text
		}
	}
	return ""
}

// sameUsers compares every way to read a set of users with the ids that should be in it.
func (c *comparison) sameUsers(set index.UserSet, want []string) string {
	got := slices.Collect(set.All())
	if !sameIDs(got, want) || set.Len() != len(want) {
		return fmt.Sprintf("want %q, got %q of length %d", want, got, set.Len())
	}
	for _, user := range c.users {
		if set.Contains(user) != slices.Contains(want, user) {
			return fmt.Sprintf("contains %q is wrong", user)
		}
	}
	if set.Contains("not there") || set.Contains("") {
		return "contains who is not there"
	}
	var paged []string
	token, limit := "", c.IntN(4)+1
	for range len(want) + 2 {
		ids, next, err := set.Page(token, limit)
		if err != nil || len(ids) > limit {
			return fmt.Sprintf("page of %d after %q: %q, %v", limit, token, ids, err)
		}
		paged = append(paged, ids...)
		if token = next; token == "" {
			break
		}
	}
	if token != "" || !slices.Equal(paged, got) {
		return fmt.Sprintf("pages of %d: want %q, got %q", limit, got, paged)
	}
	return ""
}
