package index_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// many are accounts of cy, enough for a load that numbers the records anew.
func many() []graph.Object {
	objects := make([]graph.Object, 12_000)
	for i := range objects {
		objects[i] = graph.Record{Entity: "account", ID: fmt.Sprint("many", i), Owner: graph.UserRef("cy")}
	}
	return objects
}

// A large load leaves the snapshots of before as they were, walks of pages too; a walk does not go on in
// the records that it numbered anew.
func TestBulkLoadLeavesSnapshots(t *testing.T) {
	ix, err := index.Open(t.TempDir(), nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, ix.Close()) }()
	_, err = ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	reads := func(s *index.Snapshot) index.RecordSet {
		set, err := s.Records("ben", graph.Read, "account")
		require.NoError(t, err)
		return set
	}
	old := ix.Snapshot()
	first, token, err := reads(old).Page("", 2)
	require.NoError(t, err)

	var wait sync.WaitGroup
	wait.Go(func() {
		s, err := ix.SnapshotAt(t.Context(), 2)
		if err != nil || s.Revision() != 2 || reads(s).Len() != 12_005 {
			t.Errorf("revision %d: %v", s.Revision(), err)
		}
	})
	revision, err := ix.Load(t.Context(), source(many()))
	require.NoError(t, err)
	require.EqualValues(t, 2, revision)
	wait.Wait()

	rest, end, err := reads(old).Page(token, 10)
	require.NoError(t, err)
	require.Empty(t, end)
	walked := slices.Concat(first, rest)
	slices.Sort(walked)
	require.Equal(t, []string{"a1", "a2", "a3", "a4", "a6"}, walked)
	require.False(t, reads(old).Contains("many7"))

	_, _, err = reads(ix.Snapshot()).Page(token, 10)
	require.ErrorIs(t, err, index.ErrPageExpired)
	_, token, err = reads(ix.Snapshot()).Page("", 10)
	require.NoError(t, err)
	_, err = ix.Apply(t.Context(), graph.DeleteObject{Object: graph.Record{Entity: "account", ID: "many7"}})
	require.NoError(t, err)
	_, _, err = reads(ix.Snapshot()).Page(token, 10)
	require.NoError(t, err)
	differences, err := ix.Verify(t.Context())
	require.NoError(t, err)
	require.Empty(t, differences)
}

// Writers from many goroutines take turns: each write has a revision of its own, and is there from then on.
func TestWritersTakeTurns(t *testing.T) {
	ix, err := index.Open(t.TempDir(), nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, ix.Close()) }()
	_, err = ix.Load(t.Context(), source(indextest.Worked()))
	require.NoError(t, err)
	const writers, writes = 4, 15
	var mutex sync.Mutex
	revisions := map[graph.Revision]string{}
	var wait sync.WaitGroup
	for writer := range writers {
		wait.Go(func() {
			for i := range writes {
				record := graph.Record{Entity: "account", ID: fmt.Sprintf("w%d.%d", writer, i), Owner: graph.UserRef("cy")}
				var revision graph.Revision
				var err error
				if i%5 == 0 {
					revision, err = ix.Load(t.Context(), source([]graph.Object{record}))
				} else {
					revision, err = ix.Apply(t.Context(), graph.PutObject{Object: record})
				}
				may, asked := ix.Snapshot().Check("ben", graph.Read, record.Ref())
				if err != nil || asked != nil || may != index.Allow {
					t.Errorf("%v: revision %d: %v %v %v", record, revision, may, err, asked)
				}
				mutex.Lock()
				if other, taken := revisions[revision]; taken {
					t.Errorf("revision %d is of %s and %s", revision, other, record)
				}
				revisions[revision] = record.String()
				mutex.Unlock()
			}
		})
	}
	wait.Wait()
	require.Len(t, revisions, writers*writes)
	require.EqualValues(t, 1+writers*writes, ix.Revision())
}

// A bulk load leaves nothing of an entity that was deleted before it.
func TestBulkLoadAfterAnEntityIsDeleted(t *testing.T) {
	dir := t.TempDir()
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	gone := graph.Entity{Name: "gone"}
	for _, change := range []graph.Change{graph.PutObject{Object: gone}, graph.DeleteObject{Object: gone}} {
		_, err = ix.Apply(t.Context(), change)
		require.NoError(t, err)
	}
	_, err = ix.Load(t.Context(), source(slices.Concat(indextest.Worked(), many())))
	require.NoError(t, err)
	require.NoError(t, ix.Close())
	ix, err = index.Open(dir, nil)
	require.NoError(t, err)
	differences, err := ix.Verify(t.Context())
	require.NoError(t, err)
	require.Empty(t, differences)
	require.NoError(t, ix.Close())
}
