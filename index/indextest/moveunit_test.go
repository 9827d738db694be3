package indextest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
)

// 5.5: the subtree comes along, and every Deep reach with it.
func TestMoveUnit(t *testing.T) {
	o := small(t, reads("r", graph.Deep, graph.InheritUser), toUser("r", "u-side"))
	do(t, o, graph.MoveUnit{BusinessUnit: "mid", Parent: "side"})
	got, err := o.List("u-side", graph.Read, "account")
	require.NoError(t, err)
	require.Equal(t, []string{"d-leaf", "d-mid", "d-side", "t-leaf", "t-mid", "t-side", "u-leaf", "u-mid", "u-side"}, got)
	do(t, o, graph.MoveUnit{BusinessUnit: "mid", Parent: "root"})
	got, err = o.List("u-side", graph.Read, "account")
	require.NoError(t, err)
	require.Equal(t, []string{"d-side", "t-side", "u-side"}, got)
}

// 5.5: assignments and overrides whose unit leaves the subtree of their role's home are dropped.
func TestMoveUnitDrops(t *testing.T) {
	home := graph.Role{ID: "home", BusinessUnit: "mid", Privileges: depths("prvReadAccount", graph.Basic), Overrides: []graph.Override{
		{BusinessUnit: "leaf", Privilege: "prvReadAccount", Depth: graph.Deep},
		{BusinessUnit: "mid", Privilege: "prvReadAccount", Depth: graph.Local},
	}}
	below := graph.Role{ID: "below", BusinessUnit: "leaf"}
	at := func(role, user, unit string) graph.RoleAssignment {
		return graph.RoleAssignment{Role: role, Principal: graph.UserRef(user), BusinessUnit: unit}
	}
	o := small(t, matrixMode(), home, below,
		at("home", "u-leaf", ""), at("home", "u-leaf", "mid"), at("home", "u-side", "leaf"), toTeam("home", "t-leaf"),
		at("below", "u-leaf", ""), at("below", "u-mid", "leaf"), at("home", "u-mid", ""))
	do(t, o, graph.MoveUnit{BusinessUnit: "leaf", Parent: "side"})
	requireKind(t, o, graph.KindRoleAssignment, []graph.RoleAssignment{
		at("home", "u-leaf", "mid"), // which did not move
		at("home", "u-mid", ""),
		at("below", "u-leaf", ""), // whose role's home came along
		at("below", "u-mid", "leaf"),
	})
	home.Overrides = home.Overrides[1:]
	requireKind(t, o, graph.KindRole, []graph.Role{home, {ID: "below", BusinessUnit: "leaf", Privileges: map[string]graph.Depth{}}})
}

// 5.1, 5.5, 15.3: what a move is refused for as it is applied.
func TestMoveUnitRefused(t *testing.T) {
	o := small(t)
	requireRefused(t, o, graph.ErrRootBusinessUnit, graph.MoveUnit{BusinessUnit: "root", Parent: "side"})
	requireRefused(t, o, graph.ErrCycle, graph.MoveUnit{BusinessUnit: "mid", Parent: "leaf"})
	requireRefused(t, o, graph.ErrCycle, graph.MoveUnit{BusinessUnit: "mid", Parent: "mid"})
	requireRefused(t, o, graph.ErrUnknown, graph.MoveUnit{BusinessUnit: "mid", Parent: "nowhere"})
	requireRefused(t, o, graph.ErrUnknown, graph.MoveUnit{BusinessUnit: "nowhere", Parent: "mid"})
	requireRefused(t, o, graph.ErrInvalid, graph.MoveUnit{BusinessUnit: "mid"})
	requireNothing(t, o, graph.MoveUnit{BusinessUnit: "mid", Parent: "root"})
	second := graph.BusinessUnit{ID: "second"}
	mended := graph.BusinessUnit{ID: "second", Parent: "root"}
	move := graph.MoveUnit{BusinessUnit: "leaf", Parent: "side"}
	requireRefused(t, o, graph.ErrRootBusinessUnit, then(put(second), []graph.Change{move}, put(mended))...) // 15.3: not whole
	do(t, o, then(put(second, mended), []graph.Change{move})...)
}

// 5.6, 7.1: enabling clears the own flag only.
func TestEnableAndDisable(t *testing.T) {
	o := small(t, reads("r", graph.Global, graph.InheritUser), toUser("r", "u-leaf"))
	reached := func() bool {
		may, err := o.Check("u-leaf", graph.Read, account("u-root"))
		require.NoError(t, err)
		return may
	}
	do(t, o, graph.DisableUnit{BusinessUnit: "mid"}, graph.DisableUser{User: "u-leaf"})
	require.False(t, reached())
	do(t, o, graph.EnableUnit{BusinessUnit: "mid"})
	require.False(t, reached()) // disabled on one's own
	do(t, o, graph.EnableUser{User: "u-leaf"}, graph.DisableUnit{BusinessUnit: "leaf"})
	require.False(t, reached())
	requireNothing(t, o, graph.EnableUser{User: "u-leaf"}, graph.DisableUnit{BusinessUnit: "leaf"}, graph.EnableUnit{BusinessUnit: "root"})
	do(t, o, graph.EnableUnit{BusinessUnit: "leaf"})
	require.True(t, reached())
	requireRefused(t, o, graph.ErrRootBusinessUnit, graph.DisableUnit{BusinessUnit: "root"}) // 5.1
	requireRefused(t, o, graph.ErrUnknown, graph.DisableUnit{BusinessUnit: "nowhere"})
	requireRefused(t, o, graph.ErrUnknown, graph.EnableUser{User: "nobody"})
	requireRefused(t, o, graph.ErrInvalid, graph.DisableUser{})
}
