package index_test

import (
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

type explanationText struct{ got, want string }

// explanationTexts are explanations of the worked example, to which shares, names, an override and
// entities of the other ownerships come.
func explanationTexts(t *testing.T) map[string]explanationText {
	s := applied(t, workedSnapshot(t),
		graph.PutObject{Object: graph.Record{Entity: "account", ID: "s1", Owner: graph.UserRef("dee")}},
		graph.PutObject{Object: graph.RecordShare{
			Record: graph.RecordRef("account", "s1"), Principal: graph.TeamRef("desk"), Rights: graph.RightsOf(graph.Read),
		}},
	)
	settings := graph.DefaultSettings()
	settings.HierarchyModel = graph.PositionHierarchy
	settings.RoleDepthOverrides = true
	objects := append(indextest.Worked()[1:], settings,
		graph.Entity{Name: "systemuser", Ownership: graph.BusinessOwned},
		graph.Entity{Name: "log", Ownership: graph.Unowned},
		graph.Record{Entity: "systemuser", ID: "eli"},
		graph.Record{Entity: "systemuser", ID: "cy"},
		graph.Record{Entity: "log", ID: "l"},
		graph.Position{ID: "chief"},
		graph.Position{ID: "hand", Parent: "chief"},
		graph.User{ID: "eli", BusinessUnit: "south", Position: "chief"},
		graph.User{ID: "fay", BusinessUnit: "south", Position: "hand"},
		graph.Role{
			ID: "r1", Name: "Reader", Privileges: map[string]graph.Depth{
				"prvReadAccount": graph.Basic, "prvReadSystemUser": graph.Basic, "prvReadLog": graph.Global,
			},
			Overrides: []graph.Override{{BusinessUnit: "south", Privilege: "prvReadAccount", Depth: graph.Local}},
		},
		graph.RoleAssignment{Role: "r1", Principal: graph.UserRef("eli")},
		graph.Record{Entity: "account", ID: "b1", Owner: graph.UserRef("fay")},
		graph.RecordShare{
			Record: graph.RecordRef("account", "a2"), Principal: graph.Organization, Rights: graph.RightsOf(graph.Read),
		},
		graph.RecordShare{
			Record: graph.RecordRef("account", "a3"), Principal: graph.UserRef("eli"),
			Inherited: []graph.InheritedShare{{Rights: graph.RightsOf(graph.Read)}},
		},
		graph.Team{ID: "crew", BusinessUnit: "root", Type: graph.AccessTeam},
		graph.Member{Team: "crew", User: "fay"},
		graph.RecordShare{
			Record: graph.RecordRef("account", "a4"), Principal: graph.TeamRef("crew"), Rights: graph.RightsOf(graph.Read),
		},
		graph.RecordShare{
			Record: graph.RecordRef("account", "a1"), Principal: graph.UserRef("fay"), Rights: graph.RightsOf(graph.Read),
		},
	)
	more := index.NewSnapshot(loaded(t, objects), 1, 1)
	text := func(s *index.Snapshot, user string, r graph.Right, record string) string {
		return explained(t, s, user, r, record).String()
	}
	return map[string]explanationText{
		"a superior": {text(s, "ben", graph.Write, "account:a1"), `
ben may Write account:a1: cy, 1 level below, owns it (8.7)

ben
└─ cy, 1 level below
   └─ account:a1, owned by cy (8.7)

the gate, prvWriteAccount, is open by
└─ role lead, Local at north
`},
		"a superior of a team's member, of a sharer, from afar": {
			text(s, "ben", graph.Read, "account:a4") + "\n" + text(s, "ada", graph.Read, "account:a6") + "\n" +
				text(s, "ada", graph.Read, "account:a1"), `
ben may Read account:a4: team deals, of which cy, 1 level below, is a member, owns it (8.7)

ben
└─ cy, 1 level below
   └─ team deals
      └─ account:a4, owned by team deals (8.7)

the gate, prvReadAccount, is open by
└─ role lead, Deep at north
ada may Read account:a6: team root, of which ada is a member, owns it, and ada has role seller, Basic at root (3.5c), and in one more way

ada
├─ role seller, Basic at root
│  └─ account:a6, owned by team root (3.5c)
└─ ben, 1 level below
   └─ team desk
      └─ account:a6, shared with team desk (8.7)

the gate, prvReadAccount, is open by
└─ role seller, Basic at root
ada may Read account:a1: cy, 2 levels below, owns it (8.7)

ada
└─ cy, 2 levels below
   └─ account:a1, owned by cy (8.7)

the gate, prvReadAccount, is open by
└─ role seller, Basic at root
`},
		"a team of a subordinate alone": {text(s, "ada", graph.Read, "account:s1"), `
ada may Read account:s1: it is shared with team desk, of which ben, 1 level below, is a member (8.7)

ada
└─ ben, 1 level below
   └─ team desk
      └─ account:s1, shared with team desk (8.7)

the gate, prvReadAccount, is open by
└─ role seller, Basic at root
`},
		"several ways": {text(s, "cy", graph.Read, "account:a4"), `
cy may Read account:a4: team deals, of which cy is a member, owns it, and cy has role scout of team deals, Local at south (3.5b), and in 2 more ways

cy
├─ team deals
│  └─ role scout, Local at south
│     ├─ account:a4, owned by team deals (3.5b)
│     └─ account:a4, in south (3.6c)
└─ role seller, Basic at oslo
   └─ account:a4, owned by team deals (3.5c)

the gate, prvReadAccount, is open by
├─ team deals
│  └─ role scout, Local at south
└─ role seller, Basic at oslo
`},
		"the first of several": {explained(t, s, "cy", graph.Read, "account:a4").First(1).String(), `
cy may Read account:a4: team deals, of which cy is a member, owns it, and cy has role scout of team deals, Local at south (3.5b), and in 2 more ways

cy
├─ team deals
│  └─ role scout, Local at south
│     └─ account:a4, owned by team deals (3.5b)
└─ and 2 more paths

the gate, prvReadAccount, is open by
├─ team deals
│  └─ role scout, Local at south
└─ role seller, Basic at oslo
`},
		"out of reach": {text(s, "cy", graph.Write, "account:a5"), `
cy may not Write account:a5: out of reach, as no role, share or subordinate brings a record of dee in unit south (3.1); smallest change: share it with cy for Write

cy
├─ team deals
│  └─ role scout, Basic at south
│     └─ account:a5 is out of reach; Local would cover it
└─ role seller, Basic at oslo
   └─ account:a5 is out of reach; Global would cover it
`},
		"the gate": {text(s, "dee", graph.Read, "account:a3"), `
dee may not Read account:a3: the gate is shut, as no role grants prvReadAccount (3.2); smallest change: a role that grants it at Basic
`},
		"no such right": {text(s, "cy", graph.Share, "product:p1"), `
cy may not Share product:p1: the gate is shut, as Share does not exist on product (4.1); no change opens it
`},
		"inactive": {text(s, "eve", graph.Read, "account:a2"), `
eve may not Read account:a2: inactive, as user eve is disabled (7.2); smallest change: enable user eve
`},
		"the whole entity": {text(s, "dee", graph.Read, "task:t1"), `
dee may Read task:t1: dee has role clerk, Global at south, which covers every task (3.6a)

dee
└─ role clerk, Global at south
   └─ task:t1, as every task (3.6a)

the gate, prvReadActivity, is open by
└─ role clerk, Global at south
`},
		"the organization's": {text(s, "cy", graph.Read, "product:p1"), `
cy may Read product:p1: cy has role seller, Global at oslo, and the record is of the organization (4.1)

cy
└─ role seller, Global at oslo
   └─ product:p1, of the organization (4.1)

the gate, prvReadProduct, is open by
└─ role seller, Global at oslo
`},
		"by position and by override": {text(more, "eli", graph.Read, "account:b1"), `
eli may Read account:b1: eli has role "Reader" (r1), Local at south by override, which covers unit south (3.6c), and in one more way

eli
├─ role "Reader" (r1), Local at south by override
│  └─ account:b1, in south (3.6c)
└─ fay, 1 level below
   └─ account:b1, owned by fay (8.8)

the gate, prvReadAccount, is open by
└─ role "Reader" (r1), Local at south by override
`},
		"shared with a subordinate": {text(more, "eli", graph.Read, "account:a1"), `
eli may Read account:a1: it is shared with fay, 1 level below (8.8)

eli
└─ fay, 1 level below
   └─ account:a1, shared with fay (8.8)

the gate, prvReadAccount, is open by
└─ role "Reader" (r1), Local at south by override
`},
		"shared with a team of a subordinate": {text(more, "eli", graph.Read, "account:a4"), `
eli may Read account:a4: eli has role "Reader" (r1), Local at south by override, which covers unit south (3.6c), and in one more way

eli
├─ role "Reader" (r1), Local at south by override
│  └─ account:a4, in south (3.6c)
└─ fay, 1 level below
   └─ team crew
      └─ account:a4, shared with team crew (8.8)

the gate, prvReadAccount, is open by
└─ role "Reader" (r1), Local at south by override
`},
		"one more path": {explained(t, more, "eli", graph.Read, "account:b1").First(1).String(), `
eli may Read account:b1: eli has role "Reader" (r1), Local at south by override, which covers unit south (3.6c), and in one more way

eli
├─ role "Reader" (r1), Local at south by override
│  └─ account:b1, in south (3.6c)
└─ and 1 more path

the gate, prvReadAccount, is open by
└─ role "Reader" (r1), Local at south by override
`},
		"shared with all": {text(more, "eli", graph.Read, "account:a2"), `
eli may Read account:a2: it is shared with the organization (3.7)

eli
└─ the organization
   └─ account:a2, shared with the organization (3.7)

the gate, prvReadAccount, is open by
└─ role "Reader" (r1), Local at south by override
`},
		"inherited": {text(more, "eli", graph.Read, "account:a3"), `
eli may Read account:a3: it is shared with eli, inherited from an unknown record (3.7)

eli
└─ account:a3, shared with eli, inherited from an unknown record (3.7)

the gate, prvReadAccount, is open by
└─ role "Reader" (r1), Local at south by override
`},
		"one's own user": {text(more, "eli", graph.Read, "systemuser:eli"), `
eli may Read systemuser:eli: eli has role "Reader" (r1), Basic at south, and the record is the user's own (4.3)

eli
└─ role "Reader" (r1), Basic at south
   └─ systemuser:eli, the user's own (4.3)

the gate, prvReadSystemuser, is open by
└─ role "Reader" (r1), Basic at south
`},
		"another user": {text(more, "eli", graph.Read, "systemuser:cy"), `
eli may not Read systemuser:cy: out of reach, as no role or share brings a record of unit oslo (3.1); smallest change: share it with eli for Read

eli
└─ role "Reader" (r1), Basic at south
   └─ systemuser:cy is out of reach; Global would cover it
`},
		"nobody's": {text(more, "eli", graph.Read, "log:l"), `
eli may Read log:l: eli has role "Reader" (r1), Global at south, and the record is of nobody (4.4)

eli
└─ role "Reader" (r1), Global at south
   └─ log:l, of nobody (4.4)

the gate, prvReadLog, is open by
└─ role "Reader" (r1), Global at south
`},
	}
}
