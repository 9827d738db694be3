package graph_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
)

// consequence is a batch, applied to the organisation of section 17 with more objects, and the
// objects that give the same organisation when they are stated at once.
type consequence struct {
	rule  string
	more  []graph.Object
	batch []graph.Change
	same  []graph.Object
}

func (c consequence) require(t *testing.T) {
	t.Run(c.rule, func(t *testing.T) {
		state := worked(t, c.more...)
		next, effects, err := state.Apply(c.batch)
		require.NoError(t, err)
		require.Equal(t, facts(worked(t, c.same...)), facts(next))
		require.NoError(t, next.Verify(t.Context(), func(text string) { t.Error(text) }))

		replayed, err := state.Replay(effects.Changes)
		require.NoError(t, err)
		require.Equal(t, facts(next), facts(replayed))
	})
}

type objects = []graph.Object

// What a put does beside stating its fact.
func TestPutHasConsequences(t *testing.T) {
	ben, cy := graph.UserRef("ben"), graph.UserRef("cy")
	south := graph.User{ID: "cy", BusinessUnit: "south", Manager: "ben"}
	declared := graph.Team{ID: "x", BusinessUnit: "oslo", Default: true}
	for _, row := range []consequence{
		{"13.1 the owner's unit is no own unit", nil, puts(at(account("a1", "cy"), "oslo")), nil},
		{"13.1 after each change", nil, puts(at(account("x", "cy"), "oslo"), south), objects{account("x", "cy"), south}},
		{"13.1 not before the change", nil, puts(at(account("x", "cy"), "south"), south), objects{account("x", "cy"), south}},
		{"6.3 the holder's unit is no base unit", nil, puts(assigned("lead", ben, "north")), nil},
		{"13.1 base unit after each change", nil, puts(assigned("clerk", cy, "south"), south), objects{assigned("clerk", cy, ""), south}},
		{"6.3 both in matrix mode", nil, puts(matrix(), assigned("lead", ben, "north")), objects{matrix(), assigned("lead", ben, "north")}},
		{"13.5 own units cleared", objects{matrix(), at(account("x", "cy"), "south"), at(account("y", "cy"), "oslo")}, puts(graph.DefaultSettings()),
			objects{graph.DefaultSettings(), account("x", "cy"), account("y", "cy")}},
		{"13.5 units of business-owned records stay", objects{matrix(), graph.Entity{Name: "desk", Ownership: graph.BusinessOwned}, graph.Record{Entity: "desk", ID: "d", BusinessUnit: "south"}},
			puts(graph.DefaultSettings()),
			objects{graph.DefaultSettings(), graph.Entity{Name: "desk", Ownership: graph.BusinessOwned}, graph.Record{Entity: "desk", ID: "d", BusinessUnit: "south"}}},
		{"13.5 base units that are the holder's", objects{matrix(), assigned("clerk", cy, "oslo")}, puts(graph.DefaultSettings()),
			objects{graph.DefaultSettings(), assigned("clerk", cy, "")}},
		{"15.2 a put has no cascade", objects{matrix(), at(account("x", "cy"), "oslo")}, puts(south), objects{matrix(), at(account("x", "cy"), "oslo"), south}},
		{"15.2 putting twice", nil, puts(account("a1", "cy"), account("a1", "cy"), south, south), objects{south}},
		{"5.8 the root comes later", nil, puts(graph.User{ID: "x"}, graph.Role{ID: "y"}, assigned("y", graph.UserRef("x"), "")),
			objects{graph.User{ID: "x", BusinessUnit: "root"}, graph.Role{ID: "y", BusinessUnit: "root"}, assigned("y", graph.UserRef("x"), "root")}},
		{"5.2 declared", nil, puts(declared, assigned("clerk", graph.TeamRef("x"), "")), objects{declared, assigned("clerk", graph.TeamRef("x"), "")}},
		{"11.5 a share with neither part is gone", nil, puts(graph.RecordShare{Record: graph.RecordRef("account", "a3"), Principal: graph.UserRef("dee")}, graph.RecordShare{
			Record: graph.RecordRef("Account", "a3"), Principal: graph.UserRef("dee"), Rights: 1,
		}), nil},
		{"1.14 as first declared", nil, puts(graph.Entity{Name: "ACCOUNT"}, graph.Record{Entity: "aCCount", ID: "x", Owner: cy}), objects{account("x", "cy")}},
		{"15.3 forward references", nil, puts(below(account("x", "y"), "to", "a1"), graph.Relationship{Child: "account", Lookup: "to", Parent: "account"}, graph.User{ID: "y"}),
			objects{graph.User{ID: "y"}, graph.Relationship{Child: "account", Lookup: "to", Parent: "account"}, below(account("x", "y"), "to", "a1")}},
		{"15.3 passing by", nil, puts(graph.BusinessUnit{ID: "x"}, graph.BusinessUnit{ID: "x", Parent: "root"}), objects{graph.BusinessUnit{ID: "x", Parent: "root"}}},
		{"15.3 a circle passed by", nil, puts(graph.User{ID: "ada", Manager: "cy"}, graph.User{ID: "ada"}), nil},
	} {
		row.require(t)
	}
}

