package index_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// What is tried answers every question as the oracle does after the same batch, also on top of what was
// tried before and after others were published; what the oracle refuses is refused, and leaves no trace
// (15.3, 16.13). Those tried on, and what is published, answer as they did.
func TestTriedAnswersAsTheOracle(t *testing.T) {
	type kept struct {
		oracle   *indextest.Oracle
		snapshot *index.Snapshot
		step     int
	}
	for seed := range uint64(8) {
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects))
		now := kept{o, index.NewSnapshot(loaded(t, objects), 1, 1), -1}
		tried := []kept{{o.Clone(), now.snapshot, -1}}
		history := indextest.NewHistory(seed, objects)
		for step := range 12 {
			on := tried[step*7%len(tried)]
			next := kept{on.oracle.Clone(), nil, step}
			batch := history.Next(on.oracle.Objects())
			refused := next.oracle.Apply(batch)
			var err error
			next.snapshot, err = on.snapshot.Try(batch...)
			require.Empty(t, indextest.Disagreement(refused, err), "seed %d step %d", seed, step)
			if err == nil {
				require.Equal(t, on.snapshot.Revision(), next.snapshot.Revision())
				require.Empty(t, difference(next.oracle, next.snapshot), "seed %d step %d", seed, step)
				require.Empty(t, next.snapshot.WrongSets(), "seed %d step %d", seed, step)
				tried = append(tried, next)
			}
			if batch = history.Next(now.oracle.Objects()); now.oracle.Apply(batch) == nil {
				state, effects, err := now.snapshot.State().Apply(batch)
				require.NoError(t, err, "seed %d step %d", seed, step)
				state.Settle()
				now.snapshot = now.snapshot.Next(state, effects)
				require.Empty(t, difference(now.oracle, now.snapshot), "seed %d step %d", seed, step)
				tried = append(tried, kept{now.oracle.Clone(), now.snapshot, step})
			}
		}
		for _, each := range tried {
			require.Empty(t, difference(each.oracle, each.snapshot), "seed %d kept at step %d", seed, each.step)
		}
	}
}

// A refused try is what a refused batch is, and without changes nothing changes.
func TestTryRefused(t *testing.T) {
	s := workedSnapshot(t)
	_, err := s.Try(graph.DeleteObject{Object: graph.User{ID: "nobody"}})
	var facts graph.FactErrors
	require.ErrorAs(t, err, &facts)
	require.ErrorIs(t, err, graph.ErrUnknown)
	same, err := s.Try()
	require.NoError(t, err)
	o := indextest.New()
	require.NoError(t, o.Load(indextest.Worked()))
	require.Empty(t, difference(o, same))
}

// A token of what was tried is good for that alone: not for what it was tried on, not for what is
// published with the same changes, in which a record may have the ordinal that another had in the try.
func TestPagesOfWhatWasTried(t *testing.T) {
	s := workedSnapshot(t)
	account := func(id string) graph.Change {
		return graph.PutObject{Object: graph.Record{Entity: "account", ID: id, Owner: graph.UserRef("ben")}}
	}
	tried, err := s.Try(account("x"), account("y"))
	require.NoError(t, err)
	again, err := s.Try(account("x"), account("y"))
	require.NoError(t, err)
	further, err := tried.Try(account("z"))
	require.NoError(t, err)
	published := applied(t, s, account("y"), account("x"))

	token := func(s *index.Snapshot) string {
		records, err := s.Records("ben", graph.Read, "account")
		require.NoError(t, err)
		_, next, err := records.Page("", records.Len()-1)
		require.NoError(t, err)
		require.NotEmpty(t, next)
		return next
	}
	users := func(s *index.Snapshot) (index.UserSet, string) {
		set, err := s.Users(graph.Read, graph.RecordRef("product", "p1"))
		require.NoError(t, err)
		_, next, err := set.Page("", 1)
		require.NoError(t, err)
		require.NotEmpty(t, next)
		return set, next
	}
	all := []*index.Snapshot{s, published, tried, again, further}
	for i, from := range all {
		for j, to := range all {
			records, err := to.Records("ben", graph.Read, "account")
			require.NoError(t, err)
			_, usersToken := users(from)
			set, _ := users(to)
			ids, next, err := records.Page(token(from), 10)
			who, _, whoErr := set.Page(usersToken, 10)
			if i == j || i+j == 1 { // s and what was published from it
				require.NoError(t, err)
				require.NoError(t, whoErr)
				if i <= j { // else the token's record may not be there yet
					require.NotEmpty(t, ids, fmt.Sprint(i, j))
				}
				require.NotEmpty(t, who)
				require.Empty(t, next)
				continue
			}
			require.ErrorIs(t, err, index.ErrPageExpired)
			require.ErrorIs(t, whoErr, index.ErrPageExpired)
		}
	}
}
