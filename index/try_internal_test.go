package index

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// putsOf puts objects.
func putsOf(objects []graph.Object) []graph.Change {
	changes := make([]graph.Change, len(objects))
	for i, object := range objects {
		changes[i] = graph.PutObject{Object: object}
	}
	return changes
}

// What readers work out for a try is kept for the try, and what is published keeps what it had.
func TestTryDisturbsNothing(t *testing.T) {
	state, _, err := graph.NewState().Apply(putsOf(indextest.Worked()))
	require.NoError(t, err)
	state.Settle()
	s := newSnapshot(state, 1, 1)
	account, _ := state.Entity("account")
	root, _ := state.Unit("root")
	north, _ := state.Unit("north")
	ben, _ := state.User("ben")
	askAll := func(s *Snapshot) {
		s.subtreeSet(s.state.EntityAt(account.Number()), root)
		s.unitSet(s.state.EntityAt(account.Number()), north)
		for user := range s.state.Users() {
			for _, e := range s.state.Entities() {
				s.list(user, graph.Read, e)
			}
		}
	}
	keeps := func(s *Snapshot) bool {
		es := s.setsOf(account)
		_, deep := es.deep.get(uint32(root), s.subtreeStamp(es, root))
		_, local := es.local.get(uint32(north), es.units.at(uint32(north)))
		return deep && local
	}
	askAll(s)
	require.True(t, keeps(s))
	bytes := s.plans.Load().bytes.Load()
	plan := s.userPlan(ben)

	first, err := s.Try(
		graph.PutObject{Object: graph.Record{Entity: "account", ID: "new", Owner: graph.UserRef("ben")}},
		graph.PutObject{Object: graph.Member{Team: "deals", User: "ben"}})
	require.NoError(t, err)
	require.False(t, keeps(first))
	second, err := first.Try(graph.PutObject{Object: graph.BusinessUnit{ID: "oslo", Parent: "south"}})
	require.NoError(t, err)
	for range 3 {
		for _, each := range []*Snapshot{first, second} {
			askAll(each)
			require.True(t, keeps(each), "a try keeps what is worked out for it")
		}
		require.True(t, keeps(s), "and takes nothing from what is published")
	}
	require.NotSame(t, plan, first.userPlan(ben))
	require.Same(t, plan, s.userPlan(ben))
	require.Equal(t, bytes, s.plans.Load().bytes.Load())
	later, err := second.Try(graph.PutObject{Object: graph.RecordShare{
		Record: graph.RecordRef("account", "a1"), Principal: graph.UserRef("dee"), Rights: graph.RightsOf(graph.Read),
	}})
	require.NoError(t, err)
	require.True(t, keeps(later), "one that is tried on another begins with what that kept")

	state, effects, err := state.Apply(putsOf([]graph.Object{graph.Record{Entity: "account", ID: "more", Owner: graph.UserRef("ben")}}))
	require.NoError(t, err)
	state.Settle()
	next := s.next(state, effects, 2)
	askAll(next)
	askAll(first)
	askAll(second)
	require.True(t, keeps(next))
}

// A log that is tried on leaves the log beneath as it was, and itself reaches as far back.
func TestTriedLogCutsItselfAlone(t *testing.T) {
	log := &recordLog{stamp: 1}
	for stamp := uint64(2); log.total < 3*logSteps-2; stamp++ {
		log = log.after(stamp, make([]placed, 1), false)
	}
	count := func(l *recordLog) (n int) {
		for at := l; at != nil; at = at.before.Load() {
			n++
		}
		return n
	}
	before := count(log)
	tried := log
	for i := range uint64(10 * logSteps) {
		tried = tried.after(log.stamp+1+i, make([]placed, 1), true)
		if i == 10 {
			_, found := tried.patch(bitmap.Set{}, log.stamp-100, func(graph.UnitNumber) bool { return false })
			require.True(t, found)
		}
	}
	require.Equal(t, before, count(log))
	require.Less(t, count(tried), 2*logSteps)
}
