package index

import (
	"sync/atomic"
	"unsafe"

	"github.com/accessindex/ambit/graph"
)

// maxPlanBytes bounds the memory of the plans that snapshots share.
const maxPlanBytes = 64 << 20

// planTable keeps the plans of users in pages that snapshots share. Readers fill them in.
type planTable struct {
	pages []*planPage
	bytes *atomic.Int64 // of all plans in pages made for this table, or one that it came of
}

// planRows is how many users have their plans in one page.
const planRows = 64

type planPage struct {
	users [planRows]atomic.Pointer[userPlan]
	bytes *atomic.Int64 // of all plans in pages that count with this one
}

// The number of a user is even, so that its half counts users.
func planRow(u graph.PrincipalNumber) (page, slot int) {
	return int(userRow(u) / planRows), int(userRow(u) % planRows)
}

func newPlanTable(state *graph.State) *planTable {
	t := &planTable{bytes: new(atomic.Int64)}
	t.grow(state)
	return t
}

// grow adds pages until there is room for all users.
func (t *planTable) grow(state *graph.State) {
	for last, _ := planRow(graph.PrincipalNumber(state.PrincipalNumbers())); len(t.pages) <= last; {
		t.pages = append(t.pages, &planPage{bytes: t.bytes})
	}
}

// without is a table of the same plans but those of some users, with room for all users of a state.
func (t *planTable) without(users map[graph.PrincipalNumber]bool, state *graph.State) *planTable {
	next := &planTable{pages: append([]*planPage(nil), t.pages...), bytes: t.bytes}
	next.grow(state)
	for u := range users {
		page, slot := planRow(u)
		if page >= len(t.pages) {
			continue
		}
		if next.pages[page] == t.pages[page] {
			next.pages[page] = t.pages[page].clone()
		}
		if dropped := next.pages[page].users[slot].Swap(nil); dropped != nil {
			t.bytes.Add(-dropped.bytes.Load())
		}
	}
	return next
}

// tried is what without is, for a snapshot that is only tried. Pages with any of the users are empty, and
// count by themselves: what comes of them changes no count of what the published ones keep.
func (t *planTable) tried(users map[graph.PrincipalNumber]bool, state *graph.State) *planTable {
	next := &planTable{pages: append([]*planPage(nil), t.pages...), bytes: new(atomic.Int64)}
	next.grow(state)
	for u := range users {
		if page, _ := planRow(u); next.pages[page].bytes != next.bytes {
			next.pages[page] = &planPage{bytes: next.bytes}
		}
	}
	return next
}

func (p *planPage) clone() *planPage {
	own := &planPage{bytes: p.bytes}
	for i := range p.users {
		own.users[i].Store(p.users[i].Load())
	}
	return own
}

// userPlan is that of a user, made if need be.
func (s *Snapshot) userPlan(u graph.PrincipalNumber) *userPlan {
	table := s.plans.Load()
	page, slot := planRow(u)
	at := &table.pages[page].users[slot]
	if who := at.Load(); who != nil {
		return who
	}
	who := newUserPlan(s.state, u)
	if !at.CompareAndSwap(nil, who) {
		return at.Load()
	}
	s.charge(who, int(unsafe.Sizeof(*who))+4*len(who.principals)+8*len(who.plans))
	return who
}

// plan is that of a user for an entity, made if need be.
func (s *Snapshot) plan(who *userPlan, e graph.Records) *plan {
	at := &who.plans[e.Number()]
	if p := at.Load(); p != nil {
		return p
	}
	p := newPlan(s.state, who, e)
	if !at.CompareAndSwap(nil, p) {
		return at.Load()
	}
	s.charge(who, int(unsafe.Sizeof(*p))+int(unsafe.Sizeof(unitReach{}))*len(p.units)+
		int(unsafe.Sizeof(ownerReach{}))*len(p.owners))
	return p
}

// charge counts the memory of new plans. When all plans take more than their bound they are dropped.
func (s *Snapshot) charge(who *userPlan, bytes int) {
	who.bytes.Add(int64(bytes))
	table := s.plans.Load()
	page, _ := planRow(who.user)
	if table.pages[page].bytes.Add(int64(bytes)) > maxPlanBytes {
		s.plans.CompareAndSwap(table, newPlanTable(s.state))
	}
}
