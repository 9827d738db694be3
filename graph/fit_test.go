package graph_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

var bends = flag.Int("bends", 1000, "number of times that pages are bent")

// soundOrRefused reads bent pages: they are refused, or make a State in which Verify finds nothing.
func soundOrRefused(t *testing.T, c crafted, at ...any) bool {
	t.Helper()
	state, err := c.state()
	if err != nil {
		require.ErrorIs(t, err, graph.ErrInvalid, at...)
		require.Nil(t, state, at...)
		return false
	}
	require.NoError(t, state.Verify(t.Context(), func(difference string) {
		require.Fail(t, difference, at...)
	}), at...)
	return true
}

// Pages that are bent in one to three places, each page readable on its own, are refused or are another
// organisation that keeps all rules.
func TestBentPages(t *testing.T) {
	t.Logf("seeds from %d, %d bends", *firstSeed, *bends)
	sound := 0
	var whole crafted
	for seed := *firstSeed; seed < *firstSeed+atMost(*bends); seed++ {
		if whole == nil || seed%20 == 0 {
			whole = organisationPages(t, seed/20)
		}
		c := maps.Clone(whole)
		random := rand.New(rand.NewPCG(seed, 1))
		for range 1 + random.IntN(3) {
			c.bend(random)
		}
		if soundOrRefused(t, c, fmt.Sprintf("seed %d", seed)) {
			sound++
		}
	}
	require.Positive(t, sound)
	require.Less(t, sound, *bends/2)
}

// organisationPages are the pages of a random organisation after a few batches.
func organisationPages(t testing.TB, seed uint64) crafted {
	objects := indextest.Organisation(seed, indextest.Shape{})
	both, failure := begin(objects)
	require.Empty(t, failure)
	history := indextest.NewHistory(seed, objects)
	for range 4 {
		both.apply(history.Next(both.oracle.Objects()))
	}
	return craft(both.state)
}

// FuzzBentPages is TestBentPages for whatever the fuzzer thinks of.
func FuzzBentPages(f *testing.F) {
	f.Add(uint64(1), uint64(1), uint8(1))
	f.Add(uint64(2), uint64(9), uint8(3))
	f.Fuzz(func(t *testing.T, seed, how uint64, times uint8) {
		c := organisationPages(t, seed)
		random := rand.New(rand.NewPCG(how, 2))
		for range times%8 + 1 {
			c.bend(random)
		}
		soundOrRefused(t, c)
	})
}

