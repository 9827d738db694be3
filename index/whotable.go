package index

import (
	"sync"
	"sync/atomic"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// maxWhoBytes bounds the memory of what one table of plans keeps.
const maxWhoBytes = 32 << 20

// whoTable keeps what questions about who found out, for others of all snapshots between which no
// user, team, role or unit changed. Readers fill it in.
type whoTable struct {
	plans sync.Map // graph.PrivilegeNumber to *whoPlan
	bytes atomic.Int64
}

// whoPlan is what the roles of all users say for one privilege, found part by part: entities that share
// the privilege share it (1.16). A privilege is that of one right. Its sets are rows of active users.
type whoPlan struct {
	privilege  graph.PrivilegeNumber
	units      sync.Map // graph.UnitNumber to basedUsers
	teams      sync.Map // graph.PrincipalNumber to teamUsers
	superiors  sync.Map // graph.PrincipalNumber of a team to bitmap.Set
	everywhere atomic.Pointer[bitmap.Set]
	open       atomic.Pointer[bitmap.Set]
	sharing    atomic.Pointer[bitmap.Set]
}

// whoTable is the snapshot's, made if need be.
func (s *Snapshot) whoTable() *whoTable {
	if table := s.who.Load(); table != nil {
		return table
	}
	table := &whoTable{}
	if !s.who.CompareAndSwap(nil, table) {
		if others := s.who.Load(); others != nil {
			return others
		}
	}
	return table
}

// whoAfter is the table that a batch left valid, nil for none.
func (s *Snapshot) whoAfter(effects *graph.Effects) *whoTable {
	if effects.AllUsers || effects.Tree || len(effects.Users) > 0 || len(effects.Moves) > 0 {
		return nil
	}
	return s.who.Load()
}

// whoBytes is about what the table takes.
func (s *Snapshot) whoBytes() int64 {
	if table := s.who.Load(); table != nil {
		return table.bytes.Load()
	}
	return 0
}

func (t *whoTable) plan(p graph.PrivilegeNumber) *whoPlan {
	if kept, found := t.plans.Load(p); found {
		return kept.(*whoPlan)
	}
	kept, _ := t.plans.LoadOrStore(p, &whoPlan{privilege: p})
	return kept.(*whoPlan)
}

// entryBytes is about what an entry of a plan takes beside its sets.
const entryBytes = 128

// charge counts the memory of what a plan keeps from now on. A table that takes more than its bound is
// dropped.
func (q *whoQuestion) charge(sets ...bitmap.Set) {
	bytes := entryBytes
	for _, set := range sets {
		bytes += set.SizeBytes()
	}
	if q.table.bytes.Add(int64(bytes)) > maxWhoBytes {
		q.who.CompareAndSwap(q.table, nil)
	}
}

// kept is the value of a key, found out if need be and charged as the sets that it consists of.
func kept[K comparable, V any](q *whoQuestion, in *sync.Map, key K, find func(K) V, sets func(V) []bitmap.Set) V {
	if value, found := in.Load(key); found {
		return value.(V)
	}
	value, again := in.LoadOrStore(key, find(key))
	if !again {
		q.charge(sets(value.(V))...)
	}
	return value.(V)
}

// keptSet is the set at a place, found out if need be.
func (q *whoQuestion) keptSet(at *atomic.Pointer[bitmap.Set], find func() bitmap.Set) bitmap.Set {
	if set := at.Load(); set != nil {
		return *set
	}
	set := find()
	if at.CompareAndSwap(nil, &set) {
		q.charge(set)
	}
	return set
}
