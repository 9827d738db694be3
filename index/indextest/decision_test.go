package indextest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// small is an organisation of four units, root over mid over leaf and side beside mid. In each are a user and a
// team without members, named u-UNIT and t-UNIT, and both and the default team own an account: u-UNIT,
// t-UNIT and d-UNIT.
func small(t *testing.T, more ...graph.Object) *indextest.Oracle {
	t.Helper()
	objects := []graph.Object{
		graph.Entity{Name: "account"},
		graph.BusinessUnit{ID: "root"}, graph.BusinessUnit{ID: "mid", Parent: "root"},
		graph.BusinessUnit{ID: "leaf", Parent: "mid"}, graph.BusinessUnit{ID: "side", Parent: "root"},
	}
	for _, unit := range []string{"root", "mid", "leaf", "side"} {
		objects = append(objects,
			graph.User{ID: "u-" + unit, BusinessUnit: unit}, graph.Team{ID: "t-" + unit, BusinessUnit: unit},
			graph.Record{Entity: "account", ID: "u-" + unit, Owner: graph.UserRef("u-" + unit)},
			graph.Record{Entity: "account", ID: "t-" + unit, Owner: graph.TeamRef("t-" + unit)},
			graph.Record{Entity: "account", ID: "d-" + unit, Owner: graph.TeamRef(unit)})
	}
	o := indextest.New()
	require.NoError(t, o.Load(append(objects, more...)))
	return o
}

// reads is a role that reads accounts.
func reads(id string, depth graph.Depth, inheritance graph.MemberInheritance) graph.Role {
	return graph.Role{ID: id, MemberInheritance: inheritance, Privileges: depths("prvReadAccount", depth)}
}

func toUser(role, user string) graph.RoleAssignment {
	return graph.RoleAssignment{Role: role, Principal: graph.UserRef(user)}
}

func toTeam(role, team string) graph.RoleAssignment {
	return graph.RoleAssignment{Role: role, Principal: graph.TeamRef(team)}
}

func account(id string) graph.Ref { return graph.RecordRef("account", id) }

func shared(id string, p graph.Principal, rights graph.Rights) graph.RecordShare {
	return graph.RecordShare{Record: account(id), Principal: p, Rights: rights}
}

