package bench_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// verbSizes are the numbers of records at which a verb should cost the same.
var verbSizes = []int{10_000, 100_000, 1_000_000}

// BenchmarkVerb applies verbs, durably, and tries them, without the disk, to indexes of three sizes; its
// baseline makes the same index anew out of its directory.
func BenchmarkVerb(b *testing.B) {
	for _, records := range verbSizes {
		w := worldOf(b, records)
		ix := w.loaded(b)
		chief := w.chief()
		reach, err := ix.Snapshot().Records(chief, index.Read, "account")
		require.NoError(b, err)
		require.Equal(b, w.count(chief), reach.Len())
		for _, row := range []struct {
			name string
			make func(i int) index.Change
		}{
			{"move_unit", w.moveUnit(chief)},
			{"assign_record", w.assignRecord(chief)},
			{"grant_share", w.grantShare(chief)},
			{"transfer_user", w.transferUser(chief)}, // the last, for it takes away the user's roles (7.3b)
		} {
			b.Run(fmt.Sprintf("%s/records=%d", row.name, records), func(b *testing.B) {
				b.ReportAllocs()
				made := 0
				for ; b.Loop(); made++ {
					_, err := ix.Apply(context.Background(), row.make(made))
					require.NoError(b, err)
				}
				if made%2 == 1 { // the way back
					_, err := ix.Apply(context.Background(), row.make(made))
					require.NoError(b, err)
				}
				again, err := ix.Snapshot().Records(chief, index.Read, "account")
				require.NoError(b, err)
				require.Equal(b, reach.Len(), again.Len())
			})
			b.Run(fmt.Sprintf("try_%s/records=%d", row.name, records), func(b *testing.B) {
				b.ReportAllocs()
				base := ix.Snapshot()
				var tried *index.Snapshot
				for b.Loop() {
					var err error
					tried, err = base.Try(row.make(0))
					require.NoError(b, err)
				}
				there, err := tried.Records(chief, index.Read, "account")
				require.NoError(b, err)
				require.NotEqual(b, reach.Len(), there.Len())
			})
		}
	}
}

// BenchmarkRebuild opens the indexes of BenchmarkVerb anew: what a change would cost that made every set
// again.
func BenchmarkRebuild(b *testing.B) {
	for _, records := range verbSizes {
		w := worldOf(b, records)
		dir := b.TempDir()
		require.NoError(b, w.loadedIn(b, dir).Close())
		b.Run(fmt.Sprintf("records=%d", records), func(b *testing.B) {
			for b.Loop() {
				ix, err := index.Open(dir, nil)
				require.NoError(b, err)
				entity, _ := ix.Snapshot().State().Entity("account")
				require.Equal(b, records, entity.Len())
				require.NoError(b, ix.Close())
			}
		})
	}
}

// BenchmarkBatch applies 10,000 verbs as one batch: one commit.
func BenchmarkBatch(b *testing.B) {
	const size = 10_000
	for _, records := range verbSizes {
		w := worldOf(b, records)
		ix := w.loaded(b)
		at := 0
		next := func() index.Change {
			at++
			record, user := w.records[at*7919%len(w.records)], w.users[at*31%len(w.users)]
			ref, p := index.RecordRef("account", record), index.UserRef(user)
			switch at % 3 {
			case 0:
				return index.AssignRecord{Record: ref, Owner: p}
			case 1:
				return index.GrantShare{Record: ref, Principal: p, Rights: index.RightsOf(index.Read, index.Write)}
			}
			return index.RevokeShare{Record: ref, Principal: p}
		}
		b.Run(fmt.Sprintf("verbs=%d/records=%d", size, records), func(b *testing.B) {
			b.ReportAllocs()
			before := ix.Revision()
			for b.Loop() {
				changes := make([]index.Change, size)
				for i := range changes {
					changes[i] = next()
				}
				_, err := ix.Apply(context.Background(), changes...)
				require.NoError(b, err)
			}
			require.Equal(b, before+index.Revision(b.N), ix.Revision())
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size), "ns/change")
		})
		differences, err := ix.Verify(context.Background())
		require.NoError(b, err)
		require.Empty(b, differences)
	}
}

