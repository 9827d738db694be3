package index_test

import (
	"fmt"
	"slices"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// list compares every way to read a list with the ids that should be in it (3.12, 16.1).
func (c *comparison) list(user string, right graph.Right, entity string, want []string) string {
	question := fmt.Sprintf("list(%q, %v, %s): ", user, right, entity)
	set, err := c.snap.Records(user, right, c.odd(entity))
	if err != nil {
		return question + err.Error()
	}
	got := slices.Collect(set.All())
	if !sameIDs(got, want) || set.Len() != len(want) {
		return fmt.Sprintf("%swant %q, got %q of length %d", question, want, got, set.Len())
	}
	if again := slices.Collect(set.All()); !slices.Equal(again, got) {
		return fmt.Sprintf("%sread again: %q, then %q", question, got, again)
	}
	for _, ref := range c.records {
		if ref.Entity == entity && set.Contains(ref.ID) != slices.Contains(want, ref.ID) {
			return fmt.Sprintf("%scontains %q is wrong", question, ref.ID)
		}
	}
	if set.Contains("not there") || set.Contains("") {
		return question + "contains what is not there"
	}
	if text := c.pages(set, got); text != "" {
		return question + text
	}
	return c.within(set, question, entity, want)
}

// pages walks the list in small pages: they are the list, in its order.
func (c *comparison) pages(set index.RecordSet, want []string) string {
	var got []string
	token, limit := "", c.IntN(7)+1
	for range len(want) + 2 {
		ids, next, err := set.Page(token, limit)
		if err != nil || len(ids) > limit {
			return fmt.Sprintf("page of %d after %q: %q, %v", limit, token, ids, err)
		}
		got = append(got, ids...)
		if token = next; token == "" {
			break
		}
	}
	if token != "" || !slices.Equal(got, want) {
		return fmt.Sprintf("pages of %d: want %q, got %q", limit, want, got)
	}
	return ""
}

// within intersects the list with random candidates, some of them unknown or named twice.
func (c *comparison) within(set index.RecordSet, question, entity string, all []string) string {
	candidates := []string{"not there"}
	for _, ref := range c.records {
		if ref.Entity == entity && c.IntN(10) < 4 {
			candidates = append(candidates, ref.ID)
		}
	}
	candidates = append(candidates, candidates[len(candidates)-1])
	c.Shuffle(len(candidates), func(i, j int) { candidates[i], candidates[j] = candidates[j], candidates[i] })
	want := slices.DeleteFunc(slices.Clone(all), func(id string) bool { return !slices.Contains(candidates, id) })
	inner := set.Intersect(candidates)
	got := slices.Collect(inner.All())
	if !sameIDs(got, want) || inner.Len() != len(want) {
		return fmt.Sprintf("%sintersect %q: want %q, got %q of length %d", question, candidates, want, got, inner.Len())
	}
	if text := c.pages(inner, got); text != "" {
		return fmt.Sprintf("%sintersect %q: %s", question, candidates, text)
	}
	return ""
}

// sameIDs reports whether two lists hold the same ids, each once, in any order.
func sameIDs(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