// What goes along with what is deleted.
func TestDeleteHasConsequences(t *testing.T) {
	off := graph.BusinessUnit{ID: "off", Parent: "root", Disabled: true}
	cy, dee := graph.UserRef("cy"), graph.UserRef("dee")
	equipment := graph.Entity{Name: "equipment", Ownership: graph.BusinessOwned}
	oslo := graph.Override{BusinessUnit: "oslo", Privilege: "prvReadAccount", Depth: graph.Deep}
	share := func(id string, p graph.Principal, rights graph.Rights) graph.RecordShare {
		return graph.RecordShare{Record: graph.RecordRef("account", id), Principal: p, Rights: rights}
	}
	for _, row := range []consequence{
		{"5.7 what goes with a unit", objects{
			matrix(), off, equipment,
			graph.Record{Entity: "equipment", ID: "e1", BusinessUnit: "off"}, graph.Record{Entity: "equipment", ID: "e2", BusinessUnit: "oslo"},
			graph.Role{ID: "local", BusinessUnit: "off", Privileges: depths("prvReadAccount", graph.Local)},
			assigned("local", graph.UserRef("ada"), "off"), assigned("lead", graph.UserRef("ben"), "off"), assigned("seller", graph.TeamRef("off"), ""),
			graph.Role{ID: "raised", Overrides: []graph.Override{{BusinessUnit: "off", Privilege: "prvReadAccount", Depth: graph.Deep}, oslo}},
			share("a1", graph.TeamRef("off"), 1),
		}, deletes(off), objects{
			matrix(), equipment, graph.Record{Entity: "equipment", ID: "e2", BusinessUnit: "oslo"}, graph.Role{ID: "raised", Overrides: []graph.Override{oslo}},
		}},
		{"5.7 its declared default team", objects{off, graph.Team{ID: "x", BusinessUnit: "off", Default: true}}, deletes(off), nil},
		{"5.7 below a disabled unit", objects{off, graph.BusinessUnit{ID: "leaf", Parent: "off"}}, deletes(graph.BusinessUnit{ID: "leaf"}, off), nil},
		{"15.4 put again", objects{off, graph.User{ID: "x", BusinessUnit: "off"}}, then(deletes(off), puts(off)), objects{off, graph.User{ID: "x", BusinessUnit: "off"}}},
		{"15.4 moved later", objects{off, graph.User{ID: "x", BusinessUnit: "off"}}, then(deletes(off), puts(graph.User{ID: "x"})), objects{graph.User{ID: "x"}}},
		{"7.11 what goes with a user", objects{
			graph.User{ID: "x", Manager: "ada"}, graph.User{ID: "y", Manager: "x"}, graph.Member{Team: "desk", User: "x"}, graph.Member{Team: "deals", User: "x"},
			assigned("clerk", graph.UserRef("x"), ""), share("a1", graph.UserRef("x"), 3),
			graph.RecordShare{Record: graph.RecordRef("account", "a2"), Principal: graph.UserRef("x"), Inherited: []graph.InheritedShare{{Rights: 1}}},
		}, deletes(graph.User{ID: "x"}), objects{graph.User{ID: "y"}}},
		{"7.11 what goes with a team", objects{
			graph.Team{ID: "x", BusinessUnit: "oslo", Type: graph.GroupTeam}, graph.Member{Team: "x", User: "dee"},
			assigned("clerk", graph.TeamRef("x"), ""), share("a1", graph.TeamRef("x"), 3),
		}, deletes(graph.Team{ID: "x"}), nil},
		{"7.11 a user of no records any more", objects{account("x", "cy")}, then(puts(graph.User{ID: "z"}, account("x", "z"), account("x", "cy")), deletes(graph.User{ID: "z"})), objects{account("x", "cy")}},
		{"15.4 delete role drops its assignments", objects{graph.Role{ID: "x"}, assigned("x", cy, ""), assigned("x", graph.TeamRef("deals"), "")}, deletes(graph.Role{ID: "x"}), nil},
		{"6.3 delete by the holder's unit", objects{assigned("clerk", cy, "")}, deletes(assigned("clerk", cy, "oslo")), nil},
		{"6.3 delete in matrix mode", objects{matrix(), assigned("clerk", cy, ""), assigned("clerk", cy, "oslo")}, deletes(assigned("clerk", cy, "")),
			objects{matrix(), assigned("clerk", cy, "oslo")}},
		{"11.9 shares of a record", objects{account("x", "cy"), share("x", dee, 3), share("x", graph.Organization, 1)}, deletes(account("x", "")), nil},
		{"4.3 record of a unit", objects{off, graph.Entity{Name: "businessunit", Ownership: graph.BusinessOwned}, graph.Record{Entity: "businessunit", ID: "off"}}, deletes(off),
			objects{graph.Entity{Name: "businessunit", Ownership: graph.BusinessOwned}}},
	} {
		row.require(t)
	}
}

