package index_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

func workedSnapshot(t testing.TB) *index.Snapshot {
	return index.NewSnapshot(loaded(t, indextest.Worked()), 1, 7)
}

// applied is the next snapshot after a batch.
func applied(t testing.TB, s *index.Snapshot, changes ...graph.Change) *index.Snapshot {
	t.Helper()
	state, effects, err := s.State().Apply(changes)
	require.NoError(t, err)
	state.Settle()
	return s.Next(state, effects)
}

// 17, rows 1 to 10.
func TestWorkedExample(t *testing.T) {
	s := workedSnapshot(t)
	list := func(user string, r graph.Right, entity string) string {
		records, err := s.Records(user, r, entity)
		require.NoError(t, err)
		return strings.Join(slices.Sorted(records.All()), " ")
	}
	check := func(user string, r graph.Right, ref string) index.Decision {
		record, err := graph.ParseRef(ref)
		require.NoError(t, err)
		d, err := s.Check(user, r, record)
		require.NoError(t, err)
		return d
	}
	require.Equal(t, "a1 a2 a3 a4 a6", list("ben", graph.Read, "account")) // 3.6b, 8.3, 3.7
	require.Equal(t, index.Deny, check("ben", graph.Write, "account:a2"))  // 3.6c
	require.Equal(t, index.Allow, check("ben", graph.Write, "account:a1")) // 8.2
	require.Equal(t, index.Deny, check("ada", graph.Write, "account:a1"))  // 8.2
	require.Equal(t, "a1 a4 a5", list("cy", graph.Read, "account"))        // 3.5a, 3.5b, 3.6e
	require.Equal(t, index.Allow, check("cy", graph.Write, "account:a4"))  // 3.5b
	require.Equal(t, index.Deny, check("cy", graph.Write, "account:a5"))   // 3.6d
	require.Equal(t, index.Deny, check("dee", graph.Read, "account:a3"))   // 3.3
	require.Equal(t, index.Deny, check("dee", graph.Read, "account:a5"))   // 3.3
	require.Equal(t, index.Allow, check("dee", graph.Read, "task:t1"))     // 1.16, 3.6a
	require.Equal(t, index.Allow, check("cy", graph.Read, "product:p1"))   // 4.1
	require.Equal(t, index.Deny, check("cy", graph.Share, "product:p1"))   // 4.1
	require.Equal(t, index.Deny, check("eve", graph.Read, "account:a2"))   // 7.2
	require.Equal(t, index.Allow, check("ada", graph.Read, "account:a6"))  // 5.2, 3.5c
}

// 3.15: what is not there is ErrUnknown, a malformed id ErrInvalid, and the answer no.
func TestUnknownAndMalformed(t *testing.T) {
	s := workedSnapshot(t)
	long := strings.Repeat("x", graph.MaxID+1)
	for _, q := range []struct {
		user string
		r    graph.Right
		ref  graph.Ref
		err  error
	}{
		{"nobody", graph.Read, graph.RecordRef("account", "a1"), graph.ErrUnknown},
		{"", graph.Read, graph.RecordRef("account", "a1"), graph.ErrInvalid},
		{long, graph.Read, graph.RecordRef("account", "a1"), graph.ErrInvalid},
		{"BEN", graph.Read, graph.RecordRef("account", "a1"), graph.ErrUnknown},
		{"ben", 8, graph.RecordRef("account", "a1"), graph.ErrUnknown},
		{"ben", 0, graph.RecordRef("account", "a1"), graph.ErrUnknown},
		{"ben", graph.Right(graph.AllRights), graph.RecordRef("account", "a1"), graph.ErrUnknown},
		{"ben", graph.Read, graph.RecordRef("acount", "a1"), graph.ErrUnknown},
		{"ben", graph.Read, graph.RecordRef("a:b", "a1"), graph.ErrInvalid},
		{"ben", graph.Read, graph.RecordRef("", "a1"), graph.ErrInvalid},
		{"ben", graph.Read, graph.RecordRef("account", "a9"), graph.ErrUnknown},
		{"ben", graph.Read, graph.RecordRef("account", "a\n"), graph.ErrInvalid},
		{"ben", graph.Read, graph.RecordRef("acount", "\xff"), graph.ErrInvalid},
	} {
		d, err := s.Check(q.user, q.r, q.ref)
		require.ErrorIs(t, err, q.err, "%v", q)
		require.Equal(t, index.Deny, d)
		require.Equal(t, index.Answer{index.Deny, err}, s.CheckMany([]index.Question{{q.user, q.r, q.ref}})[0])
		if q.user != "ben" || q.r == graph.Read {
			mask, err := s.Rights(q.user, q.ref)
			require.ErrorIs(t, err, q.err, "%v", q)
			require.Zero(t, mask)
		}
		if q.user != "ben" || q.r != graph.Read {
			records, err := s.Records(q.user, q.r, q.ref.Entity)
			require.ErrorIs(t, err, q.err, "%v", q)
			require.Zero(t, records.Len())
			require.False(t, records.Contains("a1"))
			require.Empty(t, slices.Collect(records.All()))
			require.Zero(t, records.Intersect([]string{"a1"}).Len())
			ids, next, err := records.Page("", 10)
			require.NoError(t, err)
			require.Empty(t, ids)
			require.Empty(t, next)
		}
	}
	_, err := s.Records("ben", graph.Read, "a:b")
	require.ErrorIs(t, err, graph.ErrInvalid)
	_, err = s.User("nobody")
	require.ErrorIs(t, err, graph.ErrUnknown)
	d, err := index.UserHandle{}.Check(graph.Read, graph.RecordRef("account", "a1"))
	require.ErrorIs(t, err, graph.ErrUnknown)
	require.Equal(t, index.Deny, d)
}

