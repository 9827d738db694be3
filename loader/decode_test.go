package loader_test

import (
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
	"github.com/stretchr/testify/require"
)

// Every kind with every field, and with the fields that it must have.
func TestDecode(t *testing.T) {
	settings := graph.DefaultSettings()
	settings.OwnershipAcrossBusinessUnits = true
	settings.AlwaysMoveRecordToOwnerBusinessUnit = false
	settings.DoNotRemoveRolesOnChangeBusinessUnit = true
	settings.ShareToPreviousOwnerOnAssign = true
	settings.HierarchyModel = graph.PositionHierarchy
	settings.HierarchyDepth = 5
	settings.HierarchyWriteLevels = 0
	settings.ManagersInSameOrParentBusinessUnit = false
	settings.RoleDepthOverrides = true

	for _, test := range []struct {
		line string
		want graph.Object
	}{
		{`{"kind":"settings"}`, graph.DefaultSettings()}, // 2.1
		{`{"kind":"settings","ownership_across_business_units":true,"always_move_record_to_owner_business_unit":false,` +
			`"do_not_remove_roles_on_change_business_unit":true,"share_to_previous_owner_on_assign":true,"hierarchy_model":"position",` +
			`"hierarchy_depth":5,"hierarchy_write_levels":0,"managers_in_same_or_parent_business_unit":false,"role_depth_overrides":true}`, settings},

		{`{"kind":"entity","name":"account"}`, graph.Entity{Name: "account"}}, // 2.7
		{`{"kind":"entity","name":"task","ownership":"business","privilege":"Activity","hierarchy_excluded":true}`,
			graph.Entity{Name: "task", Ownership: graph.BusinessOwned, Privilege: "Activity", HierarchyExcluded: true}},

		{`{"kind":"business_unit","id":"b"}`, graph.BusinessUnit{ID: "b"}}, // 2.2
		{`{"kind":"business_unit","id":"b","parent":null}`, graph.BusinessUnit{ID: "b"}},
		{`{"kind":"business_unit","id":"b","name":"Bee","parent":"a","disabled":true}`,
			graph.BusinessUnit{ID: "b", Name: "Bee", Parent: "a", Disabled: true}},

		{`{"kind":"position","id":"p"}`, graph.Position{ID: "p"}}, // 2.11
		{`{"kind":"position","id":"p","name":"Pea","parent":"q"}`, graph.Position{ID: "p", Name: "Pea", Parent: "q"}},

		{`{"kind":"user","id":"u"}`, graph.User{ID: "u"}}, // 2.3
		{`{"kind":"user","id":"u","name":"","business_unit":"b","manager":"m","position":"p","disabled":false}`,
			graph.User{ID: "u", BusinessUnit: "b", Manager: "m", Position: "p"}},

		{`{"kind":"team","id":"t","business_unit":"b"}`, graph.Team{ID: "t", BusinessUnit: "b"}}, // 2.4
		{`{"kind":"team","id":"t","name":"Tea","business_unit":"b","type":"group","default":true}`,
			graph.Team{ID: "t", Name: "Tea", BusinessUnit: "b", Type: graph.GroupTeam, Default: true}},

		{`{"kind":"member","team":"t","user":"u"}`, graph.Member{Team: "t", User: "u"}},

		{`{"kind":"privilege","name":"prvReadAccount"}`, graph.Privilege{Name: "prvReadAccount"}}, // 2.6
		{`{"kind":"privilege","name":"prvReadAccount","id":"x","depths":["Basic","None","Organization"]}`,
			graph.Privilege{Name: "prvReadAccount", ID: "x", Depths: []graph.Depth{graph.Basic, graph.Global}}},
		{`{"kind":"privilege","name":"prvReadAccount","depths":[]}`, graph.Privilege{Name: "prvReadAccount", Depths: []graph.Depth{}}},

		{`{"kind":"role","id":"r","privileges":{}}`, graph.Role{ID: "r", Privileges: map[string]graph.Depth{}}}, // 2.5
		{`{"kind":"role","id":"r","name":"Are","business_unit":"b","member_inheritance":"team","privileges":` +
			`{"prvReadAccount":"Deep","prvWriteAccount":"none","prvGoOffline":"parent: Child business units"},"overrides":` +
			`[{"business_unit":"c","privilege":"prvReadAccount","depth":"GLOBAL"},{"business_unit":"c","privilege":"x","depth":"None"}],"profile":true,"template":"t"}`,
			graph.Role{
				ID: "r", Name: "Are", BusinessUnit: "b", MemberInheritance: graph.InheritTeam,
				Privileges: map[string]graph.Depth{"prvReadAccount": graph.Deep, "prvGoOffline": graph.Deep}, // 1.4
				Overrides:  []graph.Override{{BusinessUnit: "c", Privilege: "prvReadAccount", Depth: graph.Global}},
				Profile:    true, Template: "t",
			}},

		{`{"kind":"role_assignment","role":"r","principal":"team:t"}`, graph.RoleAssignment{Role: "r", Principal: graph.TeamRef("t")}}, // 6.3
		{`{"kind":"role_assignment","role":"r","principal":"user:a:b","business_unit":"b"}`, // 1.15
			graph.RoleAssignment{Role: "r", Principal: graph.UserRef("a:b"), BusinessUnit: "b"}},

		{`{"kind":"record","entity":"account","id":"a1"}`, graph.Record{Entity: "account", ID: "a1"}}, // 2.8
		{`{"kind":"record","entity":"account","id":"a1","owner":"user:u","business_unit":"b","inactive":true,"lookups":{"parent":"account:a:2","Parent":"lead:l"}}`,
			graph.Record{
				Entity: "account", ID: "a1", Owner: graph.UserRef("u"), BusinessUnit: "b", Inactive: true,
				Lookups: map[string]graph.Ref{"parent": graph.RecordRef("account", "a:2"), "Parent": graph.RecordRef("lead", "l")},
			}},
		{`{"kind":"record","entity":"account","id":"a1","lookups":{}}`, graph.Record{Entity: "account", ID: "a1"}},

		{`{"kind":"relationship","child":"c","lookup":"l","parent":"p"}`, graph.Relationship{Child: "c", Lookup: "l", Parent: "p"}}, // 2.10
		{`{"kind":"relationship","child":"c","lookup":"l","parent":"p","assign":"cascade","share":"active","unshare":"user_owned","reparent":"none"}`,
			graph.Relationship{Child: "c", Lookup: "l", Parent: "p", Assign: graph.CascadeAll, Share: graph.CascadeActive, Unshare: graph.CascadeUserOwned}},

		{`{"kind":"share","record":"account:a1","principal":"organization"}`, // 2.9
			graph.RecordShare{Record: graph.RecordRef("account", "a1"), Principal: graph.Organization}},
		{`{"kind":"share","record":"account:a1","principal":"user:u","rights":["retrieve","Append To","ASSIGN"],"inherited":[{"rights":3},{"origin":"lead:l","rights":[]}]}`,
			graph.RecordShare{
				Record: graph.RecordRef("account", "a1"), Principal: graph.UserRef("u"),
				Rights:    graph.RightsOf(graph.Read, graph.AppendTo, graph.Assign), // 1.1
				Inherited: []graph.InheritedShare{{Rights: 3}, {Origin: graph.RecordRef("lead", "l")}},
			}},
		{`{"kind":"share","record":"account:a1","principal":"user:u","rights":852023}`,
			graph.RecordShare{Record: graph.RecordRef("account", "a1"), Principal: graph.UserRef("u"), Rights: graph.AllRights}},

		{`{"kind":"task","name":"n","requires":[]}`, graph.Task{Name: "n", Requires: []string{}}}, // 2.14
		{`{"kind":"task","name":"n","title":"T","requires":["prvWrite$entity","prvGoOffline"],"offline":true}`,
			graph.Task{Name: "n", Title: "T", Requires: []string{"prvWrite$entity", "prvGoOffline"}, Offline: true}},

		// The spelling of JSON does not matter.
		{"\t{ \"id\" : \"\\u0075\\u00fc\\ud83d\\ude00ü\" , \"kind\" :\"us\\u0065r\" }\r ", graph.User{ID: "uü😀ü"}},
		{`{"business_unit":"b","\u0069d":"t","kind":"team"}`, graph.Team{ID: "t", BusinessUnit: "b"}},
	} {
		got, err := loader.Decode([]byte(test.line))
		require.NoError(t, err, test.line)
		require.Equal(t, test.want, got, test.line)

		written := loader.AppendObject([]byte("before "), got)
		require.Equal(t, "before ", string(written[:7]))
		again, err := loader.Decode(written[7:])
		require.NoError(t, err, "%s", written)
		require.Equal(t, got, again, "%s", written)
	}
}
