package indextest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// worked is the oracle of section 17 with more facts put after it.
func worked(t *testing.T, more ...graph.Object) *indextest.Oracle {
	t.Helper()
	o := indextest.New()
	require.NoError(t, o.Load(indextest.Worked()))
	for _, object := range more {
		require.NoError(t, o.Apply([]graph.Change{graph.PutObject{Object: object}}))
	}
	return o
}

func ref(text string) graph.Ref {
	entity, id, _ := strings.Cut(text, ":")
	return graph.RecordRef(entity, id)
}

func TestWorkedChecks(t *testing.T) {
	o := worked(t)
	for _, row := range []struct {
		user   string
		right  graph.Right
		record string
		want   bool
	}{
		{"ben", graph.Write, "account:a2", false}, // row 2: 3.6c
		{"ben", graph.Write, "account:a1", true},  // row 3: 8.2
		{"ada", graph.Write, "account:a1", false}, // row 3: 8.2
		{"ada", graph.Read, "account:a1", true},   // row 3: 8.2
		{"cy", graph.Write, "account:a4", true},   // row 5: 3.5b
		{"cy", graph.Write, "account:a5", false},  // row 5: 3.6d
		{"dee", graph.Read, "account:a3", false},  // row 6: 3.3
		{"dee", graph.Read, "account:a5", false},  // row 6: 3.3
		{"dee", graph.Read, "task:t1", true},      // row 7: 1.16, 3.6a
		{"cy", graph.Read, "product:p1", true},    // row 8: 4.1
		{"cy", graph.Share, "product:p1", false},  // row 8: 4.1
		{"eve", graph.Read, "account:a2", false},  // row 9: 7.2
		{"ada", graph.Read, "account:a6", true},   // row 10: 5.2, 3.5c
	} {
		got, err := o.Check(row.user, row.right, ref(row.record))
		require.NoError(t, err)
		require.Equal(t, row.want, got, "%s %s %s", row.user, row.right, row.record)
	}
}

func TestWorkedLists(t *testing.T) {
	o := worked(t)
	for _, row := range []struct {
		user string
		want []string
	}{
		{"ben", []string{"a1", "a2", "a3", "a4", "a6"}}, // row 1: 3.6b, 8.3, 3.7
		{"cy", []string{"a1", "a4", "a5"}},              // row 4: 3.5a, 3.5b, 3.5c, 3.6e
	} {
		got, err := o.List(row.user, graph.Read, "account")
		require.NoError(t, err)
		require.Equal(t, row.want, got, row.user)
	}
	mask, err := o.Rights("cy", ref("account:a1"))
	require.NoError(t, err)
	require.Equal(t, "Read Write Create", mask.String()) // 3.10
	users, err := o.Users(graph.Read, ref("account:a3"))
	require.NoError(t, err)
	require.Equal(t, []string{"ada", "ben"}, users) // 16.1
}

