package index_test

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// paged is a set of records or of users.
type paged interface {
	Page(token string, limit int) (ids []string, next string, err error)
	All() iter.Seq[string]
}

// walk goes through the pages of a question while the index changes.
type walk struct {
	question func(*index.Snapshot) (paged, error)
	name     string
	token    string
	met      map[string]bool
	left     map[string]bool // met, and out of the set since
	stayed   map[string]bool // in the set at each revision since the walk began; nil before
	ended    bool
}

// recordWalk and userWalk are walks of random questions.
func recordWalk(random *rand.Rand, s *index.Snapshot) *walk {
	user, entity := pickID(random, s, graph.KindUser), pickID(random, s, graph.KindEntity)
	right := graph.EachRight[random.IntN(len(graph.EachRight))]
	if random.IntN(2) == 0 {
		right = graph.Read
	}
	return &walk{
		name:     fmt.Sprintf("records that %s may %s of %s", user, right, entity),
		question: func(s *index.Snapshot) (paged, error) { return s.Records(user, right, entity) },
		met:      map[string]bool{}, left: map[string]bool{},
	}
}

func userWalk(random *rand.Rand, s *index.Snapshot) *walk {
	var refs []graph.Ref
	for object := range s.Objects(graph.KindRecord) {
		refs = append(refs, object.(graph.Record).Ref())
	}
	if len(refs) == 0 {
		return nil
	}
	ref := refs[random.IntN(len(refs))]
	return &walk{
		name:     fmt.Sprintf("users who may read %s", ref),
		question: func(s *index.Snapshot) (paged, error) { return s.Users(graph.Read, ref) },
		met:      map[string]bool{}, left: map[string]bool{},
	}
}

func pickID(random *rand.Rand, s *index.Snapshot, kind graph.Kind) string {
	var ids []string
	for object := range s.Objects(kind) {
		switch o := object.(type) {
		case graph.User:
			ids = append(ids, o.ID)
		case graph.Entity:
			ids = append(ids, o.Name)
		}
	}
	if len(ids) == 0 {
		return "none"
	}
	return ids[random.IntN(len(ids))]
}

// observe notes what a revision has.
func (w *walk) observe(t *testing.T, s *index.Snapshot) {
	now := map[string]bool{}
	set, err := w.question(s)
	if err == nil {
		for id := range set.All() {
			now[id] = true
		}
	} else {
		require.ErrorIs(t, err, graph.ErrUnknown)
	}
	if w.stayed == nil {
		w.stayed = now
	}
	for id := range w.stayed {
		if !now[id] {
			delete(w.stayed, id)
		}
	}
	for id := range w.met {
		if !now[id] {
			w.left[id] = true
		}
	}
}

// step takes the next page, and tells what is wrong with it.
func (w *walk) step(s *index.Snapshot, limit int) string {
	set, err := w.question(s)
	if err != nil { // the user, entity or record is gone
		w.ended = true
		return ""
	}
	ids, next, err := set.Page(w.token, limit)
	if err != nil {
		return fmt.Sprintf("page: %v", err)
	}
	for _, id := range ids {
		if w.met[id] && !w.left[id] {
			return fmt.Sprintf("%s is met twice", id)
		}
		w.met[id] = true
		delete(w.left, id)
	}
	if w.token = next; next != "" {
		return ""
	}
	w.ended = true
	for id := range w.stayed {
		if !w.met[id] {
			return fmt.Sprintf("%s is skipped", id)
		}
	}
	return ""
}

// renumber is a load that counts as a large one, and changes nothing: one record many times.
func renumber(t *testing.T, ix *index.Index) bool {
	for object := range ix.Snapshot().Objects(graph.KindRecord) {
		many := make([]graph.Object, 10_000)
		for i := range many {
			many[i] = object
		}
		before := string(dumped(t, ix.Snapshot()))
		_, err := ix.Load(t.Context(), source(many))
		require.NoError(t, err)
		require.Equal(t, before, string(dumped(t, ix.Snapshot())))
		return true
	}
	return false
}

// A walk meets what stays in the set once, and nothing twice that did not leave it, whatever changes
// between its pages: batches, loads, restarts. A load that numbers the records anew ends it.
func TestWalksOfPages(t *testing.T) {
	ended, expired := 0, 0
	for seed := *firstSeed; seed < *firstSeed+uint64(*runs+1)/2; seed++ {
		random := rand.New(rand.NewPCG(seed, 6))
		dir := t.TempDir()
		ix := openedAt(t, dir, nil)
		objects := indextest.Organisation(seed, indextest.Shape{Units: 8, Users: 15, Teams: 8, Roles: 10, Records: 60, Shares: 60})
		_, err := ix.Load(t.Context(), source(objects))
		require.NoError(t, err)
		history := indextest.NewHistory(seed, objects)
		var walks []*walk
		for step := range 40 {
			s := ix.Snapshot()
			if w := userWalk(random, s); w != nil {
				walks = append(walks, w)
			}
			walks = append(walks, recordWalk(random, s), recordWalk(random, s))
			for _, w := range walks {
				w.observe(t, s)
			}
			var on []*walk
			for _, w := range walks {
				if random.IntN(3) > 0 {
					wrong := w.step(s, 1+random.IntN(6))
					require.Empty(t, wrong, "seed %d step %d: %s", seed, step, w.name)
				}
				if w.ended {
					ended++
				} else {
					on = append(on, w)
				}
			}
			walks = on
			switch random.IntN(25) {
			default:
				batch := history.Next(objectsOf(s))
				_, err := ix.Apply(t.Context(), batch...)
				var facts graph.FactErrors
				require.True(t, err == nil || errors.As(err, &facts), "%v", err)
			case 0, 1:
				require.NoError(t, ix.Close())
				ix = openedAt(t, dir, nil)
			case 2, 3:
				_, _ = ix.Load(t.Context(), source(objects[:random.IntN(len(objects))]))
			case 4:
				if !renumber(t, ix) {
					continue
				}
				for _, w := range walks {
					set, err := w.question(ix.Snapshot())
					if err != nil || w.token == "" {
						continue
					}
					_, _, err = set.Page(w.token, 5)
					require.ErrorIs(t, err, index.ErrPageExpired, "seed %d step %d: %s", seed, step, w.name)
					expired++
				}
				walks = nil
			}
		}
		require.NoError(t, ix.Close())
	}
	t.Logf("seeds from %d: %d walks ended, %d expired", *firstSeed, ended, expired)
}

// A record that is deleted and put again in one batch was there at each revision, so that a walk meets it
// once; one that comes at the same time does not take its place.
func TestRecordPutAnewStaysInItsPlace(t *testing.T) {
	ix := openedAt(t, t.TempDir(), nil)
	_, err := ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	account := func(id string) graph.Record {
		return graph.Record{Entity: "account", ID: id, Owner: graph.UserRef("ben")}
	}
	read := func() index.RecordSet {
		set, err := ix.Snapshot().Records("ben", graph.Read, "account")
		require.NoError(t, err)
		return set
	}
	met, token, err := read().Page("", 1)
	require.NoError(t, err)
	second, _, err := read().Page(token, 1)
	require.NoError(t, err)
	for i, id := range []string{met[0], second[0]} {
		_, err = ix.Apply(t.Context(),
			graph.DeleteObject{Object: account(id)},
			graph.PutObject{Object: account(fmt.Sprint("new", i))},
			graph.PutObject{Object: account(id)})
		require.NoError(t, err)
	}
	rest, _, err := read().Page(token, 100)
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"a1", "a2", "a3", "a4", "a6", "new0", "new1"}, append(met, rest...))
}