func TestReach(t *testing.T) {
	everything := []string{
		"d-leaf", "d-mid", "d-root", "d-side", "t-leaf", "t-mid", "t-root", "t-side", "u-leaf", "u-mid", "u-root", "u-side",
	}
	manager := graph.DefaultSettings()
	manager.HierarchyModel = graph.ManagerHierarchy
	anywhere := manager
	anywhere.ManagersInSameOrParentBusinessUnit = false
	position := manager
	position.HierarchyModel = graph.PositionHierarchy
	for name, row := range map[string]struct {
		objects []graph.Object
		want    []string // what u-mid reads
	}{
		"6.9 no role": {nil, nil},
		"3.5a, 3.5c Basic": {objects{
			reads("r", graph.Basic, graph.InheritUser), toUser("r", "u-mid"), graph.Member{Team: "t-side", User: "u-mid"},
		}, []string{"d-mid", "t-side", "u-mid"}},
		"3.6c Local": {objects{reads("r", graph.Local, graph.InheritUser), toUser("r", "u-mid")}, []string{"d-mid", "t-mid", "u-mid"}},
		"3.6b Deep": {objects{reads("r", graph.Deep, graph.InheritUser), toUser("r", "u-mid")}, []string{
			"d-leaf", "d-mid", "t-leaf", "t-mid", "u-leaf", "u-mid",
		}},
		"3.6a Global": {objects{reads("r", graph.Global, graph.InheritUser), toUser("r", "u-mid")}, everything},
		"3.6e a team role reaches from the team's unit": {objects{
			reads("r", graph.Local, graph.InheritUser), toTeam("r", "t-side"), graph.Member{Team: "t-side", User: "u-mid"},
		}, []string{"d-mid", "d-side", "t-side", "u-mid", "u-side"}},
		"3.5d only for the team": {objects{
			reads("r", graph.Local, graph.InheritTeam), toTeam("r", "t-side"), graph.Member{Team: "t-side", User: "u-mid"},
		}, []string{"d-side", "t-side", "u-side"}},
		"3.5b Basic, inheritance team": {objects{
			reads("r", graph.Basic, graph.InheritTeam), toTeam("r", "t-side"), graph.Member{Team: "t-side", User: "u-mid"},
		}, []string{"t-side"}},
		"5.2 role of the default team": {objects{reads("r", graph.Basic, graph.InheritUser), toTeam("r", "mid")}, []string{"d-mid", "u-mid"}},
		"3.9 sets, not depths": {objects{
			reads("deep", graph.Deep, graph.InheritUser), reads("local", graph.Local, graph.InheritUser),
			toUser("local", "u-mid"), toTeam("deep", "t-leaf"), graph.Member{Team: "t-leaf", User: "u-mid"},
		}, []string{"d-leaf", "d-mid", "t-leaf", "t-mid", "u-leaf", "u-mid"}},
		"3.3 the gate guards shares": {objects{shared("u-side", graph.UserRef("u-mid"), 1), shared("u-side", graph.Organization, 1)}, nil},
		"3.7 shares": {objects{
			graph.Role{ID: "r", Privileges: depths("PRVREADACCOUNT", graph.Basic)}, toUser("r", "u-mid"),
			graph.Team{ID: "access", BusinessUnit: "side", Type: graph.AccessTeam}, graph.Member{Team: "access", User: "u-mid"},
			shared("u-side", graph.TeamRef("access"), 1), shared("t-side", graph.TeamRef("mid"), 1),
			shared("d-side", graph.Organization, 1), shared("d-root", graph.Organization, 2),
		}, []string{"d-mid", "d-side", "t-side", "u-mid", "u-side"}},
		"7.2 unit above disabled": {objects{
			reads("r", graph.Global, graph.InheritUser), toUser("r", "u-mid"), graph.BusinessUnit{ID: "mid", Parent: "root", Disabled: true},
		}, nil},
		"6.6 raised at one base unit": {objects{
			matrixMode(), graph.Role{ID: "r", Privileges: depths("prvReadAccount", graph.Local), Overrides: []graph.Override{
				{BusinessUnit: "mid", Privilege: "prvreadaccount", Depth: graph.Deep}, {BusinessUnit: "side", Privilege: "prvReadAccount", Depth: graph.Basic},
			}}, toUser("r", "u-mid"), graph.RoleAssignment{Role: "r", Principal: graph.UserRef("u-mid"), BusinessUnit: "side"},
		}, []string{"d-leaf", "d-mid", "d-side", "t-leaf", "t-mid", "t-side", "u-leaf", "u-mid", "u-side"}},
		"3.6f, 13.3 own unit": {objects{
			matrixMode(), reads("r", graph.Local, graph.InheritUser), toUser("r", "u-mid"),
			graph.Record{Entity: "account", ID: "here", Owner: graph.UserRef("u-side"), BusinessUnit: "mid"},
			graph.Record{Entity: "account", ID: "there", Owner: graph.UserRef("u-leaf"), BusinessUnit: "side"},
			graph.Record{Entity: "account", ID: "mine", Owner: graph.UserRef("u-mid"), BusinessUnit: "side"},
		}, []string{"d-mid", "here", "mine", "t-mid", "u-mid"}},
		"8.3 what a report has, 8.9 disabled": {objects{
			manager, reads("r", graph.Basic, graph.InheritUser), toUser("r", "u-mid"),
			graph.User{ID: "rep", BusinessUnit: "leaf", Manager: "u-mid", Disabled: true}, graph.Member{Team: "t-side", User: "rep"},
			graph.Record{Entity: "account", ID: "rep", Owner: graph.UserRef("rep")},
			shared("u-root", graph.UserRef("rep"), 1), shared("t-root", graph.TeamRef("t-side"), 1),
			shared("u-side", graph.UserRef("rep"), 2), shared("d-side", graph.Organization, 2), // 8.4
			graph.RecordShare{Record: account("d-root"), Principal: graph.UserRef("rep"), Inherited: []graph.InheritedShare{{Rights: 1}}},
		}, []string{"d-leaf", "d-mid", "rep", "t-root", "t-side", "u-mid", "u-root"}},
		"8.7 manager elsewhere": {objects{
			manager, reads("r", graph.Basic, graph.InheritUser), toUser("r", "u-mid"), graph.User{ID: "rep", BusinessUnit: "side", Manager: "u-mid"},
			graph.User{ID: "below", BusinessUnit: "leaf", Manager: "rep"}, // the pair counts, not the user between
			graph.Record{Entity: "account", ID: "rep", Owner: graph.UserRef("rep")}, graph.Record{Entity: "account", ID: "below", Owner: graph.UserRef("below")},
		}, []string{"below", "d-leaf", "d-mid", "u-mid"}},
		"8.7 managers anywhere": {objects{
			anywhere, reads("r", graph.Basic, graph.InheritUser), toUser("r", "u-mid"), graph.User{ID: "rep", BusinessUnit: "side", Manager: "u-mid"},
		}, []string{"d-mid", "d-side", "u-mid"}},
		"8.8 positions": {objects{
			position, reads("r", graph.Basic, graph.InheritUser), toUser("r", "u-mid"),
			graph.Position{ID: "top"}, graph.Position{ID: "p1", Parent: "top"}, graph.Position{ID: "p2", Parent: "top"}, graph.Position{ID: "low", Parent: "p1"},
			graph.User{ID: "u-mid", BusinessUnit: "mid", Position: "p1"},
			graph.User{ID: "same", BusinessUnit: "root", Position: "p1"}, graph.User{ID: "sister", BusinessUnit: "root", Position: "p2"},
			graph.User{ID: "under", BusinessUnit: "side", Position: "low"},
		}, []string{"d-mid", "d-side", "u-mid"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := small(t)
			require.NoError(t, o.Apply(put(row.objects...)))
			got, err := o.List("u-mid", graph.Read, "account")
			require.NoError(t, err)
			require.Equal(t, row.want, got)
			requireAgreement(t, o, name)
		})
	}
}

