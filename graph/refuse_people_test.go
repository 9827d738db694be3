package graph_test

import (
	"testing"

	"github.com/accessindex/ambit/graph"
)

// What a batch about users, teams, members and positions is refused for (15.4).
func TestApplyRefusesPeople(t *testing.T) {
	state := worked(t)
	team := func(id, unit string) graph.Team { return graph.Team{ID: id, BusinessUnit: unit} }
	declared := func(id, unit string) graph.Team { return graph.Team{ID: id, BusinessUnit: unit, Default: true} }
	access := func(id, unit string) graph.Team {
		return graph.Team{ID: id, BusinessUnit: unit, Type: graph.AccessTeam}
	}
	position := func(id, parent string) graph.Position { return graph.Position{ID: id, Parent: parent} }
	for _, row := range []refusal{
		{"15.4 no unit", puts(graph.User{ID: "x", BusinessUnit: "y"}), []fault{{0, `user "x"`, "business_unit", graph.ErrUnknown}}},
		{"15.4 no manager", puts(graph.User{ID: "x", Manager: "y"}), []fault{{0, `user "x"`, "manager", graph.ErrUnknown}}},
		{"15.4 no position", puts(graph.User{ID: "x", Position: "y"}), []fault{{0, `user "x"`, "position", graph.ErrUnknown}}},
		{"8.10 managers", puts(graph.User{ID: "ada", Manager: "cy"}), []fault{{0, `user "ada"`, "manager", graph.ErrCycle}}},
		{"8.10 one's own manager", puts(graph.User{ID: "dee", BusinessUnit: "south", Manager: "dee"}), []fault{{0, `user "dee"`, "manager", graph.ErrCycle}}},
		{"6.5 moved away from a role", puts(graph.Role{ID: "lead", BusinessUnit: "north"}, graph.User{ID: "ben", BusinessUnit: "south"}),
			[]fault{{1, `role_assignment "lead" "user:ben"`, "business_unit", graph.ErrRoleUnit}}},
		{"7.11 owns records", deletes(graph.User{ID: "cy"}), []fault{{0, `user "cy"`, "", graph.ErrOwnsRecords}}},
		{"7.11 owner of a record put later", then(deletes(graph.User{ID: "eve"}), deletes(account("a2", "")), puts(account("a9", "eve"))),
			[]fault{{2, `record "account:a9"`, "owner", graph.ErrOwnsRecords}, {0, `user "eve"`, "", graph.ErrOwnsRecords}}},
		{"15.4 absent user", deletes(graph.User{ID: "x"}), []fault{{0, `user "x"`, "", graph.ErrUnknown}}},
		{"4.3 record of a user", then(puts(graph.Entity{Name: "systemuser", Ownership: graph.BusinessOwned}, graph.User{ID: "x"}, graph.Record{Entity: "systemuser", ID: "x"}), deletes(graph.User{ID: "x"})),
			[]fault{{2, `record "systemuser:x"`, "business_unit", graph.ErrOwnership}, {3, `user "x"`, "", graph.ErrOwnership}}},
		{"1.14 no id", puts(graph.User{}), []fault{{0, "user", "id", graph.ErrInvalid}}},

		{"5.8 a team names its unit", puts(team("x", "")), []fault{{0, `team "x"`, "business_unit", graph.ErrInvalid}}},
		{"15.4 no unit of a team", puts(team("x", "y")), []fault{{0, `team "x"`, "business_unit", graph.ErrUnknown}}},
		{"7.5 delete", deletes(team("north", "")), []fault{{0, `team "north"`, "", graph.ErrDefaultTeam}}},
		{"7.5 id of a unit", puts(team("north", "north")), []fault{{0, `team "north"`, "id", graph.ErrDuplicate}}},
		{"7.5 second", puts(declared("x", "oslo"), declared("y", "oslo")), []fault{{0, `team "x"`, "default", graph.ErrDuplicate}, {1, `team "y"`, "default", graph.ErrDuplicate}}},
		{"7.5 undeclared", puts(declared("x", "oslo"), team("x", "oslo")), []fault{{1, `team "x"`, "default", graph.ErrDefaultTeam}}},
		{"7.5 transferred", puts(declared("x", "oslo"), declared("x", "south")), []fault{{1, `team "x"`, "business_unit", graph.ErrDefaultTeam}}},
		{"7.5 access", puts(graph.Team{ID: "x", BusinessUnit: "oslo", Type: graph.AccessTeam, Default: true}), []fault{{0, `team "x"`, "type", graph.ErrDefaultTeam}}},
		{"7.5 members", puts(declared("deals", "south")), []fault{{0, `team "deals"`, "default", graph.ErrDefaultTeam}}},
		{"5.2 owner goes", puts(declared("x", "root")), []fault{{0, `team "root"`, "", graph.ErrUnknown}}}, // a6 is owned by team:root
		{"7.6 access to owner", puts(team("desk", "root")), []fault{{0, `team "desk"`, "type", graph.ErrTeamType}}},
		{"7.6 owner to group", puts(graph.Team{ID: "deals", BusinessUnit: "south", Type: graph.GroupTeam}), []fault{{0, `team "deals"`, "type", graph.ErrTeamType}}},
		{"7.6 owner to access", puts(access("deals", "south")),
			[]fault{{0, `team "deals"`, "type", graph.ErrAccessTeamOwns}, {0, `role_assignment "scout" "team:deals"`, "principal", graph.ErrAccessTeamRole}}},
		{"7.11 team owns records", deletes(team("deals", "")), []fault{{0, `team "deals"`, "", graph.ErrOwnsRecords}}},
		{"15.4 absent team", deletes(team("x", "")), []fault{{0, `team "x"`, "", graph.ErrUnknown}}},

		{"7.5 member", puts(graph.Member{Team: "north", User: "ada"}), []fault{{0, `member "north" "ada"`, "", graph.ErrDefaultTeam}}},
		{"7.5 member before", puts(graph.Member{Team: "west", User: "ada"}, graph.BusinessUnit{ID: "west", Parent: "root"}), []fault{{0, `member "west" "ada"`, "team", graph.ErrDefaultTeam}}},
		{"7.5 member deleted", deletes(graph.Member{Team: "root", User: "ada"}), []fault{{0, `member "root" "ada"`, "", graph.ErrDefaultTeam}}},
		{"15.4 member of no team", puts(graph.Member{Team: "x", User: "ada"}), []fault{{0, `member "x" "ada"`, "team", graph.ErrUnknown}}},
		{"15.4 no such member", puts(graph.Member{Team: "desk", User: "x"}), []fault{{0, `member "desk" "x"`, "user", graph.ErrUnknown}}},
		{"15.4 not a member", deletes(graph.Member{Team: "desk", User: "ada"}), []fault{{0, `member "desk" "ada"`, "", graph.ErrUnknown}}},

		{"8.10 positions", puts(position("p", "q"), position("q", "p")), []fault{{0, `position "p"`, "parent", graph.ErrCycle}, {1, `position "q"`, "parent", graph.ErrCycle}}},
		{"15.4 no position above", puts(position("p", "q")), []fault{{0, `position "p"`, "parent", graph.ErrUnknown}}},
		{"15.4 position in use", then(puts(position("p", ""), graph.User{ID: "x", Position: "p"}), deletes(position("p", ""))),
			[]fault{{1, `user "x"`, "position", graph.ErrNotEmpty}, {2, `position "p"`, "", graph.ErrNotEmpty}}},
		{"15.4 position above others", then(puts(position("p", ""), position("q", "p")), deletes(position("p", ""))),
			[]fault{{1, `position "q"`, "parent", graph.ErrNotEmpty}, {2, `position "p"`, "", graph.ErrNotEmpty}}},
		{"15.4 absent position", deletes(position("p", "")), []fault{{0, `position "p"`, "", graph.ErrUnknown}}},
	} {
		row.requireRefused(t, state)
	}
}
