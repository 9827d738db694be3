package indextest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
)

func link(child, parent string) graph.Change {
	return graph.LinkRecord{Record: account(child), Lookup: "parent", Target: account(parent)}
}

func unlink(child string) graph.Change {
	return graph.UnlinkRecord{Record: account(child), Lookup: "parent"}
}

// 12.1, 12.2: a link gives what the parent gives everybody, the owner's part included, and so on down.
func TestLink(t *testing.T) {
	o := kin(t, everywhere(graph.CascadeAll))
	do(t, o, grant("u-side", "u-leaf", rd))
	do(t, o, link("top", "u-side"))
	full := graph.FullRights
	all := []graph.RecordShare{
		shared("u-side", graph.UserRef("u-leaf"), rd),
		inherited("top", "u-leaf", "u-side", rd), inherited("middle", "u-leaf", "top", rd), inherited("low", "u-leaf", "middle", rd),
		inherited("top", "u-side", "u-side", full), inherited("middle", "u-side", "top", full), inherited("low", "u-side", "middle", full),
	}
	requireShares(t, o, all...)
	requireNothing(t, o, link("top", "u-side"))
	do(t, o, link("top", "u-mid")) // 12.3: an unlink first
	requireShares(t, o, all[0], inherited("top", "u-mid", "u-mid", full), inherited("middle", "u-mid", "top", full), inherited("low", "u-mid", "middle", full))
	require.Equal(t, account("u-mid"), recordOf(t, o, "top").Lookups["parent"])
	do(t, o, unlink("top"))
	requireShares(t, o, all[0])
	require.Empty(t, recordOf(t, o, "top").Lookups)
	requireNothing(t, o, unlink("top"))
	do(t, o, link("top", "u-root")) // the same owner: no owner's part
	requireShares(t, o, all[0])
}

// 2.10, 12: which settings let a link give anything.
func TestLinkSettings(t *testing.T) {
	inactive := under("top", "u-root", "")
	inactive.Inactive = true
	for name, row := range map[string]struct {
		relationship graph.Relationship
		top          graph.Record
		leaf, side   graph.Rights // what u-leaf, by a share, and u-side, the parent's owner, inherit on top
	}{
		"reparent none":             {graph.Relationship{Share: graph.CascadeAll}, under("top", "u-root", ""), 0, 0},
		"reparent":                  {graph.Relationship{Reparent: graph.CascadeAll}, under("top", "u-root", ""), rd, graph.FullRights},
		"reparent active":           {graph.Relationship{Reparent: graph.CascadeActive}, under("top", "u-root", ""), rd, graph.FullRights},
		"reparent active, inactive": {graph.Relationship{Reparent: graph.CascadeActive}, inactive, 0, 0},
		"user owned":                {graph.Relationship{Reparent: graph.CascadeUserOwned}, under("top", "u-side", ""), rd, 0},
		"user owned by another":     {graph.Relationship{Reparent: graph.CascadeUserOwned}, under("top", "u-root", ""), 0, 0},
	} {
		o := kin(t, row.relationship, row.top)
		do(t, o, grant("u-side", "u-leaf", rd), link("top", "u-side"))
		got := map[string]graph.Rights{}
		for _, object := range o.Objects() {
			if share, ok := object.(graph.RecordShare); ok && share.Record == account("top") {
				got[share.Principal.ID] = share.Inherited[0].Rights
			}
		}
		require.Equal(t, row.leaf, got["u-leaf"], name)
		require.Equal(t, row.side, got["u-side"], name)
	}
}

// 12.3, 12.6: leaving one of several parents, or one of several lookups, takes just what no other gives.
func TestUnlinkOneOfSeveral(t *testing.T) {
	second := everywhere(graph.CascadeAll)
	second.Child, second.Lookup, second.Parent = "account", "second", "account"
	o := kin(t, everywhere(graph.CascadeAll), second)
	do(t, o, grant("u-side", "u-leaf", rd), grant("u-mid", "u-leaf", rd|wr), link("top", "u-side"))
	onTop := func() []graph.InheritedShare {
		for _, object := range o.Objects() {
			if share, ok := object.(graph.RecordShare); ok && share.Record == account("top") && share.Principal == graph.UserRef("u-leaf") {
				return share.Inherited
			}
		}
		return nil
	}
	lookup := func(target string) graph.Change {
		return graph.LinkRecord{Record: account("top"), Lookup: "second", Target: account(target)}
	}
	do(t, o, lookup("u-mid"))
	require.Equal(t, []graph.InheritedShare{{Origin: account("u-mid"), Rights: rd | wr}, {Origin: account("u-side"), Rights: rd}}, onTop())
	do(t, o, unlink("top"))
	require.Equal(t, []graph.InheritedShare{{Origin: account("u-mid"), Rights: rd | wr}}, onTop())
	do(t, o, link("top", "u-mid"), graph.UnlinkRecord{Record: account("top"), Lookup: "second"}) // by two lookups, then one
	require.Equal(t, []graph.InheritedShare{{Origin: account("u-mid"), Rights: rd | wr}}, onTop())
}

// 11.10, 12.3: deleting a record has the effects of unlink, whatever the unshare setting.
func TestDeleteParent(t *testing.T) {
	o := kin(t, graph.Relationship{Share: graph.CascadeAll})
	do(t, o, grant("top", "u-mid", rd))
	do(t, o, remove(graph.Record{Entity: "account", ID: "top"})...)
	requireShares(t, o)
	require.Empty(t, recordOf(t, o, "middle").Lookups)
}

// 12.8, 15.3: what links are refused for as they are applied.
func TestLinkRefused(t *testing.T) {
	o := kin(t, everywhere(graph.CascadeAll))
	requireRefused(t, o, graph.ErrCycle, link("top", "low"))
	requireRefused(t, o, graph.ErrCycle, link("top", "top"))
	requireRefused(t, o, graph.ErrCycle, link("top", "low"), unlink("low")) // at once
	do(t, o, unlink("low"), link("top", "low"))
	requireRefused(t, o, graph.ErrUnknown, link("nothing", "top"))
	requireRefused(t, o, graph.ErrUnknown, link("low", "nothing"))
	requireRefused(t, o, graph.ErrUnknown, graph.LinkRecord{Record: account("low"), Lookup: "Parent", Target: account("top")}) // 2.8: case matters
	requireRefused(t, o, graph.ErrUnknown, graph.UnlinkRecord{Record: account("low"), Lookup: "Parent"})
	requireRefused(t, o, graph.ErrUnknown, unlink("nothing"))
	requireRefused(t, o, graph.ErrInvalid, graph.UnlinkRecord{Record: account("low")})
	requireRefused(t, o, graph.ErrInvalid, graph.LinkRecord{Record: account("low"), Lookup: "parent"})

	o = kin(t, graph.Relationship{Assign: graph.CascadeAll})
	do(t, o, link("top", "low"), assign("low", "u-mid", "")) // a circle that no rights run along; assign comes to an end
	require.Equal(t, graph.UserRef("u-mid"), recordOf(t, o, "top").Owner)
}

// 12.5: put and link in one batch.
func TestBornLinked(t *testing.T) {
	o := kin(t, everywhere(graph.CascadeAll))
	do(t, o, grant("top", "u-mid", rd))
	do(t, o, then(put(under("new", "u-root", "")), []graph.Change{link("new", "low")})...)
	requireShares(t, o, shared("top", graph.UserRef("u-mid"), rd), inherited("middle", "u-mid", "top", rd),
		inherited("low", "u-mid", "middle", rd), inherited("new", "u-mid", "low", rd))
}