// 8.2: Read as far as hierarchy_depth, writing as far as hierarchy_write_levels, the other rights never.
func TestHierarchyRights(t *testing.T) {
	settings := graph.DefaultSettings()
	settings.HierarchyModel, settings.HierarchyDepth = graph.ManagerHierarchy, 2
	all := graph.Role{ID: "all", Privileges: map[string]graph.Depth{}}
	for _, r := range graph.EachRight {
		all.Privileges["prv"+r.String()+"Account"] = graph.Basic
	}
	o := small(t, settings, all, toUser("all", "u-root"),
		graph.User{ID: "one", BusinessUnit: "side", Manager: "u-root"}, graph.User{ID: "two", BusinessUnit: "side", Manager: "one"},
		graph.User{ID: "three", BusinessUnit: "side", Manager: "two"},
		graph.Record{Entity: "account", ID: "one", Owner: graph.UserRef("one")}, graph.Record{Entity: "account", ID: "two", Owner: graph.UserRef("two")},
		graph.Record{Entity: "account", ID: "three", Owner: graph.UserRef("three")})
	for id, want := range map[string]string{"one": "Read Write Append AppendTo", "two": "Read", "three": ""} {
		mask, err := o.Rights("u-root", account(id))
		require.NoError(t, err)
		require.Equal(t, want, mask.String(), id)
	}
	require.NoError(t, o.Apply(put(graph.Entity{Name: "account", HierarchyExcluded: true}))) // 8.1
	mask, err := o.Rights("u-root", account("one"))
	require.NoError(t, err)
	require.Zero(t, mask)
}

