package index_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// agreeing is the world with the same setting for share, unshare and reparent in each relationship,
// after recompute-inherited: the conditions of 16.8.
func agreeing(w world) world {
	w.Helper()
	for _, r := range all[graph.Relationship](w) {
		r.Unshare, r.Reparent = r.Share, r.Share
		if next, ok := w.try(put(r)...); ok { // unless it would close a circle (12.8)
			w = next
			continue
		}
		r.Share, r.Unshare, r.Reparent = graph.NoCascade, graph.NoCascade, graph.NoCascade
		w = w.must(put(r)...)
	}
	w = w.must(graph.RecomputeInherited{})
	w.requireSame(w.must(graph.RecomputeInherited{}), "12.6")
	return w
}

// 16.8: grant then revoke is an identity if the principal neither owns the record nor had a share on
// it, the settings agree and recompute-inherited would change nothing. 16.9: so are link and unlink of an
// empty lookup then, if no other lookup of the child points at that parent.
func TestLawOfGrantAndRevoke(t *testing.T) {
	granted, linked := 0, 0
	eachWorld(t, func(w world) {
		w = agreeing(w)
		shares := map[graph.Ref][]graph.Principal{}
		for _, share := range all[graph.RecordShare](w) {
			shares[share.Record] = append(shares[share.Record], share.Principal)
		}
		principals := []graph.Principal{graph.Organization}
		for _, user := range all[graph.User](w) {
			principals = append(principals, graph.UserRef(user.ID))
		}
		for _, record := range all[graph.Record](w) {
			p, rights := some(w, principals), graph.RightsOf(some(w, graph.EachRight[:]), some(w, graph.EachRight[:]))
			if p != record.Owner && !slices.Contains(shares[record.Ref()], p) {
				if next, ok := w.try(graph.GrantShare{Record: record.Ref(), Principal: p, Rights: rights}); ok {
					w.requireSame(next.must(graph.RevokeShare{Record: record.Ref(), Principal: p}), "16.8", record, p, rights)
					granted++
				}
			}
			parent := some(w, all[graph.Record](w)).Ref()
			for _, r := range all[graph.Relationship](w) {
				_, set := record.Lookups[r.Lookup]
				for _, target := range record.Lookups {
					set = set || target == parent
				}
				if set || r.Child != record.Entity {
					continue
				}
				if next, ok := w.try(graph.LinkRecord{Record: record.Ref(), Lookup: r.Lookup, Target: parent}); ok {
					w.requireSame(next.must(graph.UnlinkRecord{Record: record.Ref(), Lookup: r.Lookup}), "16.9", record, r, parent)
					linked++
				}
			}
		}
	})
	require.Positive(t, granted)
	require.Positive(t, linked)
}

// 16.9: move and back is an identity if the first move dropped nothing.
func TestLawOfMoveAndBack(t *testing.T) {
	moved := 0
	eachWorld(t, func(w world) {
		for range 8 {
			unit, parent := some(w, all[graph.BusinessUnit](w)), some(w, all[graph.BusinessUnit](w))
			next, ok := w.try(graph.MoveUnit{BusinessUnit: unit.ID, Parent: parent.ID})
			if !ok || !slices.Equal(all[graph.RoleAssignment](w), all[graph.RoleAssignment](next)) {
				continue
			}
			if before, after := all[graph.Role](w), all[graph.Role](next); !sameOverrides(before, after) {
				continue
			}
			w.requireSame(next.must(graph.MoveUnit{BusinessUnit: unit.ID, Parent: unit.Parent}), "16.9")
			moved++
		}
	})
	require.Positive(t, moved)
}

func sameOverrides(a, b []graph.Role) bool {
	return slices.EqualFunc(a, b, func(a, b graph.Role) bool { return slices.Equal(a.Overrides, b.Overrides) })
}

