package store_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
	"github.com/accessindex/ambit/index/indextest"
)

// told are the facts of a State in the order of a dump, as puts.
func told(t *testing.T, s *graph.State) string {
	t.Helper()
	var changes []graph.Change
	for _, kind := range graph.Kinds {
		for object := range s.Objects(kind) {
			changes = append(changes, graph.PutObject{Object: object})
		}
	}
	text, err := graph.EncodeChanges(changes)
	require.NoError(t, err)
	return string(text)
}

func objectsOf(s *graph.State) (all []graph.Object) {
	for _, kind := range graph.Kinds {
		for object := range s.Objects(kind) {
			all = append(all, object)
		}
	}
	return all
}

// The changes that the log holds, applied by the rules, give what its effects give, at each revision, in
// whatever way entries came to disk: in the log after the root or kept before it, and before and after a
// restart.
func TestChangesOfTheLogGiveItsEffects(t *testing.T) {
	for seed := uint64(1); seed <= 6; seed++ {
		random := rand.New(rand.NewPCG(seed, 2))
		objects := indextest.Organisation(seed, indextest.Shape{})
		history := indextest.NewHistory(seed, objects)
		w := &world{t: t, dir: t.TempDir()}
		at := []string{told(t, graph.NewState())} // by revision
		open := func(o *store.Options) {
			if w.st != nil {
				require.NoError(t, w.st.Close())
			}
			var err error
			w.st, w.state, w.rev, err = store.Open(w.dir, o)
			require.NoError(t, err)
			require.EqualValues(t, len(at)-1, w.rev)
			require.Equal(t, at[w.rev], told(t, w.state), "seed %d", seed)
			w.state.Settle()
		}
		open(keeping(1 << 30))
		given := make([]graph.Change, len(objects))
		for i, object := range objects {
			given[i] = graph.PutObject{Object: object}
		}
		for step := range 30 {
			if step > 0 {
				given = history.Next(objectsOf(w.state))
			}
			next, effects, err := w.state.Apply(given)
			if err != nil {
				continue
			}
			next.Settle()
			w.state, w.rev = next, w.rev+1
			e := store.Entry{Revision: w.rev, Changes: given}
			if !effects.AsGiven {
				e.Effects = append([]graph.Change{}, effects.Changes...)
			}
			require.NoError(t, w.st.Append(context.Background(), e))
			at = append(at, told(t, w.state))
			switch random.IntN(10) {
			case 0:
				w.checkpoint()
			case 1:
				open(keeping(1 << 30))
			}
		}
		open(&store.Options{ReadOnly: true})

		applied, replayed := graph.NewState(), graph.NewState()
		for e, err := range w.st.Log(1) {
			require.NoError(t, err)
			applied, _, err = applied.Apply(e.Changes)
			require.NoError(t, err, "seed %d revision %d", seed, e.Revision)
			effects := e.Effects
			if effects == nil {
				effects = e.Changes
			}
			replayed, err = replayed.Replay(effects)
			require.NoError(t, err, "seed %d revision %d", seed, e.Revision)
			require.Equal(t, at[e.Revision], told(t, applied), "seed %d revision %d", seed, e.Revision)
			require.Equal(t, at[e.Revision], told(t, replayed), "seed %d revision %d", seed, e.Revision)
		}
		require.Equal(t, at[len(at)-1], told(t, applied), "seed %d", seed)
		require.NoError(t, w.st.Close())
	}
}

// A State that is read has no page for the lookups of a relationship that is gone. The root names the page
// until the next one, so that it must stay as long.
func TestPageOfWhatIsGoneStaysWithItsRoot(t *testing.T) {
	w := openWorld(t, t.TempDir(), nil)
	relationship := graph.Relationship{Child: "task", Lookup: "on", Parent: "account"}
	record := graph.Record{Entity: "task", ID: "t", Lookups: map[string]graph.Ref{"on": graph.RecordRef("account", "a")}}
	apply := func(changes ...graph.Change) {
		t.Helper()
		next, effects, err := w.state.Apply(changes)
		require.NoError(t, err)
		next.Settle()
		w.state, w.rev = next, w.rev+1
		require.NoError(t, w.st.Append(context.Background(), store.Entry{Revision: w.rev, Changes: effects.Changes}))
	}
	apply(
		graph.PutObject{Object: graph.Entity{Name: "account", Ownership: graph.Unowned}},
		graph.PutObject{Object: graph.Entity{Name: "task", Ownership: graph.Unowned}},
		graph.PutObject{Object: relationship},
		graph.PutObject{Object: graph.Record{Entity: "account", ID: "a"}},
		graph.PutObject{Object: record})
	record.Lookups = nil
	apply(graph.PutObject{Object: record}, graph.DeleteObject{Object: relationship})
	w.checkpoint()
	want := told(t, w.state)
	for range 2 {
		for range 3 {
			require.NoError(t, w.st.Close())
			var err error
			w.st, w.state, w.rev, err = store.Open(w.dir, nil)
			require.NoError(t, err)
			require.Equal(t, want, told(t, w.state))
			w.state.Settle()
		}
		require.Len(t, w.st.Keys(), len(w.st.PageNames())+1)
		w.checkpoint()
		require.Len(t, w.st.Keys(), len(content(w.state))+1)
	}
	require.NoError(t, w.st.Close())
}
