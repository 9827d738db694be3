package graph_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
)

// crowd is an organisation in which each of two users owns some records of an entity that has many,
// with shares and lookups.
func crowd(t *testing.T, few, many int) *graph.State {
	t.Helper()
	b := graph.NewBuilder()
	section := b.Section()
	put := func(o graph.Object) { require.NoError(t, section.Put(graph.Place{}, o)) }
	put(graph.Entity{Name: "account"})
	put(graph.BusinessUnit{ID: "root"})
	for i := range 20 {
		put(graph.BusinessUnit{ID: fmt.Sprint("unit", i), Parent: "root"})
		put(graph.User{ID: fmt.Sprint("user", i), BusinessUnit: fmt.Sprint("unit", i)})
	}
	put(graph.Role{ID: "reader", Privileges: depths("prvReadAccount", graph.Local)})
	put(assigned("reader", graph.UserRef("user0"), ""))
	put(assigned("reader", graph.UserRef("user1"), ""))
	put(graph.Relationship{Child: "account", Lookup: "parent", Parent: "account", Reparent: graph.CascadeAll})
	put(account("top", "user2"))
	for i := range few {
		put(account(fmt.Sprint("few", i), "user0"))
	}
	for i := range many {
		o := account(fmt.Sprintf("%08x-40a3-4053-8790-584edc5be201", i), "user1")
		if i%3 == 0 {
			o = below(o, "parent", "top")
		}
		put(o)
		if i%50 == 0 {
			put(graph.RecordShare{Record: o.Ref(), Principal: graph.UserRef(fmt.Sprint("user", i%20)), Rights: 1})
		}
	}
	loaded, err := graph.NewState().Load(t.Context(), b)
	require.NoError(t, err)
	loaded.State.Settle()
	return loaded.State
}

// clones is how many pages a batch clones.
func clones(t *testing.T, state *graph.State, batch []graph.Change) int {
	t.Helper()
	_, effects, err := state.Apply(batch)
	require.NoError(t, err)
	require.NotEmpty(t, effects.Changes)
	return effects.Clones
}

// What moves an owner to another unit touches no record: it costs the same for ten and for 60,000
// records (13.1: their owning unit follows).
func TestMovingAnOwnerClonesNoRecords(t *testing.T) {
	state := crowd(t, 10, 60_000)
	move := func(user string) []graph.Change { return puts(graph.User{ID: user, BusinessUnit: "unit9"}) }
	few, many := clones(t, state, move("user0")), clones(t, state, move("user1"))
	require.Equal(t, few, many)
	require.LessOrEqual(t, many, 4)

	next, effects, err := state.Apply(move("user1"))
	require.NoError(t, err)
	require.Empty(t, effects.Records)
	require.Len(t, effects.Moves, 1)
	r, _ := next.Entity("account")
	user, _ := next.User("user1")
	unit, _ := next.Unit("unit9")
	for h := range r.HoldingsOf(user) {
		require.Equal(t, unit, r.OwningUnit(h))
		require.Equal(t, 60_000, r.HoldingLen(h))
	}

	// A move of a unit and a change of mode touch no record either.
	require.LessOrEqual(t, clones(t, state, puts(graph.BusinessUnit{ID: "unit1", Parent: "unit2"})), 4)
	require.LessOrEqual(t, clones(t, state, puts(matrix())), 1)
}

// The verbs that move an owner or a unit touch no record either, in whatever unit the records stay (5.5,
// 7.3c).
func TestTransferClonesNoRecords(t *testing.T) {
	stays := matrix()
	stays.AlwaysMoveRecordToOwnerBusinessUnit = false
	for _, row := range []struct {
		settings graph.Settings
		moves    bool
	}{{graph.DefaultSettings(), true}, {matrix(), true}, {stays, false}} {
		state, _, err := crowd(t, 10, 60_000).Apply(puts(row.settings))
		require.NoError(t, err)
		transfer := func(user, unit string) []graph.Change {
			return []graph.Change{graph.TransferUser{User: user, BusinessUnit: unit}}
		}
		few, many := clones(t, state, transfer("user0", "unit9")), clones(t, state, transfer("user1", "unit9"))
		require.LessOrEqual(t, few, 12)
		require.LessOrEqual(t, many, 12)

		next, effects, err := state.Apply(transfer("user1", "unit9"))
		require.NoError(t, err)
		require.Empty(t, effects.Records)
		r, _ := next.Entity("account")
		user, _ := next.User("user1")
		unit, _ := next.Unit("unit1")
		if row.moves {
			unit, _ = next.Unit("unit9")
		}
		for h := range r.HoldingsOf(user) {
			require.Equal(t, unit, r.OwningUnit(h))
			require.Equal(t, 60_000, r.HoldingLen(h))
		}
		require.LessOrEqual(t, clones(t, state, []graph.Change{graph.MoveUnit{BusinessUnit: "unit1", Parent: "unit2"}}), 4)
	}
}

// A put of one record clones at most 8 pages, however many records there are.
func TestPuttingARecordClonesFewPages(t *testing.T) {
	state := crowd(t, 10, 60_000)
	id := func(i int) string { return fmt.Sprintf("%08x-40a3-4053-8790-584edc5be201", i) }
	share := func(i int, rights graph.Rights) graph.RecordShare {
		return graph.RecordShare{Record: graph.RecordRef("account", id(i)), Principal: graph.UserRef("user7"), Rights: rights}
	}
	for _, row := range []struct {
		what  string
		batch []graph.Change
	}{
		{"new", puts(account("new", "user1"))},
		{"new, with a long id", puts(account(fmt.Sprintf("%0200d", 1), "user1"))},
		{"new, of an owner without records", puts(account("new", "user5"))},
		{"new, below another", puts(below(account("new", "user1"), "parent", "top"))},
		{"another owner", puts(below(account(id(30_000), "user0"), "parent", "top"))},
		{"another parent", puts(below(account(id(30_000), "user1"), "parent", id(20_000)))},
		{"no parent", puts(account(id(30_000), "user1"))},
		{"another owner and no parent", puts(account(id(30_000), "user5"))},
		{"as it is", puts(below(account(id(30_000), "user1"), "parent", "top"))},
		{"deleted", deletes(account(id(30_001), ""))},
		{"shared", puts(share(30_001, 1))},
		{"assigned", []graph.Change{graph.AssignRecord{Record: graph.RecordRef("account", id(30_000)), Owner: graph.UserRef("user0")}}},
		{"granted", []graph.Change{graph.GrantShare{Record: graph.RecordRef("account", id(30_001)), Principal: graph.UserRef("user7"), Rights: 1}}},
		{"revoked", []graph.Change{graph.RevokeShare{Record: graph.RecordRef("account", id(30_000)), Principal: graph.UserRef("user0")}}},
		{"linked", []graph.Change{graph.LinkRecord{Record: graph.RecordRef("account", id(30_000)), Lookup: "parent", Target: graph.RecordRef("account", id(20_000))}}},
		{"shared no more", deletes(graph.RecordShare{Record: graph.RecordRef("account", id(30_000)), Principal: graph.UserRef("user0")})},
	} {
		require.LessOrEqual(t, clones(t, state, row.batch), 8, row.what)
	}
}
