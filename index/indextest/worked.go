package indextest

import "github.com/accessindex/ambit/graph"

// Worked is the organisation of the worked example, rule section 17, to be loaded into an empty one.
func Worked() []graph.Object {
	settings := graph.DefaultSettings()
	settings.HierarchyModel = graph.ManagerHierarchy
	return []graph.Object{
		settings,
		graph.Entity{Name: "account"},
		graph.Entity{Name: "product", Ownership: graph.OrganizationOwned},
		graph.Entity{Name: "task", Privilege: "Activity"},

		graph.BusinessUnit{ID: "root"},
		graph.BusinessUnit{ID: "north", Parent: "root"},
		graph.BusinessUnit{ID: "oslo", Parent: "north"},
		graph.BusinessUnit{ID: "south", Parent: "root"},

		graph.User{ID: "ada"},
		graph.User{ID: "ben", BusinessUnit: "north", Manager: "ada"},
		graph.User{ID: "cy", BusinessUnit: "oslo", Manager: "ben"},
		graph.User{ID: "dee", BusinessUnit: "south"},
		graph.User{ID: "eve", BusinessUnit: "oslo", Disabled: true},

		graph.Team{ID: "deals", BusinessUnit: "south"},
		graph.Team{ID: "desk", BusinessUnit: "root", Type: graph.AccessTeam},
		graph.Member{Team: "deals", User: "cy"},
		graph.Member{Team: "desk", User: "ben"},

		graph.Role{ID: "seller", Privileges: map[string]graph.Depth{
			"prvCreateAccount": graph.Basic, "prvReadAccount": graph.Basic, "prvWriteAccount": graph.Basic,
			"prvReadProduct": graph.Global,
		}},
		graph.Role{ID: "lead", Privileges: map[string]graph.Depth{
			"prvReadAccount":  graph.Deep,
			"prvWriteAccount": graph.Local, "prvAssignAccount": graph.Local, "prvShareAccount": graph.Local,
		}},
		graph.Role{ID: "scout", MemberInheritance: graph.InheritTeam, Privileges: map[string]graph.Depth{
			"prvReadAccount": graph.Local, "prvWriteAccount": graph.Basic,
		}},
		graph.Role{ID: "clerk", Privileges: map[string]graph.Depth{"prvReadActivity": graph.Global}},
		graph.RoleAssignment{Role: "seller", Principal: graph.UserRef("ada")},
		graph.RoleAssignment{Role: "seller", Principal: graph.UserRef("cy")},
		graph.RoleAssignment{Role: "seller", Principal: graph.UserRef("eve")},
		graph.RoleAssignment{Role: "lead", Principal: graph.UserRef("ben")},
		graph.RoleAssignment{Role: "scout", Principal: graph.TeamRef("deals")},
		graph.RoleAssignment{Role: "clerk", Principal: graph.UserRef("dee")},

		graph.Record{Entity: "account", ID: "a1", Owner: graph.UserRef("cy")},
		graph.Record{Entity: "account", ID: "a2", Owner: graph.UserRef("eve")},
		graph.Record{Entity: "account", ID: "a3", Owner: graph.UserRef("ben")},
		graph.Record{Entity: "account", ID: "a4", Owner: graph.TeamRef("deals")},
		graph.Record{Entity: "account", ID: "a5", Owner: graph.UserRef("dee")},
		graph.Record{Entity: "account", ID: "a6", Owner: graph.TeamRef("root")},
		graph.Record{Entity: "task", ID: "t1", Owner: graph.UserRef("ada")},
		graph.Record{Entity: "product", ID: "p1"},
		graph.RecordShare{
			Record: graph.RecordRef("account", "a3"), Principal: graph.UserRef("dee"),
			Rights: graph.RightsOf(graph.Read),
		},
		graph.RecordShare{
			Record: graph.RecordRef("account", "a6"), Principal: graph.TeamRef("desk"),
			Rights: graph.RightsOf(graph.Read, graph.Write),
		},
	}
}
