package index

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
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
func requireOracle(t *testing.T, o *indextest.Oracle, s *Snapshot, at string, args ...any) {
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
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects))
		requireOracle(t, o, newSnapshot(loaded(t, objects), 1, 1), "seed %d: %v %v %v", seed)
	}
}

// requireSameSets tests that a snapshot made step by step has the sets of one made at once.
func requireSameSets(t *testing.T, s *Snapshot, at ...any) {
	t.Helper()
	fresh := newSnapshot(s.state, s.revision, s.numbering)
	for n := range s.state.EntityNumbers() {
		e := s.state.EntityAt(graph.EntityNumber(n))
		if !e.Declared() {
			continue
		}
		for h := range e.Holdings() {
			a, b := s.setsOf(e).holdings.at(uint32(h)), fresh.setsOf(e).holdings.at(uint32(h))
			require.True(t, a.Equal(b), at...)
		}
		for u := range graph.UnitNumber(s.state.Tree().Numbers()) {
			require.True(t, s.unitSet(e, u).Equal(fresh.unitSet(e, u)), at...)
			require.True(t, s.subtreeSet(e, u).Equal(fresh.subtreeSet(e, u)), at...)
		}
		for p := range graph.PrincipalNumber(s.state.PrincipalNumbers()) {
			require.True(t, s.ownerSet(e, p).Equal(fresh.ownerSet(e, p)), at...)
			for _, r := range graph.EachRight {
				require.True(t, s.shareSet(e, p).any(r).Equal(fresh.shareSet(e, p).any(r)), at...)
				require.True(t, s.shareSet(e, p).explicit(r).Equal(fresh.shareSet(e, p).explicit(r)), at...)
			}
		}
		require.True(t, s.allSet(e).Equal(fresh.allSet(e)), at...)
	}
}

// 16.1, 16.13: after every step of a random history the next snapshot answers as the oracle does and
// has the sets of a snapshot made at once. Snapshots that were kept go on answering as they did.
func TestRandomHistoriesAnswerAsTheOracle(t *testing.T) {
	type kept struct {
		oracle   *indextest.Oracle
		snapshot *Snapshot
		step     int
	}
	for seed := range uint64(40) {
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects))
		s := newSnapshot(loaded(t, objects), 1, 1)
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
			state, effects, err := s.state.Apply(batch)
			require.NoError(t, err, "seed %d step %d", seed, step)
			state.Settle()
			s = s.next(state, effects, s.revision+1)
			requireSameSets(t, s, "seed %d step %d", seed, step)
			requireOracle(t, o, s, "seed %d step %d: %v %v %v", seed, step)
		}
		for _, each := range old {
			requireOracle(t, each.oracle, each.snapshot, "seed %d kept at step %d: %v %v %v", seed, each.step)
		}
	}
}
