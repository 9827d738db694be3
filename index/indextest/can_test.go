package indextest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
)

// 9.3: who may own records of an entity.
func TestCanOwn(t *testing.T) {
	access := graph.Team{ID: "access", BusinessUnit: "side", Type: graph.AccessTeam}
	for name, row := range map[string]struct {
		objects []graph.Object
		user    bool // u-mid
		team    bool // t-side, of which u-mid is a member
	}{
		"no role":              {nil, false, false},
		"i direct":             {objects{reads("r", graph.Basic, graph.InheritTeam), toUser("r", "u-mid")}, true, false},
		"ii inherited":         {objects{reads("r", graph.Basic, graph.InheritUser), toTeam("r", "t-side")}, true, true},
		"iii team only":        {objects{reads("r", graph.Deep, graph.InheritTeam), toTeam("r", "t-side")}, false, true},
		"iii team only Global": {objects{reads("r", graph.Global, graph.InheritTeam), toTeam("r", "t-side")}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			o := small(t, append(row.objects, access, graph.Member{Team: "t-side", User: "u-mid"})...)
			for p, want := range map[graph.Principal]bool{
				graph.UserRef("u-mid"): row.user, graph.TeamRef("t-side"): row.team,
				graph.TeamRef("access"): false, graph.Organization: false,
			} {
				may, err := o.CanOwn(p, "account")
				require.NoError(t, err)
				require.Equal(t, want, may, p)
			}
		})
	}
}

// 9.1, 9.5, 13.1: where a user may create a record, and for whom.
func TestCanCreate(t *testing.T) {
	creates := func(create graph.Depth, inheritance graph.MemberInheritance) graph.Role {
		return graph.Role{ID: "r", MemberInheritance: inheritance, Privileges: map[string]graph.Depth{
			"prvCreateAccount": create, "prvReadAccount": graph.Basic, "prvCreateEquipment": graph.Local, "prvCreateProduct": graph.Global,
		}}
	}
	kinds := objects{
		graph.Entity{Name: "equipment", Ownership: graph.BusinessOwned}, graph.Entity{Name: "product", Ownership: graph.OrganizationOwned},
		reads("reader", graph.Basic, graph.InheritUser), toUser("reader", "u-leaf"), toUser("reader", "u-side"),
		graph.Member{Team: "t-side", User: "u-mid"},
	}
	units := graph.Entity{Name: "businessunit", Ownership: graph.BusinessOwned}
	appends := graph.Role{ID: "appends", Privileges: depths("prvAppendToBusinessUnit", graph.Local)}
	basic, deep := creates(graph.Basic, graph.InheritUser), creates(graph.Deep, graph.InheritUser)
	for name, row := range map[string]struct {
		objects []graph.Object
		entity  string
		owner   graph.Principal
		unit    string
		want    bool
		err     error
	}{
		"9.1 for oneself":            {objects{basic, toUser("r", "u-mid")}, "account", graph.Principal{}, "", true, nil},
		"9.1 Basic for another":      {objects{basic, toUser("r", "u-mid")}, "account", graph.UserRef("u-leaf"), "", false, nil},
		"9.1 Deep for another":       {objects{deep, toUser("r", "u-mid")}, "account", graph.UserRef("u-leaf"), "", true, nil},
		"9.1 who cannot own":         {objects{deep, toUser("r", "u-mid")}, "account", graph.TeamRef("t-leaf"), "", false, nil},
		"9.5 team only":              {objects{creates(graph.Basic, graph.InheritTeam), toTeam("r", "t-side")}, "account", graph.Principal{}, "", false, nil},
		"9.5 team only for the team": {objects{creates(graph.Basic, graph.InheritTeam), toTeam("r", "t-side")}, "account", graph.TeamRef("t-side"), "", true, nil},
		"9.1 other unit, classic":    {objects{basic, toUser("r", "u-mid")}, "account", graph.Principal{}, "leaf", false, graph.ErrRecordUnit},
		"13.1 other unit":            {objects{matrixMode(), deep, toUser("r", "u-mid")}, "account", graph.UserRef("u-side"), "leaf", true, nil},
		"13.1 AppendTo asked":        {objects{matrixMode(), units, deep, toUser("r", "u-mid")}, "account", graph.UserRef("u-side"), "leaf", false, nil},
		"13.1 AppendTo held": {objects{
			matrixMode(), units, deep, toUser("r", "u-mid"), appends,
			graph.RoleAssignment{Role: "appends", Principal: graph.UserRef("u-mid"), BusinessUnit: "leaf"},
		}, "account", graph.UserRef("u-side"), "leaf", true, nil},
		"9.1 business-owned":              {objects{basic, toUser("r", "u-mid")}, "equipment", graph.Principal{}, "mid", true, nil},
		"9.1 business-owned elsewhere":    {objects{basic, toUser("r", "u-mid")}, "equipment", graph.Principal{}, "leaf", false, nil},
		"9.1 business-owned without unit": {objects{basic, toUser("r", "u-mid")}, "equipment", graph.Principal{}, "", false, graph.ErrOwnership},
		"9.1 organization-owned":          {objects{basic, toUser("r", "u-mid")}, "product", graph.Principal{}, "", true, nil},
		"9.1 organization-owned, unit":    {objects{basic, toUser("r", "u-mid")}, "product", graph.Principal{}, "mid", false, graph.ErrOwnership},
		"9.1 organization-owned, owner":   {objects{basic, toUser("r", "u-mid")}, "product", graph.UserRef("u-mid"), "", false, graph.ErrOwnership},
		"3.15 unknown unit":               {objects{basic, toUser("r", "u-mid")}, "account", graph.Principal{}, "nowhere", false, graph.ErrUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			o := small(t, kinds...)
			require.NoError(t, o.Apply(put(row.objects...)))
			may, err := o.CanCreate("u-mid", row.entity, row.owner, row.unit)
			require.ErrorIs(t, err, row.err)
			require.Equal(t, row.want, may)
		})
	}
}

// 9.7: linking takes Read, Write and Append on the child, Read and AppendTo on the parent.
func TestCanLink(t *testing.T) {
	role := graph.Role{ID: "r", Privileges: map[string]graph.Depth{
		"prvReadAccount": graph.Deep, "prvWriteAccount": graph.Local, "prvAppendAccount": graph.Local, "prvAppendToAccount": graph.Deep,
	}}
	o := small(t, role, toUser("r", "u-mid"))
	may, err := o.CanLink("u-mid", account("u-mid"), account("u-leaf"))
	require.NoError(t, err)
	require.True(t, may)
	may, err = o.CanLink("u-mid", account("u-leaf"), account("u-mid"))
	require.NoError(t, err)
	require.False(t, may)
}
