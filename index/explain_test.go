package index_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

func explained(t testing.TB, s *index.Snapshot, user string, r graph.Right, record string) index.Explanation {
	t.Helper()
	ref, err := graph.ParseRef(record)
	require.NoError(t, err)
	x, err := s.Explain(user, r, ref)
	require.NoError(t, err)
	return x
}

// 17: what each row says grants or fails.
func TestExplainWorkedExample(t *testing.T) {
	s := workedSnapshot(t)
	for _, q := range []struct {
		user   string
		right  graph.Right
		record string
		want   string // the rules of the paths, or the stage
	}{
		{"ben", graph.Read, "account:a1", "3.6b 8.7"},
		{"ben", graph.Read, "account:a2", "3.6b"},
		{"ben", graph.Read, "account:a3", "3.5a 3.6b"},
		{"ben", graph.Read, "account:a4", "8.7"},
		{"ben", graph.Read, "account:a5", "reach"},
		{"ben", graph.Read, "account:a6", "3.7"},
		{"ben", graph.Write, "account:a2", "reach"},
		{"ben", graph.Write, "account:a1", "8.7"},
		{"ada", graph.Write, "account:a1", "reach"},
		{"ada", graph.Read, "account:a1", "8.7"},
		{"cy", graph.Read, "account:a1", "3.5a"},
		{"cy", graph.Read, "account:a4", "3.5b 3.5c 3.6c"},
		{"cy", graph.Read, "account:a5", "3.6c"},
		{"cy", graph.Write, "account:a4", "3.5b 3.5c"},
		{"cy", graph.Write, "account:a5", "reach"},
		{"dee", graph.Read, "account:a3", "gate"},
		{"dee", graph.Read, "account:a5", "gate"},
		{"dee", graph.Read, "task:t1", "3.6a"},
		{"cy", graph.Read, "product:p1", "4.1"},
		{"cy", graph.Share, "product:p1", "gate"},
		{"eve", graph.Read, "account:a2", "inactive"},
		{"ada", graph.Read, "account:a6", "3.5c 8.7"},
	} {
		x := explained(t, s, q.user, q.right, q.record)
		words := []string{string(x.Stage)}
		if x.Decision == index.Allow {
			words = nil
			for _, p := range x.Paths {
				words = append(words, p.Rule)
			}
		}
		require.Equal(t, q.want, strings.Join(words, " "), "%s %v %s", q.user, q.right, q.record)
		require.EqualValues(t, 1, x.Revision)
	}
}

// 3.17: the witnesses.
func TestExplainWitnesses(t *testing.T) {
	s := workedSnapshot(t)
	scout := index.PathRole{ID: "scout", Holder: graph.TeamRef("deals"), BusinessUnit: "south", Depth: graph.Basic}
	seller := index.PathRole{ID: "seller", Holder: graph.UserRef("cy"), BusinessUnit: "oslo", Depth: graph.Basic}
	x := explained(t, s, "cy", graph.Write, "ACCOUNT:a4")
	require.Equal(t, index.Explanation{
		User: "cy", Right: graph.Write, Record: graph.RecordRef("account", "a4"), Decision: index.Allow, Revision: 1,
		Privilege: "prvWriteAccount", Owner: graph.TeamRef("deals"), BusinessUnit: "south",
		Gate: []index.PathRole{scout, seller},
		Paths: []index.Path{
			{Rule: "3.5b", Role: scout, Owner: graph.TeamRef("deals")},
			{Rule: "3.5c", Role: seller, Owner: graph.TeamRef("deals")},
		},
	}, x)
	x = explained(t, s, "ada", graph.Read, "account:a6")
	require.Equal(t, index.Path{
		Rule: "8.7", Subordinate: "ben", Distance: 1, Share: index.PathShare{Principal: graph.TeamRef("desk")},
	}, x.Paths[1])
}

