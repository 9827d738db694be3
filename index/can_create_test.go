package index_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// section9 is an organisation for the rules of section 9: ann creates for herself, tom for his team
// alone, sue in a whole subtree, and rex reads.
func section9(more ...graph.Object) []graph.Object {
	role := func(id string, privileges map[string]graph.Depth) graph.Role {
		return graph.Role{ID: id, Privileges: privileges}
	}
	team := graph.Role{ID: "team", MemberInheritance: graph.InheritTeam, Privileges: map[string]graph.Depth{
		"prvCreateAccount": graph.Basic, "prvReadAccount": graph.Basic,
	}}
	given := func(role string, p graph.Principal) graph.RoleAssignment {
		return graph.RoleAssignment{Role: role, Principal: p}
	}
	return append([]graph.Object{
		graph.Entity{Name: "account"},
		graph.Entity{Name: "equipment", Ownership: graph.BusinessOwned},
		graph.Entity{Name: "product", Ownership: graph.OrganizationOwned},
		graph.BusinessUnit{ID: "top"},
		graph.BusinessUnit{ID: "mid", Parent: "top"},
		graph.BusinessUnit{ID: "low", Parent: "mid"},
		graph.User{ID: "ann", BusinessUnit: "mid"},
		graph.User{ID: "tom", BusinessUnit: "mid"},
		graph.User{ID: "sue", BusinessUnit: "mid"},
		graph.User{ID: "rex", BusinessUnit: "low"},
		graph.Team{ID: "crew", BusinessUnit: "mid"},
		graph.Member{Team: "crew", User: "tom"},
		role("maker", map[string]graph.Depth{"prvCreateAccount": graph.Basic}),
		role("reader", map[string]graph.Depth{"prvReadAccount": graph.Basic, "prvAppendAccount": graph.Basic}),
		role("chief", map[string]graph.Depth{
			"prvCreateAccount": graph.Deep, "prvReadAccount": graph.Deep, "prvWriteAccount": graph.Local,
			"prvAppendAccount": graph.Local, "prvAppendToAccount": graph.Deep,
			"prvCreateEquipment": graph.Deep, "prvCreateProduct": graph.Global,
		}),
		team,
		given("maker", graph.UserRef("ann")), given("reader", graph.UserRef("ann")),
		given("team", graph.TeamRef("crew")),
		given("chief", graph.UserRef("sue")), given("reader", graph.UserRef("rex")),
		graph.Record{Entity: "account", ID: "anns", Owner: graph.UserRef("ann")},
		graph.Record{Entity: "account", ID: "rexs", Owner: graph.UserRef("rex")},
	}, more...)
}

func section9Snapshot(t *testing.T, more ...graph.Object) *index.Snapshot {
	return index.NewSnapshot(loaded(t, section9(more...)), 1, 1)
}

