package indextest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
)

func assign(id, owner, unit string) graph.Change {
	return graph.AssignRecord{Record: account(id), Owner: graph.UserRef(owner), BusinessUnit: unit}
}

// 10.2, 15.3: what an assign is refused for as it is applied.
func TestAssignRefused(t *testing.T) {
	none := graph.User{ID: "none", BusinessUnit: "mid"}
	access := graph.Team{ID: "access", BusinessUnit: "mid", Type: graph.AccessTeam}
	o := kin(t, everywhere(graph.NoCascade), none, access, graph.Entity{Name: "product", Ownership: graph.OrganizationOwned}, graph.Record{Entity: "product", ID: "p"})
	requireRefused(t, o, graph.ErrCannotOwn, assign("top", "none", ""))
	requireRefused(t, o, graph.ErrCannotOwn, graph.AssignRecord{Record: account("top"), Owner: graph.Organization})
	requireRefused(t, o, graph.ErrAccessTeamOwns, graph.AssignRecord{Record: account("top"), Owner: graph.TeamRef("access")})
	requireRefused(t, o, graph.ErrOwnership, graph.AssignRecord{Record: ref("product:p"), Owner: graph.UserRef("u-mid")})
	requireRefused(t, o, graph.ErrRecordUnit, assign("top", "u-mid", "leaf")) // 10.3
	requireRefused(t, o, graph.ErrRecordUnit, assign("top", "u-root", "leaf"))
	requireRefused(t, o, graph.ErrUnknown, assign("nothing", "u-mid", ""))
	requireRefused(t, o, graph.ErrUnknown, assign("top", "nobody", ""))
	requireRefused(t, o, graph.ErrUnknown, assign("top", "u-mid", "nowhere"))
	requireRefused(t, o, graph.ErrInvalid, graph.AssignRecord{Record: account("top")})
	do(t, o, then(remove(toUser("reader", "u-root")))...)
	requireNothing(t, o, assign("top", "u-root", ""), assign("top", "u-root", "root")) // 10.4: nothing is asked
}

// 10.3: the owning unit.
func TestAssignUnit(t *testing.T) {
	always := graph.DefaultSettings()
	always.OwnershipAcrossBusinessUnits = true
	stay := always
	stay.AlwaysMoveRecordToOwnerBusinessUnit = false
	own := under("top", "u-root", "")
	own.BusinessUnit = "leaf"
	for name, row := range map[string]struct {
		settings   graph.Settings
		unit       string
		plain, own string
	}{
		"classic mode":             {graph.DefaultSettings(), "", "", ""},
		"classic mode, unit given": {graph.DefaultSettings(), "mid", "", ""},
		"always moved":             {always, "", "", ""},
		"always moved, unit given": {always, "side", "side", "side"},
		"left behind":              {stay, "", "root", "leaf"},
		"left behind, unit given":  {stay, "mid", "mid", "mid"},
	} {
		o := kin(t, everywhere(graph.NoCascade), row.settings)
		do(t, o, assign("top", "u-mid", row.unit))
		require.Equal(t, row.plain, recordOf(t, o, "top").BusinessUnit, name)
		require.Equal(t, graph.UserRef("u-mid"), recordOf(t, o, "top").Owner, name)
		if row.settings.OwnershipAcrossBusinessUnits {
			o = kin(t, everywhere(graph.NoCascade), row.settings, own)
			do(t, o, assign("top", "u-mid", row.unit))
			require.Equal(t, row.own, recordOf(t, o, "top").BusinessUnit, name)
		}
	}
}

// 10.5: which children are assigned likewise.
func TestAssignCascade(t *testing.T) {
	inactive := under("middle", "u-root", "top")
	inactive.Inactive = true
	for name, row := range map[string]struct {
		cascade     graph.Cascade
		middle      graph.Record
		middleOwner string
		lowOwner    string
	}{
		"none":                   {graph.NoCascade, under("middle", "u-root", "top"), "u-root", "u-root"},
		"cascade":                {graph.CascadeAll, under("middle", "u-side", "top"), "u-mid", "u-mid"},
		"active":                 {graph.CascadeActive, under("middle", "u-side", "top"), "u-mid", "u-mid"},
		"active, inactive child": {graph.CascadeActive, inactive, "u-root", "u-root"},
		"user owned":             {graph.CascadeUserOwned, under("middle", "u-root", "top"), "u-mid", "u-mid"},
		"user owned by another":  {graph.CascadeUserOwned, under("middle", "u-side", "top"), "u-side", "u-root"},
		"there already":          {graph.CascadeAll, under("middle", "u-mid", "top"), "u-mid", "u-root"},
	} {
		o := kin(t, everywhere(row.cascade), row.middle)
		do(t, o, assign("top", "u-mid", ""))
		require.Equal(t, graph.UserRef(row.middleOwner), recordOf(t, o, "middle").Owner, name)
		require.Equal(t, graph.UserRef(row.lowOwner), recordOf(t, o, "low").Owner, name)
	}
}