// 3.18: the smallest changes.
func TestExplainRemedies(t *testing.T) {
	s := workedSnapshot(t)
	eve := graph.User{ID: "eve", BusinessUnit: "oslo"}
	x := explained(t, s, "eve", graph.Read, "account:a2")
	require.Equal(t, []index.Remedy{{
		Kind: index.RemedyEnable, Changes: []graph.Change{graph.PutObject{Object: eve}},
	}}, x.Remedies)

	x = explained(t, s, "dee", graph.Read, "account:a3")
	require.Equal(t, []index.Remedy{{Kind: index.RemedyGrant, Privilege: "prvReadAccount", Depth: graph.Basic}}, x.Remedies)
	require.Empty(t, x.Gate)

	x = explained(t, s, "cy", graph.Share, "product:p1") // 4.1
	require.Empty(t, x.Remedies)
	require.Empty(t, x.Privilege)

	x = explained(t, s, "cy", graph.Write, "account:a5")
	require.Len(t, x.Remedies, 3)
	require.Equal(t, []graph.Change{graph.PutObject{Object: graph.RecordShare{
		Record: graph.RecordRef("account", "a5"), Principal: graph.UserRef("cy"), Rights: graph.RightsOf(graph.Write),
	}}}, x.Remedies[0].Changes)
	for i, want := range []struct {
		role  string
		depth graph.Depth
	}{{"scout", graph.Local}, {"seller", graph.Global}} {
		remedy := x.Remedies[i+1]
		require.Equal(t, index.RemedyRaise, remedy.Kind)
		require.Equal(t, want.role, remedy.Role.ID)
		require.Equal(t, graph.Basic, remedy.Role.Depth)
		require.Equal(t, want.depth, remedy.Depth)
		require.Equal(t, index.Allow, explained(t, applied(t, s, remedy.Changes...), "cy", graph.Write, "account:a5").Decision)
	}
}

// 3.18: a share keeps what it gives already; each disabled unit is enabled, and no other.
func TestExplainRemediesKeepFacts(t *testing.T) {
	s := index.NewSnapshot(loaded(t, append(indextest.Worked(),
		graph.Relationship{Child: "account", Lookup: "parent", Parent: "account", Share: graph.CascadeAll},
		graph.Record{
			Entity: "account", ID: "a7", Owner: graph.UserRef("dee"),
			Lookups: map[string]graph.Ref{"parent": graph.RecordRef("account", "a5")},
		},
		graph.RecordShare{
			Record: graph.RecordRef("account", "a7"), Principal: graph.UserRef("cy"), Rights: graph.RightsOf(graph.Delete),
			Inherited: []graph.InheritedShare{
				{Origin: graph.RecordRef("account", "a5"), Rights: graph.RightsOf(graph.Append)},
				{Rights: graph.RightsOf(graph.Assign)},
			},
		},
	)), 1, 1)
	x := explained(t, s, "cy", graph.Write, "account:a7")
	share := x.Remedies[0].Changes[0].Subject().(graph.RecordShare)
	require.Equal(t, graph.RightsOf(graph.Delete, graph.Write), share.Rights)
	require.ElementsMatch(t, []graph.InheritedShare{
		{Origin: graph.RecordRef("account", "a5"), Rights: graph.RightsOf(graph.Append)},
		{Rights: graph.RightsOf(graph.Assign)},
	}, share.Inherited)

	s = applied(t, s, graph.PutObject{Object: graph.BusinessUnit{ID: "north", Parent: "root", Disabled: true}})
	x = explained(t, s, "eve", graph.Read, "account:a2")
	require.Equal(t, []graph.Change{
		graph.PutObject{Object: graph.User{ID: "eve", BusinessUnit: "oslo"}},
		graph.PutObject{Object: graph.BusinessUnit{ID: "north", Parent: "root"}},
	}, x.Remedies[0].Changes)
	require.Equal(t, "eve may not Read account:a2: inactive, as user eve and unit north are disabled (7.2); "+
		"smallest change: enable user eve and unit north", x.String())
	require.Equal(t, "cy may not Read account:a1: inactive, as unit north is disabled (7.2); smallest change: enable unit north",
		explained(t, s, "cy", graph.Read, "account:a1").String())
}

// 6.7: the System Administrator role is never put anew.
func TestExplainLeavesSystemAdministrator(t *testing.T) {
	s := index.NewSnapshot(loaded(t, append(indextest.Worked(),
		graph.Role{
			ID: "admin", Template: graph.SystemAdministrator,
			Privileges: map[string]graph.Depth{"prvReadAccount": graph.Basic},
		},
		graph.RoleAssignment{Role: "admin", Principal: graph.UserRef("dee")},
	)), 1, 1)
	x := explained(t, s, "dee", graph.Read, "account:a4")
	require.Equal(t, index.RemedyRaise, x.Remedies[1].Kind)
	require.Equal(t, graph.Local, x.Remedies[1].Depth)
	require.Empty(t, x.Remedies[1].Changes)
}