// 11.10, 12.3: deleting a record clears the lookups to it, and cuts what was inherited along them.
func TestDeleteRecordCuts(t *testing.T) {
	cascade := graph.Relationship{Child: "account", Lookup: "parent", Parent: "account", Share: graph.CascadeAll}
	other := graph.Relationship{Child: "account", Lookup: "other", Parent: "account", Reparent: graph.CascadeAll}
	from := func(id string, rights graph.Rights) graph.InheritedShare {
		return graph.InheritedShare{Origin: graph.RecordRef("account", id), Rights: rights}
	}
	share := func(id string, explicit graph.Rights, inherited ...graph.InheritedShare) graph.RecordShare {
		return graph.RecordShare{Record: graph.RecordRef("account", id), Principal: graph.UserRef("dee"), Rights: explicit, Inherited: inherited}
	}
	child := func(id, parent string) graph.Record { return below(account(id, "cy"), "parent", parent) }
	both := func(id, parent, otherParent string) graph.Record {
		r := child(id, parent)
		r.Lookups["other"] = graph.RecordRef("account", otherParent)
		return r
	}
	bens := func(inherited ...graph.InheritedShare) graph.RecordShare {
		return graph.RecordShare{Record: graph.RecordRef("account", "x"), Principal: graph.UserRef("ben"), Inherited: inherited}
	}
	top := deletes(account("top", ""))
	for _, row := range []consequence{
		{"12.3 down the chain", objects{
			cascade, child("top", "a1"), child("mid", "top"), child("low", "mid"), child("end", "low"),
			share("top", 3), share("mid", 1, from("top", 3)), share("low", 0, from("mid", 3)), share("end", 2, from("low", 2)),
		}, top, objects{
			cascade, account("mid", "cy"), child("low", "mid"), child("end", "low"),
			share("mid", 1), share("low", 0, from("mid", 1)), share("end", 2),
		}},
		{"12.3 nothing shrinks, nothing is cut further", objects{
			cascade, account("top", "cy"), child("mid", "top"), child("low", "mid"), share("top", 1), share("mid", 1, from("top", 1)), share("low", 0, from("mid", 1)),
		}, top, objects{cascade, account("mid", "cy"), child("low", "mid"), share("mid", 1), share("low", 0, from("mid", 1))}},
		{"12.6 what another parent gives stays", objects{
			cascade, other, account("top", "cy"), account("side", "cy"), both("low", "top", "side"), share("top", 3), share("side", 1),
			share("low", 0, from("side", 1), from("top", 3)),
		}, top, objects{cascade, other, account("side", "cy"), below(account("low", "cy"), "other", "side"), share("side", 1), share("low", 0, from("side", 1))}},
		{"12.6 an unknown origin stays", objects{
			cascade, account("top", "cy"), child("low", "top"), share("low", 0, graph.InheritedShare{Rights: 2}, from("top", 3)),
		}, top, objects{cascade, account("low", "cy"), share("low", 0, graph.InheritedShare{Rights: 2})}},
		{"12.2 the owner's part goes with the record", objects{
			other, account("top", "ben"), below(account("x", "cy"), "other", "top"), bens(from("top", graph.FullRights)),
		}, top, objects{other, account("x", "cy")}},
		{"12.2 and stays with another one", objects{
			cascade, other, account("top", "ben"), both("x", "top", "a3"), bens(from("a3", graph.FullRights), from("top", 1)),
		}, top, objects{cascade, other, below(account("x", "cy"), "other", "a3"), bens(from("a3", graph.FullRights))}},
		{"11.10 two lookups to one record", objects{cascade, other, account("top", "cy"), both("low", "top", "top")}, top, objects{cascade, other, account("low", "cy")}},
		{"11.10 a lookup of the record to itself", objects{
			graph.Relationship{Child: "account", Lookup: "loose", Parent: "account"}, below(account("top", "cy"), "loose", "top"),
		}, top, objects{graph.Relationship{Child: "account", Lookup: "loose", Parent: "account"}}},
	} {
		row.require(t)
	}
}