// 1.14: names of entities compare without regard to case.
func TestEntityNamesInAnyCase(t *testing.T) {
	s := workedSnapshot(t)
	ben, err := s.User("ben")
	require.NoError(t, err)
	for _, name := range []string{"account", "Account", "ACCOUNT"} {
		d, err := ben.Check(graph.Read, graph.RecordRef(name, "a1"))
		require.NoError(t, err)
		require.Equal(t, index.Allow, d)
		records, err := s.Records("ben", graph.Read, name)
		require.NoError(t, err)
		require.Equal(t, 5, records.Len())
	}
}

func TestRecordSet(t *testing.T) {
	records, err := workedSnapshot(t).Records("ben", graph.Read, "account")
	require.NoError(t, err)
	require.True(t, records.Contains("a1"))
	require.False(t, records.Contains("a5"))
	require.False(t, records.Contains("nothing"))
	common := records.Intersect([]string{"a6", "a5", "nothing", "a1", "a6", ""})
	require.Equal(t, []string{"a1", "a6"}, slices.Sorted(common.All()))
	for id := range records.All() {
		require.True(t, records.Contains(id))
		break
	}
}

// A question that finds what it names allocates nothing, whichever clause answers it.
func TestCheckAllocatesNothing(t *testing.T) {
	s := workedSnapshot(t)
	for _, q := range []index.Question{
		{"ben", graph.Read, graph.RecordRef("account", "a1")},
		{"ben", graph.Read, graph.RecordRef("account", "a4")},
		{"ben", graph.Read, graph.RecordRef("account", "a6")},
		{"ben", graph.Write, graph.RecordRef("account", "a2")},
		{"cy", graph.Read, graph.RecordRef("account", "a5")},
		{"cy", graph.Read, graph.RecordRef("account", "a3")},
		{"dee", graph.Read, graph.RecordRef("account", "a3")},
		{"eve", graph.Read, graph.RecordRef("account", "a2")},
	} {
		allocations := testing.AllocsPerRun(100, func() {
			_, _ = s.Check(q.User, q.Right, q.Record)
			_, _ = s.Rights(q.User, q.Record)
		})
		require.Zero(t, allocations, "%v", q)
	}
}

// 3.7, 8.4: a record with more shares than a question looks through.
func TestManyShares(t *testing.T) {
	objects := append(indextest.Worked(), graph.RecordShare{
		Record: graph.RecordRef("account", "a5"), Principal: graph.UserRef("cy"), Rights: graph.RightsOf(graph.Write),
	}, graph.RecordShare{
		Record: graph.RecordRef("account", "a2"), Principal: graph.TeamRef("south"), Rights: graph.RightsOf(graph.Read),
	}, graph.RecordShare{
		Record: graph.RecordRef("account", "a4"), Principal: graph.Organization, Rights: graph.RightsOf(graph.Append, graph.Write),
	})
	for i := range 100 {
		id := fmt.Sprint("extra", i)
		objects = append(objects, graph.User{ID: id, BusinessUnit: "south"})
		for _, record := range []string{"a1", "a2", "a4", "a5", "a6"} {
			objects = append(objects, graph.RecordShare{
				Record: graph.RecordRef("account", record), Principal: graph.UserRef(id), Rights: graph.RightsOf(graph.Read),
			})
		}
	}
	o := indextest.New()
	require.NoError(t, o.Load(objects))
	requireOracle(t, o, index.NewSnapshot(loaded(t, objects), 1, 1), "%v %v %v")
}

// 3.6b, 3.6c: a user with more base units than a question tries one by one, in a deep tree.
func TestManyBaseUnits(t *testing.T) {
	objects := []graph.Object{
		graph.Entity{Name: "account"}, graph.BusinessUnit{ID: "u0"}, graph.User{ID: "boss", BusinessUnit: "u3"},
		graph.Role{ID: "local", Privileges: map[string]graph.Depth{"prvReadAccount": graph.Local, "prvWriteAccount": graph.Deep}},
		graph.Role{ID: "deep", Privileges: map[string]graph.Depth{"prvReadAccount": graph.Deep, "prvWriteAccount": graph.Basic}},
	}
	for i := range 60 {
		unit, team, user := fmt.Sprint("u", i), fmt.Sprint("t", i), fmt.Sprint("p", i)
		if i > 0 {
			objects = append(objects, graph.BusinessUnit{ID: unit, Parent: fmt.Sprint("u", i-1-i%3%i)})
		}
		objects = append(objects, graph.User{ID: user, BusinessUnit: unit},
			graph.Record{Entity: "account", ID: unit, Owner: graph.UserRef(user)})
		if i%3 == 1 {
			objects = append(objects, graph.Team{ID: team, BusinessUnit: unit}, graph.Member{Team: team, User: "boss"},
				graph.RoleAssignment{Role: []string{"local", "deep"}[i/40], Principal: graph.TeamRef(team)})
		}
	}
	o := indextest.New()
	require.NoError(t, o.Load(objects))
	requireOracle(t, o, index.NewSnapshot(loaded(t, objects), 1, 1), "%v %v %v")
}