// 6.6: a role that opens the gate by an override alone may reach from another of its base units.
func TestExplainRaisesAtAnotherBase(t *testing.T) {
	settings := graph.DefaultSettings()
	settings.OwnershipAcrossBusinessUnits, settings.RoleDepthOverrides = true, true
	s := index.NewSnapshot(loaded(t, append(indextest.Worked()[1:], settings,
		graph.Role{
			ID: "r", MemberInheritance: graph.InheritTeam,
			Overrides: []graph.Override{{BusinessUnit: "oslo", Privilege: "prvReadAccount", Depth: graph.Local}},
		},
		graph.RoleAssignment{Role: "r", Principal: graph.TeamRef("south"), BusinessUnit: "oslo"},
		graph.RoleAssignment{Role: "r", Principal: graph.UserRef("dee")},
	)), 1, 1)
	x := explained(t, s, "dee", graph.Read, "account:a5") // 3.5d, and 3.5a once raised
	require.Equal(t, graph.Basic, x.Remedies[1].Depth)
	require.Equal(t, index.PathRole{ID: "r", Holder: graph.UserRef("dee"), BusinessUnit: "south"}, x.Remedies[1].Role)
	x = explained(t, applied(t, s, x.Remedies[1].Changes...), "dee", graph.Read, "account:a5")
	require.Len(t, x.Paths, 1)
	require.Equal(t, "3.5a", x.Paths[0].Rule)
	x = explained(t, s, "dee", graph.Read, "account:a4")
	require.Equal(t, `dee may not Read account:a4: out of reach, as no role, share or subordinate brings a record of team deals `+
		`in unit south (3.1); smallest change: share it with dee for Read

dee
└─ team south
   └─ role r, Local at oslo by override
      └─ account:a4 is out of reach; Local at south would cover it`, x.String())
}

// 2.6, 4.1, 4.7: the lowest depth that a privilege may have.
func TestExplainLowestDepth(t *testing.T) {
	s := index.NewSnapshot(loaded(t, append(indextest.Worked(),
		graph.Entity{Name: "site", Ownership: graph.BusinessOwned},
		graph.Entity{Name: "systemuser", Ownership: graph.BusinessOwned},
		graph.Entity{Name: "log", Ownership: graph.Unowned},
		graph.Entity{Name: "call", Privilege: "Activity", Ownership: graph.OrganizationOwned},
		graph.Privilege{Name: "prvWriteSite", Depths: []graph.Depth{graph.Global, graph.Deep}},
		graph.Privilege{Name: "prvAssignSite", Depths: []graph.Depth{graph.Basic, graph.Deep}},
		graph.Privilege{Name: "prvDeleteProduct", Depths: []graph.Depth{graph.Basic}},
		graph.Record{Entity: "site", ID: "s", BusinessUnit: "oslo"},
		graph.Record{Entity: "systemuser", ID: "dee"},
		graph.Record{Entity: "log", ID: "l"},
		graph.Record{Entity: "call", ID: "c"},
	)), 1, 1)
	for _, q := range []struct {
		right  graph.Right
		record string
		want   graph.Depth
	}{
		{graph.Read, "account:a1", graph.Basic},
		{graph.Read, "site:s", graph.Local},
		{graph.Write, "site:s", graph.Deep},
		{graph.Assign, "site:s", graph.Basic},
		{graph.Read, "systemuser:dee", graph.Basic},
		{graph.Read, "product:p1", graph.Global},
		{graph.Delete, "product:p1", graph.None},
		{graph.Read, "log:l", graph.Global},
		{graph.Share, "log:l", graph.Global},
		{graph.Write, "call:c", graph.Basic}, // task is user-owned, and shares the privilege
	} {
		x := explained(t, s, "dee", q.right, q.record)
		require.Equal(t, index.StageGate, x.Stage)
		if q.want == graph.None {
			require.Empty(t, x.Remedies)
			require.NotEmpty(t, x.Privilege)
			continue
		}
		require.Len(t, x.Remedies, 1, q.record)
		require.Equal(t, q.want, x.Remedies[0].Depth, "%v %s", q.right, q.record)
	}
	require.Equal(t, "dee may not Delete product:p1: the gate is shut, as no role grants prvDeleteProduct (3.2); "+
		"no change opens it", explained(t, s, "dee", graph.Delete, "product:p1").String())
}

// 3.15.
func TestExplainUnknown(t *testing.T) {
	s := workedSnapshot(t)
	for _, q := range []struct {
		user string
		r    graph.Right
		ref  graph.Ref
		err  error
	}{
		{"nobody", graph.Read, graph.RecordRef("account", "a1"), graph.ErrUnknown},
		{"", graph.Read, graph.RecordRef("account", "a1"), graph.ErrInvalid},
		{"ben", 8, graph.RecordRef("account", "a1"), graph.ErrUnknown},
		{"ben", graph.Read, graph.RecordRef("acount", "a1"), graph.ErrUnknown},
		{"ben", graph.Read, graph.RecordRef("account", "a9"), graph.ErrUnknown},
		{"ben", graph.Read, graph.RecordRef("account", ""), graph.ErrInvalid},
	} {
		x, err := s.Explain(q.user, q.r, q.ref)
		require.ErrorIs(t, err, q.err, "%v", q)
		require.Zero(t, x)
		require.Equal(t, index.Deny, x.Decision)
		require.Equal(t, "deny", x.String())
	}
}