func TestCanCreate(t *testing.T) {
	s := section9Snapshot(t)
	is := answers(t)
	none, ann, rex, crew := graph.Principal{}, graph.UserRef("ann"), graph.UserRef("rex"), graph.TeamRef("crew")
	is(index.Allow)(s.CanCreate("ann", "account", none, ""))
	is(index.Allow)(s.CanCreate("ann", "Account", ann, "mid")) // 9.1: the unit of the owner
	is(index.Deny)(s.CanCreate("ann", "account", rex, ""))     // 9.1: Basic creates for oneself
	is(index.Deny)(s.CanCreate("tom", "account", none, ""))    // 9.5
	is(index.Allow)(s.CanCreate("tom", "account", crew, ""))   // 9.5
	is(index.Allow)(s.CanCreate("sue", "account", rex, ""))    // 9.4: without Assign
	is(index.Deny)(s.CanCreate("sue", "account", graph.TeamRef("low"), ""))
	is(index.Deny)(s.CanCreate("sue", "account", graph.Organization, ""))
	is(index.Allow)(s.CanCreate("sue", "equipment", none, "low"))
	is(index.Deny)(s.CanCreate("sue", "equipment", none, "top")) // 9.1: SCOPE decides
	is(index.Allow)(s.CanCreate("sue", "product", none, ""))     // 9.1: the gate decides
	is(index.Deny)(s.CanCreate("ann", "product", none, ""))

	// 9.2: who could not read it cannot own what he or she makes.
	withoutRead := applied(t, s, graph.DeleteObject{Object: graph.RoleAssignment{Role: "reader", Principal: ann}})
	is(index.Deny)(withoutRead.CanCreate("ann", "account", none, ""))

	for _, row := range []struct { // 9.1, 3.15
		user, entity string
		owner        graph.Principal
		unit         string
		want         error
	}{
		{"sue", "account", rex, "mid", graph.ErrRecordUnit},
		{"sue", "account", none, "top", graph.ErrRecordUnit},
		{"sue", "equipment", none, "", graph.ErrOwnership},
		{"sue", "equipment", rex, "low", graph.ErrOwnership},
		{"sue", "product", none, "low", graph.ErrOwnership},
		{"sue", "product", rex, "", graph.ErrOwnership},
		{"sue", "account", graph.UserRef("nobody"), "", graph.ErrUnknown},
		{"sue", "account", graph.Principal{Kind: graph.OrganizationPrincipal, ID: "x"}, "", graph.ErrInvalid},
		{"sue", "account", graph.UserRef(""), "", graph.ErrInvalid},
		{"sue", "account", none, "nowhere", graph.ErrUnknown},
		{"sue", "account", none, "a\nb", graph.ErrInvalid},
		{"nobody", "account", none, "", graph.ErrUnknown},
		{"sue", "acount", none, "", graph.ErrUnknown},
	} {
		may, err := s.CanCreate(row.user, row.entity, row.owner, row.unit)
		require.ErrorIs(t, err, row.want, "%v", row)
		require.Equal(t, index.Deny, may)
	}
}

// 13.1: in matrix mode a record may go to another unit than its owner's, with AppendTo on that unit where
// the data declares units as records.
func TestCanCreateInAnotherUnit(t *testing.T) {
	matrix := graph.DefaultSettings()
	matrix.OwnershipAcrossBusinessUnits = true
	s := section9Snapshot(t, matrix)
	is := answers(t)
	rex := graph.UserRef("rex")
	is(index.Allow)(s.CanCreate("sue", "account", rex, "mid"))
	is(index.Deny)(s.CanCreate("sue", "account", rex, "top"))
	is(index.Allow)(s.CanCreate("ann", "account", graph.Principal{}, "top")) // 13.3

	s = applied(t, s, graph.PutObject{Object: graph.Entity{Name: "BusinessUnit", Ownership: graph.BusinessOwned}})
	is(index.Deny)(s.CanCreate("sue", "account", rex, "mid"))
	is(index.Allow)(s.CanCreate("sue", "account", rex, "low"))
	s = applied(t, s,
		graph.PutObject{Object: graph.Role{ID: "units", Privileges: map[string]graph.Depth{"prvAppendToBusinessUnit": graph.Local}}},
		graph.PutObject{Object: graph.RoleAssignment{Role: "units", Principal: graph.UserRef("sue")}})
	is(index.Allow)(s.CanCreate("sue", "account", rex, "mid"))
}

// 9.7, 9.6: to link takes several rights, right by right.
func TestCanLink(t *testing.T) {
	s := section9Snapshot(t)
	is := answers(t)
	anns, rexs := graph.RecordRef("account", "anns"), graph.RecordRef("account", "rexs")
	is(index.Allow)(s.CanLink("sue", anns, rexs)) // without Write on the parent
	is(index.Deny)(s.CanLink("sue", rexs, anns))  // Write on the child
	is(index.Deny)(s.CanLink("ann", anns, anns))
	for _, unknown := range []graph.Ref{graph.RecordRef("account", "x"), graph.RecordRef("acount", "anns")} {
		_, err := s.CanLink("sue", anns, unknown)
		require.ErrorIs(t, err, graph.ErrUnknown)
		_, err = s.CanLink("sue", unknown, anns)
		require.ErrorIs(t, err, graph.ErrUnknown)
	}

	// 9.8: to associate two records the application asks for these.
	one, other := graph.AssociateRights()
	require.Equal(t, graph.RightsOf(graph.Append), one)
	require.Equal(t, graph.RightsOf(graph.Append), other)
}