// BenchmarkChain links 10,000 records into one chain, in one batch, from the top down and from the bottom up.
func BenchmarkChain(b *testing.B) {
	const length = 10_000
	state := graph.NewState()
	ref := func(i int) graph.Ref { return graph.RecordRef("account", fmt.Sprint(i)) }
	objects := []graph.Change{
		graph.PutObject{Object: graph.BusinessUnit{ID: "root"}}, graph.PutObject{Object: graph.User{ID: "owner"}},
		graph.PutObject{Object: graph.Entity{Name: "account"}},
		graph.PutObject{Object: graph.Relationship{
			Child: "account", Lookup: "parent", Parent: "account",
			Assign: graph.CascadeAll, Share: graph.CascadeAll, Unshare: graph.CascadeAll, Reparent: graph.CascadeAll,
		}},
	}
	for i := range length + 1 {
		record := graph.Record{Entity: "account", ID: fmt.Sprint(i), Owner: graph.UserRef("owner")}
		objects = append(objects, graph.PutObject{Object: record})
	}
	state, _, err := state.Apply(objects)
	require.NoError(b, err)
	var down []graph.Change
	for i := range length {
		down = append(down, graph.LinkRecord{Record: ref(i + 1), Lookup: "parent", Target: ref(i)})
	}
	up := slices.Clone(down)
	slices.Reverse(up)
	for _, row := range []struct {
		order string
		batch []graph.Change
	}{{"down", down}, {"up", up}} {
		b.Run(row.order, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				next, _, err := state.Apply(row.batch)
				require.NoError(b, err)
				_, _, err = next.Apply([]graph.Change{graph.LinkRecord{Record: ref(0), Lookup: "parent", Target: ref(length)}})
				require.ErrorIs(b, err, graph.ErrCycle)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*length), "ns/change")
		})
	}
}

// chief is the Deep user, below the root, with the most records below in other units.
func (w *world) chief() string {
	chief, most := "", 0
	for _, user := range w.users {
		home := w.unitOf["user:"+user]
		if w.depth[user] != graph.Deep || w.parent[home] == "" {
			continue
		}
		if _, below := w.largestBelow(home); below > most {
			chief, most = user, below
		}
	}
	return chief
}

// largestBelow is the child of a unit with the most records in its subtree, and how many.
func (w *world) largestBelow(unit string) (child string, most int) {
	below := map[string]int{}
	for owner, records := range w.byOwner {
		at := w.unitOf[owner]
		for at != "" && w.parent[at] != unit {
			at = w.parent[at]
		}
		if at != "" {
			below[at] += len(records)
		}
	}
	for at, records := range below {
		if records > most || records == most && at < child {
			child, most = at, records
		}
	}
	return child, most
}

// moveUnit takes the largest subtree below the unit of a Deep user out of it, and back.
func (w *world) moveUnit(chief string) func(i int) index.Change {
	home := w.unitOf["user:"+chief]
	child, _ := w.largestBelow(home)
	root := home
	for w.parent[root] != "" {
		root = w.parent[root]
	}
	return func(i int) index.Change {
		return index.MoveUnit{BusinessUnit: child, Parent: []string{root, home}[i%2]}
	}
}

// transferUser takes the user with the most records in the unit of a Deep user out of it, and back.
func (w *world) transferUser(chief string) func(i int) index.Change {
	home := w.unitOf["user:"+chief]
	owner, most := "", 0
	for _, user := range w.users {
		if unit := w.unitOf["user:"+user]; unit == home && user != chief && len(w.byOwner["user:"+user]) > most {
			owner, most = user, len(w.byOwner["user:"+user])
		}
	}
	root := home
	for w.parent[root] != "" {
		root = w.parent[root]
	}
	return func(i int) index.Change {
		return index.TransferUser{User: owner, BusinessUnit: []string{root, home}[i%2]}
	}
}

// assignRecord takes a record of the unit of a Deep user to the root, and back.
func (w *world) assignRecord(chief string) func(i int) index.Change {
	home := w.unitOf["user:"+chief]
	root := home
	for w.parent[root] != "" {
		root = w.parent[root]
	}
	away := ""
	for _, user := range w.users {
		if w.unitOf["user:"+user] == root {
			away = user
		}
	}
	for _, user := range w.users {
		if w.unitOf["user:"+user] != home || user == chief {
			continue
		}
		for _, record := range w.byOwner["user:"+user] {
			if len(w.shared[record]) == 0 {
				return func(i int) index.Change {
					return index.AssignRecord{Record: index.RecordRef("account", record), Owner: index.UserRef([]string{away, user}[i%2])}
				}
			}
		}
	}
	return nil
}

// grantShare shares a record that a Deep user does not reach with the user, and takes it back.
func (w *world) grantShare(chief string) func(i int) index.Change {
	for _, record := range w.records {
		if w.reads(chief, record) {
			continue
		}
		ref, p := index.RecordRef("account", record), index.UserRef(chief)
		return func(i int) index.Change {
			if i%2 == 1 {
				return index.RevokeShare{Record: ref, Principal: p}
			}
			return index.GrantShare{Record: ref, Principal: p, Rights: graph.RightsOf(graph.Read)}
		}
	}
	return nil
}