func TestExplanationFirst(t *testing.T) {
	x := explained(t, workedSnapshot(t), "cy", graph.Read, "account:a4")
	require.Len(t, x.Paths, 3)
	require.Equal(t, x, x.First(3))
	for n, more := range []int{3, 2, 1} {
		first := x.First(n)
		require.Len(t, first.Paths, n)
		require.Equal(t, more, first.MorePaths)
	}
	require.Equal(t, 3, x.First(2).First(-1).MorePaths)
	require.Len(t, x.Paths, 3)
}

// The JSON form goes through Go's reader, and its changes are lines of an org stream.
func TestExplanationJSON(t *testing.T) {
	s := workedSnapshot(t)
	text, err := json.Marshal(explained(t, s, "cy", graph.Write, "account:a4").First(1))
	require.NoError(t, err)
	require.Equal(t, `{"user":"cy","right":"Write","record":"account:a4","decision":"allow","revision":1,`+
		`"privilege":"prvWriteAccount","owner":"team:deals","business_unit":"south","gate":[`+
		`{"id":"scout","holder":"team:deals","business_unit":"south","depth":"Basic"},`+
		`{"id":"seller","holder":"user:cy","business_unit":"oslo","depth":"Basic"}],"paths":[`+
		`{"rule":"3.5b","role":{"id":"scout","holder":"team:deals","business_unit":"south","depth":"Basic"},"owner":"team:deals"}],`+
		`"more_paths":1}`, string(text))
	text, err = json.Marshal(explained(t, s, "eve", graph.Read, "account:a2"))
	require.NoError(t, err)
	require.Equal(t, `{"user":"eve","right":"Read","record":"account:a2","decision":"deny","revision":1,`+
		`"privilege":"prvReadAccount","owner":"user:eve","business_unit":"oslo","gate":[],"paths":[],"stage":"inactive",`+
		`"remedies":[{"kind":"enable","changes":[{"kind":"user","id":"eve","business_unit":"oslo"}]}]}`, string(text))
	text, err = json.Marshal(explained(t, s, "dee", graph.Read, "account:a3"))
	require.NoError(t, err)
	require.Contains(t, string(text), `"stage":"gate","remedies":[{"kind":"grant","privilege":"prvReadAccount","depth":"Basic","changes":[]}]`)
	text, err = json.Marshal(explained(t, s, "ada", graph.Read, "account:a6").Paths[1])
	require.NoError(t, err)
	require.Equal(t, `{"rule":"8.7","share":{"principal":"team:desk","inherited":false},"subordinate":"ben","distance":1}`, string(text))
}

// Graphviz reads any text in quotes.
func TestExplanationDot(t *testing.T) {
	user := `quo"te\`
	s := applied(t, workedSnapshot(t), graph.PutObject{Object: graph.User{ID: user}})
	require.Equal(t, `digraph explain {
  rankdir=LR;
  label="quo\"te\\ may not Read account:a1: the gate is shut, as no role grants prvReadAccount (3.2); smallest change: a role that grants it at Basic";
  node [shape=box];
  record [label="account:a1", shape=folder];
  n0 [label="quo\"te\\"];
  n0 -> record [label="the gate is shut, as no role grants prvReadAccount (3.2)", style=dashed, color=red];
}
`, explained(t, s, user, graph.Read, "account:a1").Dot())
	dot := explained(t, s, "cy", graph.Read, "account:a4").First(1).Dot()
	require.Equal(t, 1, strings.Count(dot, "-> record"))
	require.Contains(t, dot, `"and 2 more paths"`)
}

// Every way into the words of a path, in sentence and tree.
func TestExplanationText(t *testing.T) {
	for name, each := range explanationTexts(t) {
		require.Equal(t, strings.TrimPrefix(each.want, "\n"), each.got+"\n", name)
	}
}

// 3.17: one path does not come twice, although three assignments say the same (6.3).
func TestExplainEqualPathsOnce(t *testing.T) {
	settings := graph.DefaultSettings()
	settings.OwnershipAcrossBusinessUnits = true
	objects := slices.DeleteFunc(indextest.Worked(), func(o graph.Object) bool { return o.Kind() == graph.KindSettings })
	s := index.NewSnapshot(loaded(t, append(objects, settings,
		graph.RoleAssignment{Role: "seller", Principal: graph.UserRef("cy"), BusinessUnit: "oslo"},
		graph.RoleAssignment{Role: "seller", Principal: graph.UserRef("cy"), BusinessUnit: "south"},
	)), 1, 1)
	x := explained(t, s, "cy", graph.Write, "account:a1")
	require.Len(t, x.Paths, 2)
	require.Equal(t, "oslo", x.Paths[0].Role.BusinessUnit)
	require.Equal(t, "south", x.Paths[1].Role.BusinessUnit)
}
