package index

import (
	"context"

	"github.com/accessindex/ambit/graph"
)

// What the tests of this package's outside need of its inside.

// NewSnapshot is newSnapshot.
func NewSnapshot(state *graph.State, revision graph.Revision, numbering uint64) *Snapshot {
	return newSnapshot(state, revision, numbering)
}

// Next is next.
func (s *Snapshot) Next(state *graph.State, effects *graph.Effects) *Snapshot {
	return s.next(state, effects, s.revision+1)
}

// WrongSets names each set that is not what one made anew from the facts is.
func (s *Snapshot) WrongSets() (wrong []string) {
	_ = s.verifySets(context.Background(), newSnapshot(s.state, s.revision, s.numbering), func(text string) { wrong = append(wrong, text) })
	return wrong
}

// Kept names, for each user, the plan that the snapshot keeps; nil where it keeps none.
func (s *Snapshot) Kept(users ...string) []any {
	kept := make([]any, len(users))
	for i, id := range users {
		u, err := s.askUser(id)
		if err != nil {
			continue
		}
		page, slot := planRow(u)
		if who := s.plans.Load().pages[page].users[slot].Load(); who != nil {
			kept[i] = who
		}
	}
	return kept
}

// PlanBytes is what the plans take.
func (s *Snapshot) PlanBytes() int64 { return s.plans.Load().bytes.Load() }

// FillPlans counts as many bytes for a user's plans as all may take.
func (s *Snapshot) FillPlans(user string) {
	u, _ := s.askUser(user)
	s.charge(s.userPlan(u), maxPlanBytes)
}

// WhoBytes is what snapshots keep about users, in bytes.
func (s *Snapshot) WhoBytes() int64 { return s.whoBytes() }

// FillWho counts as many bytes for what is kept about users as all may take.
func (s *Snapshot) FillWho(r graph.Right, ref graph.Ref) {
	e, _, _ := s.askRecord(ref)
	s.who.Load().bytes.Add(maxWhoBytes)
	s.whoQuestion(e, r).charge()
}

// Hold takes the writer's turn, as a write under way does, until it is released.
func (ix *Index) Hold() (release func()) {
	ix.writer.Lock()
	return ix.writer.Unlock
}

// Waiting is how many batches are in the queue.
func (ix *Index) Waiting() int {
	ix.queue.mutex.Lock()
	defer ix.queue.mutex.Unlock()
	return len(ix.queue.waiting)
}

// CloseStore makes every write fail.
func (ix *Index) CloseStore() error { return ix.store.Close() }
