package graph_test

import (
	"testing"

	"github.com/accessindex/ambit/graph"
)

// What a batch about roles, privileges, assignments and tasks is refused for (15.4).
func TestApplyRefusesRoles(t *testing.T) {
	state := worked(t)
	role := func(id, privilege string, depth graph.Depth) graph.Role {
		return graph.Role{ID: id, Privileges: depths(privilege, depth)}
	}
	raised := func(id, home, unit string) graph.Role {
		return graph.Role{ID: id, BusinessUnit: home, Overrides: []graph.Override{{BusinessUnit: unit, Privilege: "prvReadAccount", Depth: graph.Deep}}}
	}
	system := graph.Role{ID: "x", Template: administrator}
	profile := func(id string) graph.Role { return graph.Role{ID: id, Profile: true} }
	ben, ada := graph.UserRef("ben"), graph.UserRef("ada")
	for _, row := range []refusal{
		{"15.4 no home", puts(graph.Role{ID: "x", BusinessUnit: "y"}), []fault{{0, `role "x"`, "business_unit", graph.ErrUnknown}}},
		{"4.1 depth", puts(role("x", "prvreadPRODUCT", graph.Deep)), []fault{{0, `role "x"`, "privileges", graph.ErrDepthNotAllowed}}},
		{"4.1 no such right", puts(role("x", "prvShareProduct", graph.Global)), []fault{{0, `role "x"`, "privileges", graph.ErrDepthNotAllowed}}},
		{"4.1 no longer shared", then(puts(graph.Entity{Name: "fax", Privilege: "Product"}, role("x", "prvAssignProduct", graph.Deep)), deletes(graph.Entity{Name: "FAX"})),
			[]fault{{1, `role "x"`, "privileges", graph.ErrDepthNotAllowed}}},
		{"2.6 not declared", puts(graph.Privilege{Name: "PRVREADACCOUNT", Depths: []graph.Depth{graph.Basic, graph.Global}}),
			[]fault{{0, `role "lead"`, "privileges", graph.ErrDepthNotAllowed}, {0, `role "scout"`, "privileges", graph.ErrDepthNotAllowed}}},
		{"2.6 None declared", puts(graph.Privilege{Name: "x", Depths: []graph.Depth{graph.None}}), []fault{{0, `privilege "x"`, "depths", graph.ErrInvalid}}},
		{"15.4 absent privilege", deletes(graph.Privilege{Name: "prvReadAccount"}), []fault{{0, `privilege "prvReadAccount"`, "", graph.ErrUnknown}}},
		{"1.16 two spellings", puts(graph.Role{ID: "x", Privileges: map[string]graph.Depth{"prvA": graph.Basic, "prva": graph.Basic}}),
			[]fault{{0, `role "x"`, "privileges", graph.ErrDuplicate}}},
		{"6.6 overrides off", puts(raised("x", "", "oslo")), []fault{{0, `role "x"`, "overrides", graph.ErrDepthNotAllowed}}},
		{"6.6 switched off", puts(matrix(), raised("x", "", "oslo"), graph.DefaultSettings()), []fault{{1, `role "x"`, "overrides", graph.ErrDepthNotAllowed}}},
		{"6.6 no instance", puts(matrix(), raised("x", "south", "oslo")), []fault{{1, `role "x"`, "overrides", graph.ErrRoleUnit}}},
		{"6.6 no unit", puts(matrix(), raised("x", "south", "y")), []fault{{1, `role "x"`, "overrides", graph.ErrUnknown}}},
		{"6.7 replaced", puts(system, graph.Role{ID: "x"}), []fault{{1, `role "x"`, "", graph.ErrSystemRole}}},
		{"6.7 deleted", then(puts(system), deletes(system)), []fault{{1, `role "x"`, "", graph.ErrSystemRole}}},
		{"14.2 entity privilege", puts(graph.Role{ID: "x", Profile: true, Privileges: depths("prvReadAccount", graph.Global)}),
			[]fault{{0, `role "x"`, "privileges", graph.ErrDepthNotAllowed}}},
		{"14.2 two profiles", puts(profile("x"), profile("y"), assigned("x", ada, ""), assigned("y", ada, "")),
			[]fault{{3, `role_assignment "y" "user:ada"`, "role", graph.ErrDuplicate}}},
		{"15.4 absent role", deletes(graph.Role{ID: "x"}), []fault{{0, `role "x"`, "", graph.ErrUnknown}}},
		{"1.14 no id", puts(graph.Role{}), []fault{{0, "role", "id", graph.ErrInvalid}}},

		{"6.3 other base unit in classic mode", puts(assigned("lead", ben, "oslo")), []fault{{0, `role_assignment "lead" "user:ben" "oslo"`, "business_unit", graph.ErrRoleUnit}}},
		{"6.3 no base unit", puts(matrix(), assigned("lead", ben, "x")), []fault{{1, `role_assignment "lead" "user:ben" "x"`, "business_unit", graph.ErrUnknown}}},
		{"6.3 nothing follows", then(puts(matrix(), assigned("clerk", ada, "root")), deletes(assigned("clerk", ada, ""))),
			[]fault{{2, `role_assignment "clerk" "user:ada"`, "", graph.ErrUnknown}}},
		{"6.5 no instance", puts(graph.Role{ID: "lead", BusinessUnit: "south"}), []fault{{0, `role_assignment "lead" "user:ben"`, "business_unit", graph.ErrRoleUnit}}},
		{"6.5 no instance in matrix mode", puts(matrix(), graph.Role{ID: "x", BusinessUnit: "south"}, assigned("x", ben, "oslo")),
			[]fault{{2, `role_assignment "x" "user:ben" "oslo"`, "business_unit", graph.ErrRoleUnit}}},
		{"6.4 access team", puts(assigned("lead", graph.TeamRef("desk"), "")), []fault{{0, `role_assignment "lead" "team:desk"`, "principal", graph.ErrAccessTeamRole}}},
		{"6.4 organization", puts(assigned("lead", graph.Organization, "")), []fault{{0, `role_assignment "lead" "organization"`, "principal", graph.ErrInvalid}}},
		{"15.4 role of an assignment", puts(assigned("x", ben, "")), []fault{{0, `role_assignment "x" "user:ben"`, "role", graph.ErrUnknown}}},
		{"15.4 holder of an assignment", puts(assigned("lead", graph.UserRef("x"), "")), []fault{{0, `role_assignment "lead" "user:x"`, "principal", graph.ErrUnknown}}},
		{"15.4 absent assignment", deletes(assigned("lead", ada, "")), []fault{{0, `role_assignment "lead" "user:ada"`, "", graph.ErrUnknown}}},
		{"13.5 base unit left", puts(matrix(), assigned("lead", ben, "oslo"), graph.DefaultSettings()),
			[]fault{{1, `role_assignment "lead" "user:ben" "oslo"`, "business_unit", graph.ErrRoleUnit}}},

		{"15.4 absent task", deletes(graph.Task{Name: "x"}), []fault{{0, `task "x"`, "", graph.ErrUnknown}}},
		{"1.14 task", puts(graph.Task{Name: "x", Requires: []string{""}}), []fault{{0, `task "x"`, "requires", graph.ErrInvalid}}},
	} {
		row.requireRefused(t, state)
	}
}
