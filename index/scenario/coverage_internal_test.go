package scenario

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
)

// There is a scenario of every kind of change, of every setting of a relationship (2.10), and of every
// error that a change is refused with (15.4).
func TestScenariosOfEveryChange(t *testing.T) {
	paths, err := Paths([]string{"../../testdata/scenarios"})
	require.NoError(t, err)
	seen := map[string]bool{}
	see := func(o graph.Object) {
		if r, is := o.(graph.Relationship); is {
			for name, cascade := range map[string]graph.Cascade{
				"assign": r.Assign, "share": r.Share, "unshare": r.Unshare, "reparent": r.Reparent,
			} {
				seen[fmt.Sprint(name, " ", cascade)] = true
			}
		}
	}
	for _, path := range paths {
		s, err := Read(path)
		require.NoError(t, err)
		for _, each := range s.facts {
			see(each.object)
		}
		for _, each := range s.steps {
			switch does := each.does.(type) {
			case batch:
				for _, change := range does.changes {
					seen[fmt.Sprintf("%T", change)] = true
				}
			case refusal:
				seen[does.want.name] = true
			}
		}
	}
	for _, change := range []graph.Change{
		graph.PutObject{}, graph.DeleteObject{}, graph.MoveUnit{}, graph.EnableUnit{}, graph.DisableUnit{},
		graph.EnableUser{}, graph.DisableUser{}, graph.TransferUser{}, graph.TransferTeam{}, graph.AssignRecord{},
		graph.GrantShare{}, graph.ModifyShare{}, graph.RevokeShare{}, graph.LinkRecord{}, graph.UnlinkRecord{},
		graph.RecomputeInherited{},
	} {
		require.Contains(t, seen, fmt.Sprintf("%T", change))
	}
	for _, setting := range []string{"assign", "share", "unshare", "reparent"} {
		for _, cascade := range []graph.Cascade{graph.NoCascade, graph.CascadeAll, graph.CascadeActive, graph.CascadeUserOwned} {
			require.Contains(t, seen, fmt.Sprint(setting, " ", cascade))
		}
	}
	for _, each := range sentinels() {
		require.Contains(t, seen, each.name)
	}
}