// 10.5: one child that cannot be owned refuses the whole; children without owners are skipped with
// what lies below them alone.
func TestAssignCascadeElsewhere(t *testing.T) {
	cascade := func(child, parent string) graph.Relationship {
		r := everywhere(graph.CascadeAll)
		r.Child, r.Lookup, r.Parent = child, "regarding", parent
		return r
	}
	note := graph.Record{Entity: "note", ID: "n", Owner: graph.UserRef("u-root"), Lookups: map[string]graph.Ref{"regarding": account("low")}}
	o := kin(t, everywhere(graph.CascadeAll), graph.Entity{Name: "note"}, cascade("note", "account"), note)
	requireRefused(t, o, graph.ErrCannotOwn, assign("top", "u-mid", "")) // which reads no note

	product := graph.Record{Entity: "product", ID: "p", Lookups: map[string]graph.Ref{"regarding": account("low")}}
	note.Lookups = map[string]graph.Ref{"regarding": ref("product:p")}
	o = kin(t, everywhere(graph.CascadeAll), graph.Entity{Name: "product", Ownership: graph.OrganizationOwned}, graph.Entity{Name: "note"},
		cascade("product", "account"), cascade("note", "product"), product, note)
	do(t, o, assign("top", "u-mid", ""))
	require.Equal(t, graph.UserRef("u-root"), recordOf(t, o, "n").Owner)
	require.Equal(t, graph.UserRef("u-mid"), recordOf(t, o, "low").Owner)
}

// 10.5: another unit under the same owner goes down the same way, and changes no owner.
func TestAssignOtherUnit(t *testing.T) {
	matrix := graph.DefaultSettings()
	matrix.OwnershipAcrossBusinessUnits = true
	o := kin(t, everywhere(graph.CascadeAll), matrix, under("middle", "u-leaf", "top"))
	do(t, o, then(remove(toUser("reader", "u-leaf"), toUser("reader", "u-root")), []graph.Change{assign("top", "u-root", "side")})...) // CanOwn of nothing
	require.Equal(t, "side", recordOf(t, o, "top").BusinessUnit)
	require.Equal(t, "side", recordOf(t, o, "middle").BusinessUnit)
	require.Equal(t, graph.UserRef("u-leaf"), recordOf(t, o, "middle").Owner)
	require.Equal(t, "side", recordOf(t, o, "low").BusinessUnit)

	o = kin(t, everywhere(graph.CascadeAll), matrix, under("middle", "u-side", "top"))
	do(t, o, assign("top", "u-root", "side"))
	require.Empty(t, recordOf(t, o, "middle").BusinessUnit) // in that unit already: the walk stops
	require.Empty(t, recordOf(t, o, "low").BusinessUnit)
}

// 10.6, 11.6: the previous owner gets FULL, which flows like a grant.
func TestAssignSharesWithPreviousOwner(t *testing.T) {
	settings := graph.DefaultSettings()
	settings.ShareToPreviousOwnerOnAssign = true
	o := kin(t, graph.Relationship{Share: graph.CascadeAll}, settings)
	do(t, o, assign("top", "u-mid", ""))
	requireShares(t, o, shared("top", graph.UserRef("u-root"), graph.FullRights),
		inherited("middle", "u-root", "top", graph.FullRights), inherited("low", "u-root", "middle", graph.FullRights))
	do(t, o, assign("top", "u-root", "")) // 10.7: other shares stay
	requireShares(t, o, shared("top", graph.UserRef("u-root"), graph.FullRights), shared("top", graph.UserRef("u-mid"), graph.FullRights),
		inherited("middle", "u-root", "top", graph.FullRights), inherited("low", "u-root", "middle", graph.FullRights),
		inherited("middle", "u-mid", "top", graph.FullRights), inherited("low", "u-mid", "middle", graph.FullRights))
}

// 12.7: the owner's part follows the owners.
func TestAssignReinherits(t *testing.T) {
	reparent := graph.Relationship{Reparent: graph.CascadeAll}
	o := kin(t, reparent)
	do(t, o, assign("top", "u-mid", ""))
	full := graph.FullRights
	requireShares(t, o, inherited("middle", "u-mid", "top", full), inherited("low", "u-mid", "middle", full))
	do(t, o, assign("top", "u-side", "")) // cut for the one before, given to the one now
	requireShares(t, o, inherited("middle", "u-side", "top", full), inherited("low", "u-side", "middle", full))
	do(t, o, assign("middle", "u-side", "")) // the child's new owner needs no part, yet its total does not shrink the rest by itself
	requireShares(t, o, inherited("low", "u-side", "middle", full))
	do(t, o, assign("middle", "u-leaf", "")) // both ends: top gives u-side, middle gives u-leaf and what u-side has there
	requireShares(t, o, inherited("middle", "u-side", "top", full), inherited("low", "u-side", "middle", full), inherited("low", "u-leaf", "middle", full))
	do(t, o, assign("top", "u-root", ""), assign("middle", "u-root", ""))
	requireShares(t, o)
}
