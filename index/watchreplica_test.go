package index_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// replica follows an index by its events alone, and by whole snapshots where it must.
type replica struct {
	state    *graph.State
	revision index.Revision
	resets   int
}

// follow applies the events up to the present revision, or some of them.
func (r *replica) follow(t *testing.T, ix *index.Index, some int) {
	t.Helper()
	for _, e := range events(t, ix, r.revision) {
		if e.Revision <= r.revision { // in the snapshot that was taken over
			continue
		}
		if e.Reset {
			r.resets++
			s := ix.Snapshot()
			r.state, r.revision = s.State(), s.Revision()
			continue
		}
		next, _, err := r.state.Apply(e.Changes)
		require.NoError(t, err, "revision %d", e.Revision)
		r.state, r.revision = next, e.Revision
		if some--; some == 0 {
			return
		}
	}
}

// objectsOf are all that a snapshot holds, as a dump has them.
func objectsOf(s *index.Snapshot) (all []graph.Object) {
	for _, kind := range graph.Kinds {
		all = slices.AppendSeq(all, s.Objects(kind))
	}
	return all
}

// Who applies the events has the state of the index at each revision, across loads, checkpoints and
// reopening (16.13: what is refused is no event).
func TestReplicaByEvents(t *testing.T) {
	for seed := uint64(1); seed <= 6; seed++ {
		random := rand.New(rand.NewPCG(seed, 4))
		dir := t.TempDir()
		ix := openedAt(t, dir, nil)
		objects := indextest.Organisation(seed, indextest.Shape{})
		_, err := ix.Load(t.Context(), source(objects))
		require.NoError(t, err)
		dumps := map[index.Revision]string{}
		note := func() { dumps[ix.Revision()] = string(dumped(t, ix.Snapshot())) }
		note()
		history := indextest.NewHistory(seed, objects)
		r := &replica{state: graph.NewState()}
		loads := 0
		requireFollowed := func(some int) {
			r.follow(t, ix, some)
			require.Equal(t, dumps[r.revision], string(dumped(t, index.NewSnapshot(r.state, r.revision, 0))), "seed %d revision %d", seed, r.revision)
		}
		for step := range 30 {
			if _, err := ix.Apply(t.Context(), history.Next(objectsOf(ix.Snapshot()))...); err != nil {
				continue
			}
			note()
			switch random.IntN(12) {
			case 0, 1, 2:
				requireFollowed(random.IntN(4))
			case 3:
				require.NoError(t, ix.Close())
				ix = openedAt(t, dir, nil)
			case 4:
				if loads < 2 {
					loads++
					_, err := ix.Load(t.Context(), source(objectsOf(ix.Snapshot())))
					require.NoError(t, err, "seed %d step %d", seed, step)
					note()
				}
			}
		}
		requireFollowed(0)
		require.Equal(t, ix.Revision(), r.revision, "seed %d", seed)
	}
}

// A replica takes over a snapshot at a reset, and goes on from it.
func TestReplicaAcrossAReset(t *testing.T) {
	ix := openedAt(t, t.TempDir(), nil)
	r := &replica{state: graph.NewState()}
	_, err := ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	r.follow(t, ix, 0)
	require.Zero(t, r.resets)
	_, err = ix.Load(t.Context(), source(many()))
	require.NoError(t, err)
	for i := range 3 {
		for _, user := range []string{"ada", "ben"} {
			_, err = ix.Apply(t.Context(), index.DisableUser{User: user})
			require.NoError(t, err)
		}
		r.follow(t, ix, i+1)
	}
	require.Equal(t, 1, r.resets)
	r.follow(t, ix, 0)
	require.Equal(t, ix.Revision(), r.revision)
	require.Equal(t, string(dumped(t, ix.Snapshot())), string(dumped(t, index.NewSnapshot(r.state, r.revision, 0))))
}
