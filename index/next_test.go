package index_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// Plans beyond the bound are dropped, and made again when asked for.
func TestPlansAreBounded(t *testing.T) {
	s := workedSnapshot(t)
	o := indextest.New()
	require.NoError(t, o.Load(indextest.Worked()))
	requireOracle(t, o, s, "%v %v %v")
	require.Positive(t, s.PlanBytes())
	s.FillPlans("ada")
	require.Zero(t, s.PlanBytes())
	requireOracle(t, o, s, "%v %v %v")
}

// Changes to records and shares and moves of units leave plans valid; those of users drop theirs and
// those of everybody above them.
func TestPlansOutliveChanges(t *testing.T) {
	s := workedSnapshot(t)
	o := indextest.New()
	require.NoError(t, o.Load(indextest.Worked()))
	requireOracle(t, o, s, "%v %v %v")
	all := []string{"ada", "ben", "cy", "dee"}
	next := applied(t, s,
		graph.DeleteObject{Object: graph.Record{Entity: "account", ID: "a1"}},
		graph.PutObject{Object: graph.BusinessUnit{ID: "oslo", Parent: "south"}},
		graph.PutObject{Object: graph.RecordShare{
			Record: graph.RecordRef("account", "a3"), Principal: graph.UserRef("ada"), Rights: graph.RightsOf(graph.Read),
		}})
	require.Equal(t, s.Kept(all...), next.Kept(all...))
	next = applied(t, s, graph.DeleteObject{Object: graph.Member{Team: "desk", User: "ben"}})
	require.Equal(t, []any{nil, nil}, next.Kept("ada", "ben"))
	require.Equal(t, s.Kept("cy", "dee"), next.Kept("cy", "dee"))
	require.NotContains(t, s.Kept(all...), nil)
	next = applied(t, s, graph.PutObject{Object: graph.Role{ID: "clerk"}})
	require.Equal(t, make([]any, 4), next.Kept(all...))
}

// A team that is deleted and put again in another unit takes its records along (4.2).
func TestTeamPutAgainElsewhere(t *testing.T) {
	s := workedSnapshot(t)
	require.Empty(t, s.WrongSets())
	next := applied(t, s,
		graph.DeleteObject{Object: graph.Team{ID: "deals"}},
		graph.PutObject{Object: graph.Team{ID: "deals", BusinessUnit: "oslo"}})
	require.Empty(t, next.WrongSets())
	d, err := next.Check("ben", graph.Read, graph.RecordRef("account", "a4"))
	require.NoError(t, err)
	require.Equal(t, index.Allow, d)
}