// Each thing that pages can be wrong in, one by one.
func TestPagesThatDoNotFit(t *testing.T) {
	state, _, err := graph.NewState().Apply(puts(
		graph.Entity{Name: "e"}, graph.Entity{Name: "systemuser", Ownership: graph.BusinessOwned}, graph.Entity{Name: "free", Ownership: graph.Unowned},
		graph.BusinessUnit{ID: "r"}, graph.BusinessUnit{ID: "s", Parent: "r"}, graph.BusinessUnit{ID: "q", Parent: "s"},
		graph.Position{ID: "p"}, graph.Position{ID: "o", Parent: "p"},
		graph.User{ID: "u", BusinessUnit: "s", Position: "p"}, graph.User{ID: "v", BusinessUnit: "s", Manager: "u"},
		graph.Team{ID: "t", BusinessUnit: "s"}, graph.Team{ID: "a", BusinessUnit: "s", Type: graph.AccessTeam}, graph.Member{Team: "t", User: "u"},
		graph.Role{ID: "o", BusinessUnit: "s", Privileges: depths("prvReadE", graph.Local)}, assigned("o", graph.UserRef("u"), ""),
		graph.Relationship{Child: "e", Lookup: "l", Parent: "e", Share: graph.CascadeAll},
		graph.Relationship{Child: "e", Lookup: "l", Parent: "free"},
		graph.Record{Entity: "free", ID: "f"}, graph.Record{Entity: "systemuser", ID: "u"}, graph.Record{Entity: "systemuser", ID: "v"},
		graph.Record{Entity: "e", ID: "a", Owner: graph.UserRef("u")},
		graph.Record{Entity: "e", ID: "b", Owner: graph.TeamRef("t"), Lookups: map[string]graph.Ref{"l": {Entity: "e", ID: "a"}}},
		graph.RecordShare{
			Record: graph.RecordRef("e", "b"), Principal: graph.UserRef("u"), Rights: 1,
			Inherited: []graph.InheritedShare{{Rights: 2}, {Origin: graph.RecordRef("e", "a"), Rights: 2}},
		}))
	require.NoError(t, err)
	whole := craft(state)
	require.True(t, soundOrRefused(t, whole))
	page := func(section string, number uint32) graph.PageKey {
		return graph.PageKey{Section: section, Number: number}
	}
	for name, bend := range map[string]func(c crafted){
		"no settings":           func(c crafted) { delete(c, page("settings", 0)) },
		"settings out of range": func(c crafted) { c[page("settings", 0)] = []byte(`{"Settings":{"hierarchy_depth":0}}`) },
		"a page missing": func(c crafted) {
			c[page("record/1/row", 2)] = c[page("record/1/row", 0)]
			delete(c, page("record/1/row", 0))
		},
		"a page of nothing":        func(c crafted) { c[page("record/9/row", 0)] = c[page("record/1/row", 0)] },
		"lookups of nothing":       func(c crafted) { c[page("lookup/9", 0)] = c[page("lookup/1", 0)] },
		"no rows":                  func(c crafted) { delete(c, page("record/1/row", 0)) },
		"no entity":                func(c crafted) { delete(c, page("entity/object", 0)) },
		"two keys alike":           func(c crafted) { c[page("record/1/key", 0)] = []byte{3, 'a', 3, 'a'} },
		"a record without key":     func(c crafted) { c[page("record/1/key", 0)] = []byte{3, 'a', 0} },
		"a key malformed":          func(c crafted) { c[page("record/1/key", 0)] = []byte{3, 'a', 3, '\n'} },
		"a key not UTF-8":          func(c crafted) { c[page("record/1/key", 0)] = []byte{3, 'a', 3, 0xff} },
		"a unit at another number": func(c crafted) { c.replace("unit/object", `"id":"s"`, `"id":"x"`) },
		"a unit below none":        func(c crafted) { c.replace("unit/object", `"parent":"s"`, `"parent":"x"`) },
		"units in a circle":        func(c crafted) { c.replace("unit/object", `"parent":"r"`, `"parent":"q"`) },
		"a unit below itself":      func(c crafted) { c.replace("unit/object", `"parent":"r"`, `"parent":"s"`) },
		"two roots":                func(c crafted) { c.replace("unit/object", `,"parent":"r"`, ``) },
		"positions in a circle":    func(c crafted) { c.replace("position/object", `"id":"p"`, `"id":"p","parent":"o"`) },
		"a position below itself":  func(c crafted) { c.replace("position/object", `"parent":"p"`, `"parent":"o"`) },
		"managers in a circle":     func(c crafted) { c.replace("principal", `"id":"u"`, `"id":"u","manager":"v"`) },
		"a manager of himself":     func(c crafted) { c.replace("principal", `"manager":"u"`, `"manager":"v"`) },
		"no such manager":          func(c crafted) { c.replace("principal", `"manager":"u"`, `"manager":"x"`) },
		"no such position":         func(c crafted) { c.replace("principal", `"position":"p"`, `"position":"x"`) },
		"a user in no unit": func(c crafted) {
			c.replace("principal", `"business_unit":"s","position"`, `"business_unit":"x","position"`)
		},
		"an undeclared team with members": func(c crafted) { c.patch("member", 0, 3) },
		"a member that is a team":         func(c crafted) { c.patch("member", 4, 5) },
		"a member out of range":           func(c crafted) { c.patch("member", 4, 1<<31) },
		"a role at a depth not known":     func(c crafted) { c.replace("role/object", `Local`, `None`) },
		"a role in no unit":               func(c crafted) { c.replace("role/object", `"business_unit":"s"`, `"business_unit":"x"`) },
		"a privilege nobody knows":        func(c crafted) { c.replace("role/object", `prvReadE`, `prvReadX`) },
		"an assignment to none":           func(c crafted) { c.patch("assignment", 0, 1000) },
		"an assignment of none":           func(c crafted) { c.patch("assignment", 4, 1000) },
		"an assignment in a unit":         func(c crafted) { c.patch("assignment", 8, 1) },
		"an assignment out of range":      func(c crafted) { c.patch("assignment", 8, ^uint32(0)) },
		"an assignment to everybody":      func(c crafted) { c.patch("assignment", 0, 1) },
		"a record in no holding":          func(c crafted) { c.patch("record/1/row", 0, 77) },
		"flags of no record":              func(c crafted) { c.patch("record/1/row", 0, 1<<30) },
		"a flag of shares":                func(c crafted) { c.patch("record/1/row", 0, 1|1<<31) },
		"no flag of shares":               func(c crafted) { c.patch("record/1/row", 4, 2) },
		"an absent owner":                 func(c crafted) { c.patch("record/1/holding", 8, 1000) },
		"an owner of none":                func(c crafted) { c.patch("record/1/holding", 8, 0) },
		"the organization as owner":       func(c crafted) { c.patch("record/1/holding", 8, 1) },
		"an own unit in classic mode":     func(c crafted) { c.patch("record/1/holding", 12, 1) },
		"an owner of what has none":       func(c crafted) { c.patch("record/3/holding", 8, 2) },
		"another user's record":           func(c crafted) { c.patch("record/2/holding", 8, 4); c.patch("record/2/holding", 16, 2) },
		"a share of no record":            func(c crafted) { c.patch("record/1/share", 30, 9) },
		"a share with nobody":             func(c crafted) { c.patch("record/1/share", 34, 900) },
		"a share from no lookup":          func(c crafted) { c.patch("record/1/share", 23, 1) },
		"shares out of order":             func(c crafted) { c.patch("record/1/share", 0, 5) },
		"a share of nothing":              func(c crafted) { c[page("record/1/share", 0)][14] = 0 },
		"a lookup at no record":           func(c crafted) { c.patch("lookup/1", 4, 9) },
		"a lookup of no record":           func(c crafted) { c[page("lookup/1", 0)] = append(c[page("lookup/1", 0)], 1, 0, 0, 0) },
		"lookups in a circle":             func(c crafted) { c.patch("lookup/1", 0, 2) },
		"a record above itself":           func(c crafted) { c.patch("lookup/1", 0, 1) },
		"a lookup twice":                  func(c crafted) { c[page("lookup/2", 0)] = []byte{0, 0, 0, 0, 1, 0, 0, 0} },
		"an empty page of a set":          func(c crafted) { c[page("member", 5)] = nil },
		"a set with a page twice":         func(c crafted) { c[page("member", 5)] = c[page("member", 0)] },
	} {
		t.Run(name, func(t *testing.T) {
			c := maps.Clone(whole)
			for key, text := range c {
				c[key] = append([]byte(nil), text...)
			}
			bend(c)
			require.NotEqual(t, whole, c)
			require.False(t, soundOrRefused(t, c))
		})
	}
}
