package index_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// requireUsers asks who has each right on each record and compares with the oracle.
func requireUsers(t *testing.T, o *indextest.Oracle, s *index.Snapshot, at string, args ...any) {
	t.Helper()
	c := comparison{oracle: o, snap: s, Rand: rand.New(rand.NewPCG(1, 1)), users: o.UserIDs()}
	for _, entity := range o.EntityNames() {
		c.records = append(c.records, o.RecordRefs(entity)...)
	}
	for _, right := range graph.EachRight {
		if text := c.whoHas(right); text != "" {
			require.Fail(t, text, append([]any{at}, args...)...)
		}
	}
}

// 16.1: who is the inverse of check and of list, for every right on every record.
func TestUsersOfRandomOrganisations(t *testing.T) {
	for seed := range uint64(40) {
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects))
		s := index.NewSnapshot(loaded(t, objects), 1, 1)
		requireUsers(t, o, s, "seed %d", seed)
		for _, entity := range o.EntityNames() {
			for _, right := range graph.EachRight {
				listed := map[string][]string{}
				for _, user := range o.UserIDs() {
					records, err := s.Records(user, right, entity)
					require.NoError(t, err)
					for id := range records.All() {
						listed[id] = append(listed[id], user)
					}
				}
				for _, ref := range o.RecordRefs(entity) {
					users, err := s.Users(right, ref)
					require.NoError(t, err)
					require.Equal(t, listed[ref.ID], slices.Sorted(users.All()), "seed %d: %v %v", seed, right, ref)
				}
			}
		}
	}
}

// What snapshots keep about users is that of each of them, after every step of a random history, and in
// older snapshots that are asked again.
func TestUsersThroughRandomHistories(t *testing.T) {
	type kept struct {
		oracle   *indextest.Oracle
		snapshot *index.Snapshot
		step     int
	}
	for seed := range uint64(8) {
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects))
		s := index.NewSnapshot(loaded(t, objects), 1, 1)
		var old []kept
		history := indextest.NewHistory(seed, objects)
		for step := range 20 {
			requireUsers(t, o, s, "seed %d step %d", seed, step)
			if step%5 == 0 {
				old = append(old, kept{o.Clone(), s, step})
			}
			batch := history.Next(o.Objects())
			if o.Apply(batch) != nil {
				continue
			}
			state, effects, err := s.State().Apply(batch)
			require.NoError(t, err, "seed %d step %d", seed, step)
			state.Settle()
			s = s.Next(state, effects)
		}
		for _, each := range old {
			requireUsers(t, each.oracle, each.snapshot, "seed %d kept at step %d", seed, each.step)
		}
	}
}

// 17: who may read each account, by rule.
func TestUsersOfTheWorkedExample(t *testing.T) {
	s := workedSnapshot(t)
	for _, row := range []struct {
		right graph.Right
		ref   string
		want  string
	}{
		{graph.Read, "account:a1", "ada ben cy"}, // 8.2, 3.6b, 3.5a
		{graph.Write, "account:a1", "ben cy"},    // 8.2: ada is at distance 2
		{graph.Read, "account:a2", "ben"},        // 7.2: eve is disabled
		{graph.Read, "account:a3", "ada ben"},    // 3.3: dee's share does not open the gate
		{graph.Read, "account:a4", "ada ben cy"}, // 8.3: a team of the report; 3.5b
		{graph.Read, "account:a5", "cy"},         // 3.6e
		{graph.Read, "account:a6", "ada ben"},    // 3.5c, 3.7
		{graph.Read, "task:t1", "dee"},           // 1.16
		{graph.Read, "product:p1", "ada cy"},     // 4.1
		{graph.Share, "product:p1", ""},          // 4.1
	} {
		ref, err := graph.ParseRef(row.ref)
		require.NoError(t, err)
		users, err := s.Users(row.right, ref)
		require.NoError(t, err)
		require.Equal(t, row.want, strings.Join(slices.Sorted(users.All()), " "), row.ref)
	}
}

// 3.15: what is not there is ErrUnknown, a malformed id ErrInvalid, and nobody has the right.
func TestUsersOfWhatIsNotThere(t *testing.T) {
	s := workedSnapshot(t)
	for _, q := range []struct {
		right graph.Right
		ref   graph.Ref
		want  error
	}{
		{8, graph.RecordRef("account", "a1"), graph.ErrUnknown},
		{0, graph.RecordRef("account", "a1"), graph.ErrUnknown},
		{graph.Right(graph.AllRights), graph.RecordRef("account", "a1"), graph.ErrUnknown},
		{graph.Read, graph.RecordRef("account", "a9"), graph.ErrUnknown},
		{graph.Read, graph.RecordRef("acount", "a1"), graph.ErrUnknown},
		{graph.Read, graph.RecordRef("a:b", "a1"), graph.ErrInvalid},
		{graph.Read, graph.RecordRef("account", ""), graph.ErrInvalid},
	} {
		users, err := s.Users(q.right, q.ref)
		require.ErrorIs(t, err, q.want, "%v", q)
		require.Zero(t, users)
		require.Zero(t, users.Len())
		require.Empty(t, slices.Collect(users.All()))
		require.False(t, users.Contains("ada"))
		ids, next, pageErr := users.Page("", 1)
		require.NoError(t, pageErr)
		require.Empty(t, ids)
		require.Empty(t, next)
		answers := s.UsersMany(q.right, []graph.Ref{q.ref, graph.RecordRef("account", "a5")})
		require.Equal(t, index.UsersAnswer{Err: err}, answers[0])
		require.Equal(t, q.right.Valid(), answers[1].Err == nil)
	}
	require.Empty(t, s.UsersMany(graph.Read, nil))
}

