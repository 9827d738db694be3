package indextest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// kin is the organisation small, where each user may own accounts and u-root owns three: top, middle
// under it and low under that, by the lookup parent of the relationship of accounts that is given.
func kin(t *testing.T, r graph.Relationship, more ...graph.Object) *indextest.Oracle {
	t.Helper()
	r.Child, r.Lookup, r.Parent = "account", "parent", "account"
	objects := []graph.Object{r, reads("reader", graph.Basic, graph.InheritUser), under("top", "u-root", ""), under("middle", "u-root", "top"), under("low", "u-root", "middle")}
	for _, unit := range []string{"root", "mid", "leaf", "side"} {
		objects = append(objects, toUser("reader", "u-"+unit))
	}
	o := small(t, objects...)
	for _, object := range more {
		require.NoError(t, o.Apply(put(object)))
	}
	return o
}

// everywhere is a relationship in which all settings are the same.
func everywhere(c graph.Cascade) graph.Relationship {
	return graph.Relationship{Assign: c, Share: c, Unshare: c, Reparent: c}
}

// under is an account of a user that points at a parent, or at none.
func under(id, owner, parent string) graph.Record {
	record := graph.Record{Entity: "account", ID: id, Owner: graph.UserRef(owner)}
	if parent != "" {
		record.Lookups = map[string]graph.Ref{"parent": account(parent)}
	}
	return record
}

// inherited is a share of an account with a user that inherits from one origin.
func inherited(id, user, origin string, rights graph.Rights) graph.RecordShare {
	return graph.RecordShare{
		Record: account(id), Principal: graph.UserRef(user),
		Inherited: []graph.InheritedShare{{Origin: account(origin), Rights: rights}},
	}
}

func do(t *testing.T, o *indextest.Oracle, changes ...graph.Change) {
	t.Helper()
	require.NoError(t, o.Apply(changes))
}

// requireShares tests that the shares are those given and no others.
func requireShares(t *testing.T, o *indextest.Oracle, want ...graph.RecordShare) {
	t.Helper()
	requireKind(t, o, graph.KindShare, want)
}

// requireKind tests that the objects of a kind are those given, in any order.
func requireKind[T graph.Object](t *testing.T, o *indextest.Oracle, kind graph.Kind, want []T) {
	t.Helper()
	var got []T
	for _, object := range o.Objects() {
		if object.Kind() == kind {
			got = append(got, object.(T))
		}
	}
	require.ElementsMatch(t, want, got)
}

// recordOf is an account as the oracle dumps it.
func recordOf(t *testing.T, o *indextest.Oracle, id string) graph.Record {
	t.Helper()
	for _, object := range o.Objects() {
		if record, ok := object.(graph.Record); ok && record.ID == id {
			return record
		}
	}
	require.Fail(t, "no such record", id)
	return graph.Record{}
}

// userOf is a user as the oracle dumps it.
func userOf(t *testing.T, o *indextest.Oracle, id string) graph.User {
	t.Helper()
	for _, object := range o.Objects() {
		if user, ok := object.(graph.User); ok && user.ID == id {
			return user
		}
	}
	require.Fail(t, "no such user", id)
	return graph.User{}
}

// requireRefused tests that the changes are refused for the reason, and that they leave no trace (16.13).
func requireRefused(t *testing.T, o *indextest.Oracle, reason error, changes ...graph.Change) {
	t.Helper()
	before := o.Objects()
	require.ErrorIs(t, o.Apply(changes), reason)
	require.Equal(t, before, o.Objects())
}

// requireNothing tests that the changes change nothing.
func requireNothing(t *testing.T, o *indextest.Oracle, changes ...graph.Change) {
	t.Helper()
	before := o.Objects()
	require.NoError(t, o.Apply(changes))
	require.Equal(t, before, o.Objects())
}

const (
	rd = graph.Rights(graph.Read)
	wr = graph.Rights(graph.Write)
)