// 16.10: where every relationship has Cascade everywhere or NoCascade everywhere, no verb leaves
// recompute-inherited anything to do once it has run.
func TestLawOfRecompute(t *testing.T) {
	verbs := 0
	eachWorld(t, func(w world) {
		for _, r := range all[graph.Relationship](w) {
			r.Assign, r.Share, r.Unshare, r.Reparent = graph.CascadeAll, graph.CascadeAll, graph.CascadeAll, graph.CascadeAll
			if next, ok := w.try(put(r)...); ok && w.IntN(5) > 0 {
				w = next
				continue
			}
			r.Assign, r.Share, r.Unshare, r.Reparent = graph.NoCascade, graph.NoCascade, graph.NoCascade, graph.NoCascade
			w = w.must(put(r)...)
		}
		w = w.must(graph.RecomputeInherited{})
		history := indextest.NewHistory(w.seed, w.objects())
		for range 60 {
			for _, change := range history.Next(w.objects()) {
				switch change.(type) {
				case graph.PutObject, graph.DeleteObject:
					continue
				}
				next, ok := w.try(change)
				if !ok {
					continue
				}
				verbs++
				require.Equal(t, next.objects(), next.must(graph.RecomputeInherited{}).objects(), "seed %d: 16.10: %#v\n%s", w.seed, change,
					indextest.Story{Objects: w.objects(), Batches: [][]graph.Change{{change}}})
				w = next
			}
		}
	})
	require.Positive(t, verbs)
}

// 16.11: granting, putting and revoking twice equal once.
func TestLawOfDoingTwice(t *testing.T) {
	twice := 0
	eachWorld(t, func(w world) {
		for range 10 {
			object, record, user := some(w, w.objects()), some(w, all[graph.Record](w)), some(w, all[graph.User](w))
			p, rights := graph.UserRef(user.ID), graph.RightsOf(some(w, graph.EachRight[:]), some(w, graph.EachRight[:]))
			for _, change := range []graph.Change{
				graph.PutObject{Object: object},
				graph.GrantShare{Record: record.Ref(), Principal: p, Rights: rights}, graph.RevokeShare{Record: record.Ref(), Principal: p},
			} {
				if once, ok := w.try(change); ok {
					once.requireSame(once.must(change), "16.11")
					once.requireSame(w.must(change, change), "16.11")
					twice++
				}
			}
		}
	})
	require.Positive(t, twice)
}

// 16.13: a batch equals its changes one by one, if those all succeed.
func TestLawOfBatches(t *testing.T) {
	compared := 0
	eachWorld(t, func(w world) {
		history := indextest.NewHistory(w.seed+100, w.objects())
		for range 15 {
			batch := history.Next(w.objects())
			single, alone := w, true
			for _, change := range batch {
				if alone {
					single, alone = single.try(change)
				}
			}
			if alone {
				w.must(batch...).requireSame(single, "16.13", batch)
				compared++
				w = single
			}
		}
	})
	require.Positive(t, compared)
}

// 16.12: the order in which an index loads makes no difference. 16.14: what it writes out and loads
// again answers alike, and so does what is opened again.
func TestLawOfWritingOut(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for seed := range uint64(4) {
		objects := indextest.Organisation(seed, indextest.Shape{})
		dir := t.TempDir()
		first := openedAt(t, dir, nil)
		_, err := first.Load(ctx, source(objects))
		require.NoError(t, err, "seed %d", seed)
		shuffled := slices.Clone(objects)
		rand.New(rand.NewPCG(seed, 12)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		second := openedAt(t, t.TempDir(), nil)
		_, err = second.Load(ctx, source(shuffled))
		require.NoError(t, err, "seed %d", seed)
		of := func(ix *index.Index) world { return world{T: t, seed: seed, snap: ix.Snapshot(), known: &remembered{}} }
		require.Equal(t, of(first).reach(), of(second).reach(), "seed %d: 16.12", seed)

		history := indextest.NewHistory(seed, objects)
		for range 15 {
			_, _ = first.Apply(ctx, history.Next(of(first).objects())...) // refusals leave no trace
		}
		again := openedAt(t, t.TempDir(), nil)
		_, err = again.Load(ctx, source(of(first).objects()))
		require.NoError(t, err, "seed %d", seed)
		of(first).requireSame(of(again), "16.14")
		require.NoError(t, first.Close())
		of(openedAt(t, dir, nil)).requireSame(of(again), "16.14")
	}
}
