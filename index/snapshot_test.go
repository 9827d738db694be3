package index_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// loaded is the state of an organisation that is one load: settings first (15.3).
func loaded(t testing.TB, objects []graph.Object) *graph.State {
	t.Helper()
	var settings, others []graph.Change
	for _, each := range objects {
		if each.Kind() == graph.KindSettings {
			settings = append(settings, graph.PutObject{Object: each})
		} else {
			others = append(others, graph.PutObject{Object: each})
		}
	}
	state, _, err := graph.NewState().Apply(append(settings, others...))
	require.NoError(t, err)
	state.Settle()
	return state
}

// requireOracle asks the snapshot every check, list and rights and compares with the oracle (16.1).
func requireOracle(t *testing.T, o *indextest.Oracle, s *index.Snapshot, at string, args ...any) {
	t.Helper()
	say := func(more ...any) []any { return append(append([]any{at}, args...), more...) }
	for _, user := range o.UserIDs() {
		for _, entity := range o.EntityNames() {
			for _, r := range graph.EachRight {
				want, err := o.List(user, r, entity)
				require.NoError(t, err)
				got, err := s.Records(user, r, entity)
				require.NoError(t, err)
				ids := slices.Sorted(got.All())
				if !slices.Equal(want, ids) {
					require.Equal(t, want, ids, say(user, r, entity)...)
				}
				require.Equal(t, len(want), got.Len())
			}
			for _, ref := range o.RecordRefs(entity) {
				want, err := o.Rights(user, ref)
				require.NoError(t, err)
				got, err := s.Rights(user, ref)
				require.NoError(t, err)
				if want != got {
					require.Equal(t, want.String(), got.String(), say(user, ref)...)
				}
				for _, r := range graph.EachRight {
					may, err := s.Check(user, r, ref)
					require.NoError(t, err)
					if bool(may) != want.Has(r) {
						require.Equal(t, want.Has(r), may, say(user, r, ref)...)
					}
				}
			}
		}
	}
}

// 16.1: random organisations answer as the oracle does.
func TestRandomOrganisationsAnswerAsTheOracle(t *testing.T) {
	for seed := range uint64(120) {
		shape := indextest.Shape{}
		if seed%20 == 0 {
			shape = indextest.Shape{Units: 30, Users: 20, Teams: 25, Roles: 12, Records: 120, Shares: 150}
		}
		objects := indextest.Organisation(seed, shape)
		o := indextest.New()
		require.NoError(t, o.Load(objects))
		requireOracle(t, o, index.NewSnapshot(loaded(t, objects), 1, 1), "seed %d: %v %v %v", seed)
	}
}

// 16.1, 16.13: after every step of a random history the next snapshot answers as the oracle does and
// has the sets of a snapshot made at once. Snapshots that were kept go on answering as they did.
func TestRandomHistoriesAnswerAsTheOracle(t *testing.T) {
	type kept struct {
		oracle   *indextest.Oracle
		snapshot *index.Snapshot
		step     int
	}
	for seed := range uint64(40) {
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects))
		s := index.NewSnapshot(loaded(t, objects), 1, 1)
		var old []kept
		history := indextest.NewHistory(seed, objects)
		for step := range 25 {
			if step%6 == 0 {
				old = append(old, kept{o.Clone(), s, step})
			}
			batch := history.Next(o.Objects())
			if o.Apply(batch) != nil {
				continue
			}
			state, effects, err := s.State().Apply(batch)
			require.NoError(t, err, "seed %d step %d", seed, step)
			state.Settle()
			s = s.Next(state, effects)
			require.Empty(t, s.WrongSets(), "seed %d step %d", seed, step)
			requireOracle(t, o, s, "seed %d step %d: %v %v %v", seed, step)
		}
		for _, each := range old {
			requireOracle(t, each.oracle, each.snapshot, "seed %d kept at step %d: %v %v %v", seed, each.step)
		}
	}
}
