package graph_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// builder holds the objects, one a line, in two sections.
func builder(t *testing.T, objects []graph.Object) *graph.Builder {
	t.Helper()
	b := graph.NewBuilder()
	sections := []*graph.Section{b.Section(), b.Section()}
	for i, o := range objects {
		require.NoError(t, sections[i%2].Put(graph.Place{Source: 1, Line: uint32(i + 1)}, o))
	}
	return b
}

func facts(s *graph.State) []graph.Object {
	var all []graph.Object
	for _, kind := range graph.Kinds {
		for o := range s.Objects(kind) {
			all = append(all, o)
		}
	}
	return all
}

// sentinels are what the refused facts of a load or batch unwrap to.
func sentinels(err error) []error {
	var found []error
	for _, each := range []error{
		graph.ErrUnknown, graph.ErrInvalid, graph.ErrDuplicate, graph.ErrCycle, graph.ErrRootBusinessUnit,
		graph.ErrOwnership, graph.ErrRecordUnit, graph.ErrRoleUnit, graph.ErrStaleOrigin, graph.ErrNotShareable,
		graph.ErrAccessTeamOwns, graph.ErrAccessTeamRole, graph.ErrDepthNotAllowed, graph.ErrDefaultTeam,
		graph.ErrTeamType, graph.ErrSystemRole,
	} {
		if errors.Is(err, each) {
			found = append(found, each)
		}
	}
	return found
}

// A bulk load gives the facts that the same load gives as a batch, on an empty organisation and on one
// with records, and refuses what it refuses (15.3, 16.12).
func TestBulkLoadEqualsBatch(t *testing.T) {
	refused := 0
	for seed := uint64(1); seed <= atMost(60); seed++ {
		objects := indextest.Organisation(seed, indextest.Shape{})
		history := indextest.NewHistory(seed, objects)
		oracle := indextest.New()
		require.NoError(t, oracle.Load(objects))
		base := graph.NewState()
		for range 4 {
			bulk, bulkErr := base.LoadBulk(builder(t, objects))
			batch, batchErr := base.LoadBatch(builder(t, objects))
			require.Equal(t, sentinels(batchErr), sentinels(bulkErr), "seed %d: batch %v, bulk %v", seed, batchErr, bulkErr)
			if batchErr == nil {
				require.Equal(t, facts(batch), facts(bulk), "seed %d", seed)
				bulk.Settle()
				base = bulk
			} else {
				refused++
			}
			for range 10 {
				_ = oracle.Apply(history.Next(oracle.Objects()))
			}
			objects = oracle.Objects()
		}
	}
	require.NotZero(t, refused, "no load was refused")
}

// An object that stands twice is taken once where both say the same, and names both places where not.
func TestLoadTwice(t *testing.T) {
	objects := indextest.Worked()
	twice := append(append([]graph.Object{}, objects...), objects...)
	for name, load := range map[string]func(*graph.State, *graph.Builder) (*graph.State, error){
		"bulk": (*graph.State).LoadBulk, "batch": (*graph.State).LoadBatch,
	} {
		t.Run(name, func(t *testing.T) {
			once, err := load(graph.NewState(), builder(t, objects))
			require.NoError(t, err)
			same, err := load(graph.NewState(), builder(t, twice))
			require.NoError(t, err)
			require.Equal(t, facts(once), facts(same))

			for _, other := range []graph.Object{
				graph.Record{Entity: "Account", ID: "a1", Owner: graph.UserRef("ada")},
				graph.User{ID: "ben"},
				graph.RecordShare{Record: graph.RecordRef("account", "a3"), Principal: graph.UserRef("dee"), Rights: 3},
			} {
				_, err = load(graph.NewState(), builder(t, append(objects[:len(objects):len(objects)], other)))
				require.ErrorIs(t, err, graph.ErrDuplicate)
				var fact *graph.FactError
				require.ErrorAs(t, err, &fact)
				require.Equal(t, uint32(len(objects)+1), fact.Place.Line)
				require.NotZero(t, fact.Also.Line)
			}
		})
	}
}
