package indextest_test

import (
	"testing"

	"github.com/accessindex/ambit/graph"
)

// 12.6: recompute-inherited discards what is inherited and builds it anew, parents first.
func TestRecompute(t *testing.T) {
	stale := graph.RecordShare{Record: account("middle"), Principal: graph.UserRef("u-leaf"), Rights: wr, Inherited: []graph.InheritedShare{
		{Rights: rd}, {Origin: account("top"), Rights: rd},
	}}
	granted := shared("top", graph.UserRef("u-mid"), rd)
	o := kin(t, graph.Relationship{Share: graph.CascadeAll, Reparent: graph.CascadeUserOwned}, under("top", "u-side", ""), granted, stale)
	one := o.Clone()
	do(t, o, graph.RecomputeInherited{})
	rebuilt := []graph.RecordShare{
		granted, shared("middle", graph.UserRef("u-leaf"), wr),
		inherited("middle", "u-mid", "top", rd), inherited("low", "u-mid", "middle", rd), inherited("low", "u-leaf", "middle", wr),
		inherited("middle", "u-side", "top", graph.FullRights), // 12.2: reparent is not NoCascade, and share takes in
		inherited("low", "u-side", "middle", graph.FullRights),
	}
	requireShares(t, o, rebuilt...)
	requireNothing(t, o, graph.RecomputeInherited{})

	do(t, one, graph.RecomputeInherited{Record: account("low")})
	requireShares(t, one, granted, stale, inherited("low", "u-leaf", "middle", rd|wr))
	do(t, one, graph.RecomputeInherited{Record: account("top")}) // and all below
	requireShares(t, one, rebuilt...)
	requireRefused(t, o, graph.ErrUnknown, graph.RecomputeInherited{Record: account("nothing")})
	requireRefused(t, o, graph.ErrInvalid, graph.RecomputeInherited{Record: graph.RecordRef("account", "")})
}

// 12.6: links that neither reparent nor share takes in give nothing, and below goes by the settings alone.
func TestRecomputeSettings(t *testing.T) {
	inactive := under("middle", "u-root", "top")
	inactive.Inactive = true
	granted := shared("top", graph.UserRef("u-mid"), rd)
	kept := graph.RecordShare{Record: account("low"), Principal: graph.UserRef("u-leaf"), Inherited: []graph.InheritedShare{{Rights: rd}}}
	o := kin(t, graph.Relationship{Reparent: graph.CascadeActive}, inactive, granted, kept)
	do(t, o, graph.RecomputeInherited{Record: account("top")})
	requireShares(t, o, granted) // middle takes nothing in, and yet low is below

	o = kin(t, everywhere(graph.NoCascade), granted, kept)
	do(t, o, graph.RecomputeInherited{Record: account("top")})
	requireShares(t, o, granted, kept)
	do(t, o, graph.RecomputeInherited{})
	requireShares(t, o, granted)
}

// 12.6: settings that change later change no entry.
func TestSettingsChangeNoEntry(t *testing.T) {
	o := kin(t, everywhere(graph.CascadeAll))
	do(t, o, grant("top", "u-mid", rd))
	r := graph.Relationship{Child: "account", Lookup: "parent", Parent: "account"}
	do(t, o, put(r)...)
	requireShares(t, o, shared("top", graph.UserRef("u-mid"), rd), inherited("middle", "u-mid", "top", rd), inherited("low", "u-mid", "middle", rd))
	do(t, o, graph.RecomputeInherited{})
	requireShares(t, o, shared("top", graph.UserRef("u-mid"), rd))
}