func TestWorkedOperations(t *testing.T) {
	o := worked(t)
	yes := func(want bool) func(bool, error) {
		return func(got bool, err error) {
			t.Helper()
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	}
	yes(true)(o.CanOwn(graph.UserRef("eve"), "account"))                          // row 9: 7.1, 9.3
	yes(false)(o.CanAssign("ben", ref("account:a3"), graph.UserRef("dee")))       // row 11: 9.3, 10.1
	yes(true)(o.CanAssign("ben", ref("account:a3"), graph.UserRef("cy")))         // row 11
	rights := graph.RightsOf(graph.Read, graph.Delete)                            //
	yes(false)(o.CanShare("ben", ref("account:a3"), graph.UserRef("cy"), rights)) // row 12: 11.2
	yes(true)(o.CanCreate("cy", "account", graph.TeamRef("deals"), ""))           // row 12: 9.1, 3.5c
	yes(false)(o.CanCreate("cy", "account", graph.UserRef("ben"), ""))            // row 12: 9.1
	yes(true)(o.CanOwn(graph.UserRef("ben"), "account"))                          // row 12: 9.1
}

// 3.15: what is unknown or malformed is an error, and the answer is no.
func TestQuestionsFailClosed(t *testing.T) {
	o := worked(t)
	for _, row := range []struct {
		user  string
		right graph.Right
		ref   graph.Ref
		want  error
	}{
		{"zoe", graph.Read, ref("account:a1"), graph.ErrUnknown},
		{"ada", 8, ref("account:a1"), graph.ErrUnknown},
		{"ada", graph.Read, ref("account:a9"), graph.ErrUnknown},
		{"ada", graph.Read, ref("nothing:a1"), graph.ErrUnknown},
		{"ada", graph.Read, ref("account:A1"), graph.ErrUnknown}, // 1.14: the case of ids matters
		{"a\nda", graph.Read, ref("account:a1"), graph.ErrInvalid},
		{"ada", graph.Read, ref("account:"), graph.ErrInvalid},
	} {
		got, err := o.Check(row.user, row.right, row.ref)
		require.ErrorIs(t, err, row.want)
		require.False(t, got)
		ids, err := o.List(row.user, row.right, "nothing")
		require.Error(t, err)
		require.Empty(t, ids)
	}
	got, err := o.Check("cy", graph.Read, ref("ACCOUNT:a1")) // 1.14: that of entities does not
	require.NoError(t, err)
	require.True(t, got)
}

// 15.3, 16.13: a refused batch leaves no trace, and neither does a clone.
func TestRefusedBatchLeavesNoTrace(t *testing.T) {
	o := worked(t)
	before := o.Objects()
	err := o.Apply([]graph.Change{
		graph.PutObject{Object: graph.User{ID: "new"}},
		graph.PutObject{Object: graph.User{ID: "lost", BusinessUnit: "nowhere", Manager: "lost"}},
	})
	require.ErrorIs(t, err, graph.ErrUnknown)
	require.ErrorIs(t, err, graph.ErrCycle)
	require.Equal(t, before, o.Objects())
	require.NoError(t, o.Clone().Apply([]graph.Change{graph.PutObject{Object: graph.User{ID: "new"}}}))
	require.Equal(t, before, o.Objects())
}

// Canonical dump: loading it again gives the same.
func TestObjectsLoadAgain(t *testing.T) {
	o := worked(t,
		graph.User{ID: "fay", Name: "fay", BusinessUnit: "root"},
		graph.RoleAssignment{Role: "clerk", Principal: graph.UserRef("fay"), BusinessUnit: "root"},
		graph.Entity{Name: "ACCOUNT", Privilege: "Account"},
		graph.Record{Entity: "Account", ID: "a7", Owner: graph.UserRef("fay"), BusinessUnit: "root"},
		graph.RecordShare{Record: ref("aCCount:a3"), Principal: graph.UserRef("dee")})
	objects := o.Objects()
	require.Contains(t, objects, graph.User{ID: "fay"})
	require.Contains(t, objects, graph.Entity{Name: "account"}) // 1.14: as first declared
	require.Contains(t, objects, graph.Record{Entity: "account", ID: "a7", Owner: graph.UserRef("fay")})
	require.Contains(t, objects, graph.RoleAssignment{Role: "clerk", Principal: graph.UserRef("fay")}) // 6.3
	require.Len(t, objects, len(indextest.Worked())+3-1)                                               // 11.5
	again := indextest.New()
	require.NoError(t, again.Load(objects))
	require.Equal(t, objects, again.Objects())
}

// 15.3: in one load the same object twice is ErrDuplicate unless both say the same.
func TestLoadTwice(t *testing.T) {
	same := append(indextest.Worked(), graph.User{ID: "cy", Name: "cy", BusinessUnit: "oslo", Manager: "ben"})
	require.NoError(t, indextest.New().Load(same))
	other := append(indextest.Worked(), graph.User{ID: "cy", BusinessUnit: "oslo"})
	require.ErrorIs(t, indextest.New().Load(other), graph.ErrDuplicate)
}
