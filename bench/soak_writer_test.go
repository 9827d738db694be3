package bench_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// write changes divisions so many times a second, one division at a time, until the run ends.
func (s *soak) write(number uint64, rate int) {
	dice := rand.New(rand.NewPCG(seed, 200+number))
	s.every(time.Second/time.Duration(rate), func() error {
		d := pickOf(dice, s.divisions)
		d.Lock()
		defer d.Unlock()
		switch draw := dice.IntN(1000); {
		case draw == 0:
			return s.loads(d, dice, 100+dice.IntN(400))
		case draw <= 200:
			var changes []index.Change
			for range 2 + dice.IntN(50) {
				changes = append(changes, pickOf(dice, divisionVerbs).draw(d, dice)...)
			}
			return s.commit("batch", changes)
		}
		verb := pickOf(dice, divisionVerbs)
		return s.commit(verb.name, verb.draw(d, dice))
	})
}

// commit applies a batch that nothing refuses.
func (s *soak) commit(name string, changes []index.Change) error {
	start := time.Now()
	revision, err := s.ix.Apply(context.Background(), changes...)
	if err != nil {
		return fmt.Errorf("%s: %+v: %w", name, changes, err)
	}
	if len(changes) > 0 {
		s.took(name, time.Since(start))
		s.commits.Add(1)
		s.changes.Add(int64(len(changes)))
	}
	if now := s.ix.Revision(); now < revision {
		return fmt.Errorf("%s: revision %d after %d was returned", name, now, revision)
	}
	return nil
}

// loads takes in new records, and deletes as many.
func (s *soak) loads(d *division, dice *rand.Rand, count int) error {
	var objects []graph.Object
	for range count {
		objects = append(objects, d.create(dice))
	}
	start := time.Now()
	if _, err := s.ix.Load(context.Background(), putting(objects)); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	s.took("load", time.Since(start))
	s.commits.Add(1)
	s.changes.Add(int64(count))
	var changes []index.Change
	for range count {
		changes = append(changes, d.drop(dice))
	}
	return s.commit("batch", changes)
}

// putting is a source of objects.
func putting(objects []graph.Object) index.Source {
	return func(_ context.Context, to *graph.Builder) error {
		section := to.Section()
		for i, object := range objects {
			if err := section.Put(graph.Place{Line: uint32(i + 1)}, object); err != nil {
				return err
			}
		}
		return nil
	}
}

// writePart changes the part so many times a second, in the index and in the oracle, which are to agree also
// on what is refused.
func (s *soak) writePart(rate int) {
	s.every(time.Second/time.Duration(rate), func() error {
		s.part.Lock()
		defer s.part.Unlock()
		changes := s.part.draw()
		start := time.Now()
		_, err := s.ix.Apply(context.Background(), changes...)
		took := time.Since(start)
		if text := indextest.Disagreement(s.part.oracle.Apply(changes), err); text != "" {
			return fmt.Errorf("part: %+v: %s", changes, text)
		}
		if err != nil {
			s.part.refused++
			return nil
		}
		s.took("part", took)
		s.part.commits++
		s.commits.Add(1)
		s.changes.Add(int64(len(changes)))
		return nil
	})
}

// follow watches all changes: each revision comes, once and in order.
func (s *soak) follow() {
	at := s.ix.Revision()
	for event, err := range s.ix.Watch(s.ctx, at) {
		if s.ctx.Err() != nil {
			return
		}
		if err != nil || event.Revision != at+1 || event.Reset || len(event.Changes) == 0 {
			s.fail(fmt.Errorf("watch: after %d: revision %d of %d changes, reset %t: %w", at, event.Revision, len(event.Changes), event.Reset, err))
			return
		}
		at = event.Revision
		s.watched.Store(uint64(at))
	}
}
