package index_test

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// Readers ask the newest and older snapshots while a writer makes the next ones; each answer is that
// of its revision. Run it with -race.
func TestReadersBesideAWriter(t *testing.T) {
	const seed, steps, readers = 5, 150, 4
	type revision struct {
		snapshot *index.Snapshot
		want     map[index.Question]graph.Rights
		lists    map[index.Question][]string
	}
	objects := indextest.Organisation(seed, indextest.Shape{})
	o := indextest.New()
	require.NoError(t, o.Load(objects))
	expect := func(s *index.Snapshot) *revision {
		r := &revision{s, map[index.Question]graph.Rights{}, map[index.Question][]string{}}
		for i, user := range o.UserIDs() {
			for _, entity := range o.EntityNames() {
				for _, ref := range o.RecordRefs(entity) {
					mask, err := o.Rights(user, ref)
					require.NoError(t, err)
					r.want[index.Question{User: user, Record: ref}] = mask
				}
				right := graph.EachRight[i%8]
				ids, err := o.List(user, right, entity)
				require.NoError(t, err)
				r.lists[index.Question{User: user, Right: right, Record: graph.RecordRef(entity, "")}] = ids
			}
		}
		return r
	}
	var recent [3]atomic.Pointer[revision]
	first := expect(index.NewSnapshot(loaded(t, objects), 1, 1))
	for i := range recent {
		recent[i].Store(first)
	}
	var done atomic.Bool
	var wait sync.WaitGroup
	for reader := range readers {
		wait.Go(func() {
			for i := reader; !done.Load(); i++ {
				r := recent[i%len(recent)].Load()
				for q, want := range r.want {
					if got, err := r.snapshot.Rights(q.User, q.Record); err != nil || got != want {
						t.Errorf("seed %d revision %d: rights of %v: %v %v, not %v", seed, r.snapshot.Revision(), q, got, err, want)
						return
					}
				}
				for q, want := range r.lists {
					records, err := r.snapshot.Records(q.User, q.Right, q.Record.Entity)
					if err != nil || !slices.Equal(slices.Sorted(records.All()), want) {
						t.Errorf("seed %d revision %d: list of %v: %v, not %v", seed, r.snapshot.Revision(), q, err, want)
						return
					}
				}
			}
		})
	}
	history := indextest.NewHistory(seed, objects)
	s := first.snapshot
	for step := range steps {
		batch := history.Next(o.Objects())
		if o.Apply(batch) != nil {
			continue
		}
		state, effects, err := s.State().Apply(batch)
		if err != nil {
			t.Errorf("seed %d step %d: %v", seed, step, err)
			break
		}
		state.Settle()
		s = s.Next(state, effects)
		recent[step%len(recent)].Store(expect(s))
	}
	done.Store(true)
	wait.Wait()
}
