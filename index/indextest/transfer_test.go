package indextest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// 7.3a, 7.3b: the default teams change, other memberships stay, direct roles go.
func TestTransferUser(t *testing.T) {
	o := small(t,
		reads("direct", graph.Global, graph.InheritUser), toUser("direct", "u-leaf"),
		reads("mid-team", graph.Basic, graph.InheritUser), toTeam("mid-team", "t-mid"), graph.Member{Team: "t-mid", User: "u-leaf"})
	do(t, o, graph.TransferUser{User: "u-leaf", BusinessUnit: "side"})
	got, err := o.List("u-leaf", graph.Read, "account")
	require.NoError(t, err)
	require.Equal(t, []string{"d-side", "t-mid", "u-leaf"}, got) // 3.5a and c by the role of t-mid
	require.Equal(t, "side", userOf(t, o, "u-leaf").BusinessUnit)
	requireNothing(t, o, graph.TransferUser{User: "u-leaf", BusinessUnit: "side"})
	requireRefused(t, o, graph.ErrUnknown, graph.TransferUser{User: "nobody", BusinessUnit: "side"})
	requireRefused(t, o, graph.ErrUnknown, graph.TransferUser{User: "u-leaf", BusinessUnit: "nowhere"})
	requireRefused(t, o, graph.ErrInvalid, graph.TransferUser{User: "u-leaf"})
}

// 7.3b: roles that are not removed.
func TestTransferKeepsRoles(t *testing.T) {
	keep := graph.DefaultSettings()
	keep.DoNotRemoveRolesOnChangeBusinessUnit = true
	matrix := keep
	matrix.OwnershipAcrossBusinessUnits = true
	at := func(role, unit string) graph.RoleAssignment {
		return graph.RoleAssignment{Role: role, Principal: graph.UserRef("u-leaf"), BusinessUnit: unit}
	}
	roles := objects{graph.Role{ID: "all"}, graph.Role{ID: "mids", BusinessUnit: "mid"}}

	o := small(t, append(roles, keep, at("all", ""), at("mids", ""))...)
	do(t, o, graph.TransferUser{User: "u-leaf", BusinessUnit: "mid"})
	requireKind(t, o, graph.KindRoleAssignment, []graph.RoleAssignment{at("all", ""), at("mids", "")})
	do(t, o, graph.TransferUser{User: "u-leaf", BusinessUnit: "side"})
	requireKind(t, o, graph.KindRoleAssignment, []graph.RoleAssignment{at("all", "")}) // no instance of mids

	o = small(t, append(roles, matrix, at("all", ""), at("all", "leaf"), at("mids", ""), at("mids", "mid"))...)
	do(t, o, graph.TransferUser{User: "u-leaf", BusinessUnit: "side"})
	requireKind(t, o, graph.KindRoleAssignment, []graph.RoleAssignment{at("all", "leaf"), at("mids", "leaf"), at("mids", "mid")})
}

// 7.3c: the owning units of the records.
func TestTransferRecords(t *testing.T) {
	always := graph.DefaultSettings()
	always.OwnershipAcrossBusinessUnits = true
	stay := always
	stay.AlwaysMoveRecordToOwnerBusinessUnit = false
	own := graph.Record{Entity: "account", ID: "own", Owner: graph.UserRef("u-leaf"), BusinessUnit: "mid"}
	for name, row := range map[string]struct {
		settings   graph.Settings
		plain, own string // the own units after the transfer
	}{
		"always moved": {always, "", ""},
		"left behind":  {stay, "leaf", "mid"},
	} {
		o := small(t, row.settings, own)
		do(t, o, graph.TransferUser{User: "u-leaf", BusinessUnit: "side"})
		require.Equal(t, row.plain, recordOf(t, o, "u-leaf").BusinessUnit, name)
		require.Equal(t, row.own, recordOf(t, o, "own").BusinessUnit, name)
		require.Empty(t, recordOf(t, o, "u-mid").BusinessUnit, name)
	}
	o := small(t) // classic mode
	do(t, o, graph.TransferUser{User: "u-leaf", BusinessUnit: "side"})
	require.Empty(t, recordOf(t, o, "u-leaf").BusinessUnit)
}