// 4.1, 4.3, 4.4: the other kinds of ownership.
func TestOwnershipKinds(t *testing.T) {
	role := graph.Role{ID: "r", Privileges: map[string]graph.Depth{
		"prvReadSystemUser": graph.Basic, "prvReadTeam": graph.Local, "prvReadBusinessUnit": graph.Deep,
		"prvReadAccount": graph.Basic, "prvShareNote": graph.Global, "prvReadNote": graph.Basic,
	}}
	o := small(t, role, toUser("r", "u-mid"),
		graph.Entity{Name: "systemuser", Ownership: graph.BusinessOwned}, graph.Entity{Name: "team", Ownership: graph.BusinessOwned},
		graph.Entity{Name: "BusinessUnit", Ownership: graph.BusinessOwned}, graph.Entity{Name: "note", Ownership: graph.Unowned},
		graph.Entity{Name: "memo", Ownership: graph.OrganizationOwned, Privilege: "Note"}, graph.Entity{Name: "letter", Privilege: "NOTE"},
		graph.Record{Entity: "systemuser", ID: "u-mid"}, graph.Record{Entity: "systemuser", ID: "u-leaf"},
		graph.Record{Entity: "team", ID: "t-mid"}, graph.Record{Entity: "team", ID: "mid"}, graph.Record{Entity: "team", ID: "t-leaf"},
		graph.Record{Entity: "team", ID: "t-side", BusinessUnit: "mid"},
		graph.Record{Entity: "businessunit", ID: "leaf"}, graph.Record{Entity: "businessunit", ID: "side"},
		graph.Record{Entity: "note", ID: "n"}, graph.Record{Entity: "memo", ID: "m"})
	for _, row := range []struct {
		right  graph.Right
		entity string
		want   []string
	}{
		{graph.Read, "SystemUser", []string{"u-mid"}},            // 4.3
		{graph.Read, "team", []string{"mid", "t-mid", "t-side"}}, // 4.3
		{graph.Read, "businessunit", []string{"leaf"}},           // 4.3
		{graph.Read, "note", []string{"n"}},                      // 4.4, 4.1: more than None counts as Global
		{graph.Share, "note", []string{"n"}},                     // 4.4
		{graph.Read, "memo", []string{"m"}},                      // 4.1
		{graph.Share, "memo", nil},                               // 4.1
	} {
		got, err := o.List("u-mid", row.right, row.entity)
		require.NoError(t, err)
		require.Equal(t, row.want, got, "%s %s", row.right, row.entity)
	}
	requireAgreement(t, o, "4")
	// 4.3: the default follows its object.
	require.NoError(t, o.Apply(put(graph.Team{ID: "t-mid", BusinessUnit: "side"})))
	got, err := o.List("u-mid", graph.Read, "team")
	require.NoError(t, err)
	require.Equal(t, []string{"mid", "t-side"}, got)
	require.ErrorIs(t, o.Apply(then(remove(graph.Record{Entity: "account", ID: "u-leaf"}, graph.User{ID: "u-leaf"}))), graph.ErrOwnership)
}

// 14.1: tasks take privileges at any depth, of whatever role.
func TestTasks(t *testing.T) {
	o := small(t, graph.Role{ID: "r", Privileges: map[string]graph.Depth{"prvGoOffline": graph.Basic, "prvWriteaccount": graph.Basic}}, toTeam("r", "mid"),
		graph.Task{Name: "go-offline", Requires: []string{"PrvGoOffline"}, Offline: true},
		graph.Task{Name: "link-item", Requires: []string{"prvWrite$entity"}})
	for _, row := range []struct {
		user, task, entity string
		offline, want      bool
		err                error
	}{
		{"u-mid", "go-offline", "", true, true, nil},
		{"u-leaf", "go-offline", "", true, false, nil},
		{"u-mid", "link-item", "account", false, true, nil},
		{"u-mid", "link-item", "account", true, false, nil},
		{"u-mid", "link-item", "", false, false, graph.ErrInvalid},
		{"u-mid", "link-item", "nothing", false, false, graph.ErrUnknown},
		{"u-mid", "Go-offline", "", false, false, graph.ErrUnknown},
	} {
		may, err := o.CanDoTask(row.user, row.task, row.entity, row.offline)
		require.ErrorIs(t, err, row.err)
		require.Equal(t, row.want, may, "%v", row)
	}
}