// A walk goes on across revisions: who stays is met once. After a load it begins again.
func TestUserPagesAcrossRevisions(t *testing.T) {
	s := workedSnapshot(t)
	for i := range 50 {
		id := fmt.Sprint("x", i)
		s = applied(t, s, graph.PutObject{Object: graph.User{ID: id}},
			graph.PutObject{Object: graph.RoleAssignment{Role: "seller", Principal: graph.UserRef(id)}})
	}
	met, token := map[string]int{}, ""
	for i := 0; ; i++ {
		users, err := s.Users(graph.Read, graph.RecordRef("product", "p1"))
		require.NoError(t, err)
		ids, next, err := users.Page(token, 3)
		require.NoError(t, err)
		for _, id := range ids {
			met[id]++
		}
		if token = next; token == "" {
			break
		}
		s = applied(t, s, graph.DeleteObject{Object: graph.User{ID: fmt.Sprint("x", 49-i)}},
			graph.PutObject{Object: graph.User{ID: fmt.Sprint("y", i)}})
	}
	for i := range 35 {
		require.Equal(t, 1, met[fmt.Sprint("x", i)], "x%d", i)
	}
	for id, times := range met {
		require.Equal(t, 1, times, id)
	}

	users, err := s.Users(graph.Read, graph.RecordRef("product", "p1"))
	require.NoError(t, err)
	_, token, err = users.Page("", 1)
	require.NoError(t, err)
	for _, malformed := range []string{"x", "7.", ".1", "7.zzzzzzzz", "7.1.1", "7.-1", "é"} {
		_, _, err := users.Page(malformed, 1)
		require.ErrorIs(t, err, graph.ErrInvalid, malformed)
	}
	_, _, err = users.Page("", 0)
	require.ErrorIs(t, err, graph.ErrInvalid)
	users, err = index.NewSnapshot(s.State(), s.Revision(), 8).Users(graph.Read, graph.RecordRef("product", "p1"))
	require.NoError(t, err)
	_, _, err = users.Page(token, 1)
	require.ErrorIs(t, err, index.ErrPageExpired)
}

// What is kept about users outlives changes to records and shares, and none to users, roles or units.
// Beyond its bound it is dropped.
func TestWhatIsKeptAboutUsers(t *testing.T) {
	s := workedSnapshot(t)
	o := indextest.New()
	require.NoError(t, o.Load(indextest.Worked()))
	requireUsers(t, o, s, "%v", "before")
	require.Positive(t, s.WhoBytes())
	next := applied(t, s,
		graph.PutObject{Object: graph.Record{Entity: "account", ID: "a7", Owner: graph.UserRef("ben")}},
		graph.PutObject{Object: graph.RecordShare{
			Record: graph.RecordRef("account", "a3"), Principal: graph.UserRef("ada"), Rights: graph.RightsOf(graph.Read),
		}})
	require.Equal(t, s.WhoBytes(), next.WhoBytes())
	for _, change := range []graph.Change{
		graph.PutObject{Object: graph.User{ID: "dee", BusinessUnit: "south", Disabled: true}},
		graph.DeleteObject{Object: graph.Member{Team: "desk", User: "ben"}},
		graph.PutObject{Object: graph.RoleAssignment{Role: "scout", Principal: graph.TeamRef("south")}},
		graph.PutObject{Object: graph.Role{ID: "clerk"}},
		graph.PutObject{Object: graph.BusinessUnit{ID: "oslo", Parent: "south"}},
		graph.PutObject{Object: graph.DefaultSettings()},
	} {
		require.Zero(t, applied(t, next, change).WhoBytes(), "%v", change.Subject())
	}
	s.FillWho(graph.Read, graph.RecordRef("account", "a1"))
	require.Zero(t, s.WhoBytes())
	requireUsers(t, o, s, "%v", "after")
}

// Readers who ask one snapshot at once agree, while others ask the snapshots before it. Run it with -race.
func TestUsersAskedAtOnce(t *testing.T) {
	const seed, steps, readers = 3, 12, 4
	objects := indextest.Organisation(seed, indextest.Shape{})
	o := indextest.New()
	require.NoError(t, o.Load(objects))
	s := index.NewSnapshot(loaded(t, objects), 1, 1)
	history := indextest.NewHistory(seed, objects)
	var wait sync.WaitGroup
	for step := range steps {
		want := map[graph.Ref][]string{}
		right := graph.EachRight[step%2]
		for _, entity := range o.EntityNames() {
			for _, ref := range o.RecordRefs(entity) {
				users, err := o.Users(right, ref)
				require.NoError(t, err)
				want[ref] = users
			}
		}
		asked := s
		for range readers {
			wait.Go(func() {
				for ref, users := range want {
					got, err := asked.Users(right, ref)
					if err != nil || !slices.Equal(slices.Sorted(got.All()), users) {
						t.Errorf("seed %d step %d: who(%v, %v): %v, not %v", seed, step, right, ref, slices.Sorted(got.All()), users)
					}
				}
			})
		}
		if batch := history.Next(o.Objects()); o.Apply(batch) == nil {
			s = applied(t, s, batch...)
		}
	}
	wait.Wait()
}
