package graph_test

import (
	"testing"

	"github.com/accessindex/ambit/graph"
)

// What a batch about units and entities is refused for (15.4).
func TestApplyRefusesUnits(t *testing.T) {
	state := worked(t)
	unit := func(id, parent string) graph.BusinessUnit { return graph.BusinessUnit{ID: id, Parent: parent} }
	off := graph.BusinessUnit{ID: "off", Parent: "south", Disabled: true}
	admin := graph.Role{ID: "x", BusinessUnit: "off", Template: administrator}
	for _, row := range []refusal{
		{"5.1 second root", puts(unit("x", "")), []fault{{0, `business_unit "x"`, "parent", graph.ErrRootBusinessUnit}}},
		{"5.1 disabled root", puts(graph.BusinessUnit{ID: "root", Disabled: true}), []fault{{0, `business_unit "root"`, "disabled", graph.ErrRootBusinessUnit}}},
		{"5.1 root above the root", puts(unit("top", ""), unit("root", "top")), []fault{{1, `business_unit "root"`, "parent", graph.ErrRootBusinessUnit}}},
		{"5.1 delete the root", deletes(unit("root", "")), []fault{{0, `business_unit "root"`, "", graph.ErrRootBusinessUnit}}},
		// What follows from the circle, such as that no role is at home above it, is not said.
		{"2.2 cycle", puts(unit("north", "oslo")), []fault{{0, `business_unit "north"`, "parent", graph.ErrCycle}}},
		{"2.2 itself", puts(unit("x", "x")), []fault{{0, `business_unit "x"`, "parent", graph.ErrCycle}}},
		{"15.4 no parent", puts(unit("x", "y")), []fault{{0, `business_unit "x"`, "parent", graph.ErrUnknown}}},
		{"5.7 enabled", deletes(unit("south", "")), []fault{{0, `business_unit "south"`, "", graph.ErrNotDisabled}}},
		{"5.7 not empty", then(puts(graph.BusinessUnit{ID: "south", Parent: "root", Disabled: true}), deletes(unit("south", ""))),
			[]fault{{1, `business_unit "south"`, "", graph.ErrNotEmpty}}},
		{"5.7 children", then(puts(off, unit("leaf", "off")), deletes(off)),
			[]fault{{1, `business_unit "leaf"`, "parent", graph.ErrNotEmpty}, {2, `business_unit "off"`, "", graph.ErrNotEmpty}}},
		{"5.7 teams", then(puts(off, graph.Team{ID: "x", BusinessUnit: "off"}), deletes(off)),
			[]fault{{1, `team "x"`, "business_unit", graph.ErrNotEmpty}, {2, `business_unit "off"`, "", graph.ErrNotEmpty}}},
		{"5.7 own units", then(puts(matrix(), off, at(account("x", "cy"), "off")), deletes(off)),
			[]fault{{2, `record "account:x"`, "business_unit", graph.ErrNotEmpty}, {3, `business_unit "off"`, "", graph.ErrNotEmpty}}},
		{"5.7 owns records", then(puts(off, ofTeam("x", "off")), deletes(off)),
			[]fault{{1, `record "account:x"`, "owner", graph.ErrOwnsRecords}, {2, `team "off"`, "", graph.ErrOwnsRecords}}},
		{"5.7 system role", then(puts(off, admin), deletes(off)), []fault{{2, `business_unit "off"`, "", graph.ErrSystemRole}}},
		{"15.4 absent", deletes(unit("x", "")), []fault{{0, `business_unit "x"`, "", graph.ErrUnknown}}},
		{"7.5 id of a team", puts(unit("deals", "root")), []fault{{0, `team "deals"`, "id", graph.ErrDuplicate}}},
		{"6.5 unit moved from under a role", puts(graph.Role{ID: "lead", BusinessUnit: "north"}, unit("north", "root"), unit("oslo", "south"), assigned("lead", graph.UserRef("cy"), "")),
			[]fault{{3, `role_assignment "lead" "user:cy"`, "business_unit", graph.ErrRoleUnit}}},
		{"1.14 malformed", puts(unit("a\tb", "root")), []fault{{0, `business_unit "a\tb"`, "id", graph.ErrInvalid}}},

		{"15.4 ownership fixed", puts(graph.Entity{Name: "Account", Ownership: graph.BusinessOwned}), []fault{{0, `entity "Account"`, "ownership", graph.ErrOwnership}}},
		{"1.16 spelled the same", puts(graph.Entity{Name: "ToDo"}, graph.Entity{Name: "do"}), []fault{{1, `entity "do"`, "privilege", graph.ErrDuplicate}}},
		{"15.4 entity in use", deletes(graph.Entity{Name: "ACCOUNT"}), []fault{{0, `entity "account"`, "", graph.ErrNotEmpty}}},
		{"15.4 entity of a relationship", then(puts(graph.Entity{Name: "fax"}, graph.Relationship{Child: "fax", Lookup: "to", Parent: "account"}), deletes(graph.Entity{Name: "fax"})),
			[]fault{{1, `relationship "fax" "to" "account"`, "child", graph.ErrNotEmpty}, {2, `entity "fax"`, "", graph.ErrNotEmpty}}},
		{"1.14 colon", puts(graph.Entity{Name: "a:b"}), []fault{{0, `entity "a:b"`, "name", graph.ErrInvalid}}},
		{"2.1 depth of zero", puts(graph.Settings{}), []fault{{0, "settings", "hierarchy_depth", graph.ErrInvalid}}},
		{"15.2 settings stay", deletes(graph.Settings{}), []fault{{0, "settings", "", graph.ErrInvalid}}},
		{"15.3 nothing", []graph.Change{nil}, []fault{{0, "change", "", graph.ErrInvalid}}},
	} {
		row.requireRefused(t, state)
	}
}