// 7.3e: reports outside the new subtree go to the present manager; then a manager who sits neither in
// the new unit nor above it gives way to the next one up the chain who does.
func TestTransferManagers(t *testing.T) {
	settings := graph.DefaultSettings()
	settings.HierarchyModel = graph.ManagerHierarchy
	org := func(settings graph.Settings) *indextest.Oracle {
		o := small(t, settings)
		do(t, o, put(
			graph.User{ID: "u-mid", BusinessUnit: "mid", Manager: "u-root"},
			graph.User{ID: "u-leaf", BusinessUnit: "leaf", Manager: "u-mid"},
			graph.User{ID: "near", BusinessUnit: "leaf", Manager: "u-leaf"},
			graph.User{ID: "far", BusinessUnit: "side", Manager: "u-leaf"},
			graph.User{ID: "low", BusinessUnit: "side", Manager: "far"})...)
		return o
	}
	managers := func(o *indextest.Oracle) []string {
		return []string{userOf(t, o, "u-leaf").Manager, userOf(t, o, "near").Manager, userOf(t, o, "far").Manager, userOf(t, o, "low").Manager}
	}
	o := org(settings)
	do(t, o, graph.TransferUser{User: "u-leaf", BusinessUnit: "side"})
	require.Equal(t, []string{"u-root", "u-mid", "u-leaf", "far"}, managers(o))

	o = org(settings)
	do(t, o, graph.TransferUser{User: "u-leaf", BusinessUnit: "mid"})
	require.Equal(t, []string{"u-mid", "u-leaf", "u-mid", "far"}, managers(o)) // leaf is below mid

	o = org(settings)
	do(t, o, then(put(graph.User{ID: "u-root", BusinessUnit: "side"}), []graph.Change{graph.TransferUser{User: "u-leaf", BusinessUnit: "root"}})...)
	require.Equal(t, []string{"", "u-leaf", "u-leaf", "far"}, managers(o)) // nobody up the chain is in the root

	o = org(settings) // u-root has no manager
	do(t, o, then(put(graph.User{ID: "u-mid", BusinessUnit: "side", Manager: "u-root"}), []graph.Change{graph.TransferUser{User: "u-root", BusinessUnit: "leaf"}})...)
	require.Empty(t, userOf(t, o, "u-mid").Manager)

	settings.ManagersInSameOrParentBusinessUnit = false
	o = org(settings)
	do(t, o, graph.TransferUser{User: "u-leaf", BusinessUnit: "side"})
	require.Equal(t, []string{"u-mid", "u-leaf", "u-leaf", "far"}, managers(o))

	settings.ManagersInSameOrParentBusinessUnit = true
	o = org(settings)
	requireRefused(t, o, graph.ErrCycle, then( // 15.3: the chain is not whole
		put(graph.User{ID: "u-mid", BusinessUnit: "mid", Manager: "u-leaf"}), []graph.Change{graph.TransferUser{User: "u-leaf", BusinessUnit: "side"}},
		put(graph.User{ID: "u-mid", BusinessUnit: "mid"}))...)
}

// 7.4, 7.5: a team takes its roles and records along as a user does; a default team does not.
func TestTransferTeam(t *testing.T) {
	member := graph.Member{Team: "t-leaf", User: "u-leaf"}
	o := small(t, graph.Role{ID: "r"}, toTeam("r", "t-leaf"), toUser("r", "u-leaf"), member)
	do(t, o, graph.TransferTeam{Team: "t-leaf", BusinessUnit: "side"})
	requireKind(t, o, graph.KindRoleAssignment, []graph.RoleAssignment{toUser("r", "u-leaf")})
	requireKind(t, o, graph.KindMember, []graph.Member{member})
	requireNothing(t, o, graph.TransferTeam{Team: "t-leaf", BusinessUnit: "side"})
	requireRefused(t, o, graph.ErrDefaultTeam, graph.TransferTeam{Team: "leaf", BusinessUnit: "side"})
	requireRefused(t, o, graph.ErrUnknown, graph.TransferTeam{Team: "nobody", BusinessUnit: "side"})
	requireRefused(t, o, graph.ErrInvalid, graph.TransferTeam{Team: "t-leaf", BusinessUnit: "a\tb"})
}
