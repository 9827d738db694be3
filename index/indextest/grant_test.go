package indextest_test

import (
	"testing"

	"github.com/accessindex/ambit/graph"
)

func grant(id, user string, rights graph.Rights) graph.Change {
	return graph.GrantShare{Record: account(id), Principal: graph.UserRef(user), Rights: rights}
}

func modify(id, user string, rights graph.Rights) graph.Change {
	return graph.ModifyShare{Record: account(id), Principal: graph.UserRef(user), Rights: rights}
}

func revoke(id, user string) graph.Change {
	return graph.RevokeShare{Record: account(id), Principal: graph.UserRef(user)}
}

// 11.4, 11.5: grant adds, modify replaces, revoke clears.
func TestShareVerbs(t *testing.T) {
	mid := graph.UserRef("u-mid")
	o := kin(t, everywhere(graph.NoCascade))
	do(t, o, grant("top", "u-mid", rd), grant("top", "u-mid", wr))
	requireShares(t, o, shared("top", mid, rd|wr))
	requireNothing(t, o, grant("top", "u-mid", rd), grant("top", "u-mid", 0), revoke("top", "u-leaf"))
	do(t, o, modify("top", "u-mid", graph.AllRights))
	requireShares(t, o, shared("top", mid, graph.AllRights))
	do(t, o, modify("top", "u-mid", 0))
	requireShares(t, o)
	do(t, o, modify("top", "u-leaf", wr)) // made if need be
	requireShares(t, o, shared("top", graph.UserRef("u-leaf"), wr))
	do(t, o, revoke("top", "u-leaf"))
	requireShares(t, o)
	requireNothing(t, o, revoke("top", "u-leaf"))
	do(t, o, graph.GrantShare{Record: ref("ACCOUNT:top"), Principal: graph.Organization, Rights: rd}) // 1.14, 3.7
	requireShares(t, o, shared("top", graph.Organization, rd))
}

// 11.8, 15.3: what they are refused for as they are applied.
func TestShareVerbsRefused(t *testing.T) {
	o := kin(t, everywhere(graph.NoCascade), graph.Entity{Name: "product", Ownership: graph.OrganizationOwned}, graph.Entity{Name: "log", Ownership: graph.Unowned},
		graph.Record{Entity: "product", ID: "p"}, graph.Record{Entity: "log", ID: "l"})
	for _, record := range []string{"product:p", "log:l"} {
		requireRefused(t, o, graph.ErrNotShareable, graph.GrantShare{Record: ref(record), Principal: graph.Organization, Rights: rd})
		requireRefused(t, o, graph.ErrNotShareable, graph.ModifyShare{Record: ref(record), Principal: graph.Organization})
		requireRefused(t, o, graph.ErrNotShareable, graph.RevokeShare{Record: ref(record), Principal: graph.Organization})
	}
	requireRefused(t, o, graph.ErrUnknown, grant("nothing", "u-mid", rd))
	requireRefused(t, o, graph.ErrUnknown, modify("top", "nobody", rd))
	requireRefused(t, o, graph.ErrUnknown, graph.RevokeShare{Record: account("top"), Principal: graph.TeamRef("u-mid")})
	requireRefused(t, o, graph.ErrInvalid, grant("top", "u-mid", 8))
	requireRefused(t, o, graph.ErrInvalid, graph.RevokeShare{Record: account("top")})
	r := graph.Relationship{Child: "account", Lookup: "parent", Parent: "account"}
	requireRefused(t, o, graph.ErrNotEmpty, then(remove(r), []graph.Change{grant("top", "u-mid", rd)}, put(r))...) // 15.3: not whole
	do(t, o, then(remove(r), []graph.Change{grant("low", "u-mid", rd)}, put(r))...)                                // nothing below it is walked
}

