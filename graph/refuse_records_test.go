package graph_test

import (
	"strings"
	"testing"

	"github.com/accessindex/ambit/graph"
)

// What a batch about records, relationships and shares is refused for (15.4).
func TestApplyRefusesRecords(t *testing.T) {
	link := graph.Relationship{Child: "account", Lookup: "parent", Parent: "Account", Reparent: graph.CascadeActive}
	loose := graph.Relationship{Child: "account", Lookup: "other", Parent: "account"}
	state := worked(t, link, loose, graph.Entity{Name: "desk", Ownership: graph.BusinessOwned}, graph.Entity{Name: "note", Ownership: graph.Unowned},
		below(account("low", "cy"), "parent", "a1"))
	share := func(record string, p graph.Principal, rights graph.Rights, from ...graph.InheritedShare) graph.RecordShare {
		entity, id, _ := strings.Cut(record, ":")
		return graph.RecordShare{Record: graph.RecordRef(entity, id), Principal: p, Rights: rights, Inherited: from}
	}
	from := func(id string, rights graph.Rights) graph.InheritedShare {
		return graph.InheritedShare{Origin: graph.RecordRef("account", id), Rights: rights}
	}
	dee := graph.UserRef("dee")
	for _, row := range []refusal{
		{"4.2 no owner", puts(graph.Record{Entity: "account", ID: "x"}), []fault{{0, `record "account:x"`, "owner", graph.ErrOwnership}}},
		{"4.1 owner", puts(graph.Record{Entity: "product", ID: "x", Owner: dee}), []fault{{0, `record "product:x"`, "owner", graph.ErrOwnership}}},
		{"4.4 unit", puts(graph.Record{Entity: "note", ID: "x", BusinessUnit: "root"}), []fault{{0, `record "note:x"`, "business_unit", graph.ErrOwnership}}},
		{"4.3 no unit", puts(graph.Record{Entity: "desk", ID: "x"}), []fault{{0, `record "desk:x"`, "business_unit", graph.ErrOwnership}}},
		{"4.3 owner", puts(graph.Record{Entity: "desk", ID: "x", Owner: dee, BusinessUnit: "root"}), []fault{{0, `record "desk:x"`, "owner", graph.ErrOwnership}}},
		{"4.3 default of nothing", puts(graph.Entity{Name: "SystemUser", Ownership: graph.BusinessOwned}, graph.Record{Entity: "systemuser", ID: "zoe"}),
			[]fault{{1, `record "SystemUser:zoe"`, "business_unit", graph.ErrOwnership}}},
		{"15.4 no such owner", puts(account("x", "y")), []fault{{0, `record "account:x"`, "owner", graph.ErrUnknown}}},
		{"15.4 no such unit", puts(matrix(), at(account("x", "cy"), "y")), []fault{{1, `record "account:x"`, "business_unit", graph.ErrUnknown}}},
		{"15.4 no such entity", puts(graph.Record{Entity: "y", ID: "x", Owner: dee}), []fault{{0, `record "y:x"`, "entity", graph.ErrUnknown}}},
		{"6.4 organization", puts(graph.Record{Entity: "account", ID: "x", Owner: graph.Organization}), []fault{{0, `record "account:x"`, "owner", graph.ErrInvalid}}},
		{"7.7 access team", puts(ofTeam("x", "desk")), []fault{{0, `record "account:x"`, "owner", graph.ErrAccessTeamOwns}}},
		{"13.1 other unit", puts(at(account("x", "cy"), "south")), []fault{{0, `record "account:x"`, "business_unit", graph.ErrRecordUnit}}},
		{"2.8 no relationship", puts(below(account("x", "cy"), "to", "a2")), []fault{{0, `record "account:x"`, "lookups", graph.ErrUnknown}}},
		{"2.8 no target", puts(below(account("x", "cy"), "other", "y")), []fault{{0, `record "account:x"`, "lookups", graph.ErrUnknown}}},
		{"12.8 circle", puts(below(account("a1", "cy"), "parent", "low")), []fault{{0, `record "account:a1"`, "lookups", graph.ErrCycle}}},
		{"12.8 itself", puts(below(account("x", "cy"), "parent", "x")), []fault{{0, `record "account:x"`, "lookups", graph.ErrCycle}}},
		{"15.4 absent", deletes(account("x", "")), []fault{{0, `record "account:x"`, "", graph.ErrUnknown}}},
		{"1.14 long id", puts(account(strings.Repeat("x", 600), "cy")), []fault{{0, `record "account:` + strings.Repeat("x", 72) + `"`, "id", graph.ErrInvalid}}},

		{"12.8 relationship", puts(loose, below(account("a1", "cy"), "other", "a2"), below(account("a2", "eve"), "other", "a1"),
			graph.Relationship{Child: "account", Lookup: "other", Parent: "account", Share: graph.CascadeAll}),
			[]fault{{3, `relationship "account" "other" "account"`, "", graph.ErrCycle}}},
		{"15.4 no child entity", puts(graph.Relationship{Child: "y", Lookup: "to", Parent: "account"}), []fault{{0, `relationship "y" "to" "account"`, "child", graph.ErrUnknown}}},
		{"15.4 no parent entity", puts(graph.Relationship{Child: "account", Lookup: "to", Parent: "y"}), []fault{{0, `relationship "account" "to" "y"`, "parent", graph.ErrUnknown}}},
		{"15.4 lookups in use", deletes(link), []fault{{0, `relationship "account" "parent" "Account"`, "", graph.ErrNotEmpty}}},
		{"15.4 lookup put later", then(deletes(loose), puts(below(account("x", "cy"), "other", "a1"))),
			[]fault{{1, `record "account:x"`, "lookups", graph.ErrNotEmpty}, {0, `relationship "account" "other" "account"`, "", graph.ErrNotEmpty}}},
		{"15.4 absent relationship", deletes(graph.Relationship{Child: "account", Lookup: "to", Parent: "account"}),
			[]fault{{0, `relationship "account" "to" "account"`, "", graph.ErrUnknown}}},
		{"2.10 cascade", puts(graph.Relationship{Child: "account", Lookup: "to", Parent: "account", Assign: 9}), []fault{{0, `relationship "account" "to" "account"`, "assign", graph.ErrInvalid}}},

		{"11.8 organization-owned", puts(share("product:p1", graph.Organization, 1)), []fault{{0, `share "product:p1" "organization"`, "record", graph.ErrNotShareable}}},
		{"11.8 unowned", puts(graph.Record{Entity: "note", ID: "n"}, share("note:n", dee, 1)), []fault{{1, `share "note:n" "user:dee"`, "record", graph.ErrNotShareable}}},
		{"15.4 no record", puts(share("account:x", dee, 1)), []fault{{0, `share "account:x" "user:dee"`, "record", graph.ErrUnknown}}},
		{"15.4 no principal", puts(share("account:a1", graph.TeamRef("x"), 1)), []fault{{0, `share "account:a1" "team:x"`, "principal", graph.ErrUnknown}}},
		{"12.9 no lookup", puts(share("account:low", dee, 0, from("a2", 1))), []fault{{0, `share "account:low" "user:dee"`, "inherited", graph.ErrStaleOrigin}}},
		{"12.9 lookup put away", then(puts(share("account:low", dee, 0, from("a1", 1)), account("low", "cy"))), []fault{{1, `share "account:low" "user:dee"`, "inherited", graph.ErrStaleOrigin}}},
		{"15.4 absent share", deletes(share("account:a1", dee, 0)), []fault{{0, `share "account:a1" "user:dee"`, "", graph.ErrUnknown}}},
		{"1.1 bit 8", puts(share("account:a1", dee, 8)), []fault{{0, `share "account:a1" "user:dee"`, "rights", graph.ErrInvalid}}},
		{"1.11 marker bit", puts(share("account:low", dee, 0, from("a1", 134217728))), []fault{{0, `share "account:low" "user:dee"`, "inherited", graph.ErrInvalid}}},
		{"12.6 an origin twice", puts(share("account:low", dee, 0, from("a1", 1), from("a1", 2))), []fault{{0, `share "account:low" "user:dee"`, "inherited", graph.ErrDuplicate}}},
	} {
		row.requireRefused(t, state)
	}
}