// 11.6: what is new flows by share; what was taken is cut by unshare.
func TestShareCascade(t *testing.T) {
	inactive := under("middle", "u-root", "top")
	inactive.Inactive = true
	other := under("middle", "u-side", "top")
	for name, row := range map[string]struct {
		share, unshare graph.Cascade
		middle         graph.Record
		flows, cuts    bool
	}{
		"none":                         {graph.NoCascade, graph.CascadeAll, under("middle", "u-root", "top"), false, false},
		"cascade":                      {graph.CascadeAll, graph.CascadeAll, other, true, true},
		"cascade, never cut":           {graph.CascadeAll, graph.NoCascade, other, true, false},
		"active":                       {graph.CascadeActive, graph.CascadeActive, other, true, true},
		"active, inactive child":       {graph.CascadeActive, graph.CascadeAll, inactive, false, false},
		"active, cut of an inactive":   {graph.CascadeAll, graph.CascadeActive, inactive, true, false},
		"user owned":                   {graph.CascadeUserOwned, graph.CascadeUserOwned, under("middle", "u-root", "top"), true, true},
		"user owned by another":        {graph.CascadeUserOwned, graph.CascadeAll, other, false, false},
		"user owned, cut by another's": {graph.CascadeAll, graph.CascadeUserOwned, other, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			low := under("low", row.middle.Owner.ID, "middle")
			o := kin(t, graph.Relationship{Share: row.share, Unshare: row.unshare}, row.middle, low)
			want := []graph.RecordShare{shared("top", graph.UserRef("u-mid"), rd|wr)}
			if row.flows {
				want = append(want, inherited("middle", "u-mid", "top", rd|wr), inherited("low", "u-mid", "middle", rd|wr))
			}
			do(t, o, grant("top", "u-mid", rd|wr))
			requireShares(t, o, want...)
			do(t, o, revoke("top", "u-mid"))
			if row.cuts {
				want = want[:1]
			}
			requireShares(t, o, want[1:]...)
		})
	}
}

// 11.6: a modify cuts what it took, then gives what it added; other principals and origins are untouched.
func TestModifyCascade(t *testing.T) {
	o := kin(t, everywhere(graph.CascadeAll))
	do(t, o, grant("top", "u-mid", rd), grant("top", "u-side", rd), grant("middle", "u-mid", rd))
	do(t, o, modify("top", "u-mid", wr))
	lowMid := inherited("low", "u-mid", "middle", rd|wr)
	middle := shared("middle", graph.UserRef("u-mid"), rd)
	middle.Inherited = []graph.InheritedShare{{Origin: account("top"), Rights: wr}}
	requireShares(t, o, shared("top", graph.UserRef("u-mid"), wr), shared("top", graph.UserRef("u-side"), rd), middle, lowMid,
		inherited("middle", "u-side", "top", rd), inherited("low", "u-side", "middle", rd))
	do(t, o, revoke("middle", "u-mid"), revoke("top", "u-side"))
	requireShares(t, o, shared("top", graph.UserRef("u-mid"), wr), inherited("middle", "u-mid", "top", wr), inherited("low", "u-mid", "middle", wr))
}

// 12.3: a cut goes on only where the total shrinks.
func TestCutStops(t *testing.T) {
	o := kin(t, everywhere(graph.CascadeAll))
	do(t, o, grant("top", "u-mid", rd), grant("middle", "u-mid", rd), revoke("top", "u-mid"))
	requireShares(t, o, shared("middle", graph.UserRef("u-mid"), rd), inherited("low", "u-mid", "middle", rd))
}

// 12: records that cannot be shared inherit nothing, and nothing flows through them.
func TestNothingFlowsThrough(t *testing.T) {
	cascade := func(child, parent string) graph.Relationship {
		r := everywhere(graph.CascadeAll)
		r.Child, r.Lookup, r.Parent = child, "regarding", parent
		return r
	}
	o := kin(t, everywhere(graph.CascadeAll), graph.Entity{Name: "product", Ownership: graph.OrganizationOwned},
		cascade("product", "account"), cascade("account", "product"),
		graph.Record{Entity: "product", ID: "p", Lookups: map[string]graph.Ref{"regarding": account("low")}},
		graph.Record{Entity: "account", ID: "beyond", Owner: graph.UserRef("u-root"), Lookups: map[string]graph.Ref{"regarding": ref("product:p")}})
	do(t, o, grant("low", "u-mid", rd))
	requireShares(t, o, shared("low", graph.UserRef("u-mid"), rd))
}
