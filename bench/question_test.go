package bench_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// pair is a user and a record to ask about.
type pair struct {
	user, record string
	allow        bool
}

// pairs are random users and records with the true answers. The ids are copies in the order in which
// they are asked, as those of a request that just came in are.
func (w *world) pairs(count int) []pair {
	dice := rand.New(rand.NewPCG(seed, uint64(len(w.records))))
	all := make([]pair, count)
	for i := range all {
		all[i].user, all[i].record = w.users[dice.IntN(len(w.users))], w.records[dice.IntN(len(w.records))]
		all[i].allow = w.reads(all[i].user, all[i].record)
		all[i].user, all[i].record = strings.Clone(all[i].user), strings.Clone(all[i].record)
	}
	return all
}

// BenchmarkCheck asks about random users and records: by ids, by the handle of a user, and, as floor
// and baseline, a chain of dependent random memory reads and plain Go maps.
func BenchmarkCheck(b *testing.B) {
	for _, records := range sizes {
		w := worldOf(b, records)
		snap := w.loaded(b).Snapshot()
		pairs := w.pairs(1 << 16)
		for _, p := range pairs { // warm, and right
			d, err := snap.Check(p.user, index.Read, index.RecordRef("account", p.record))
			require.NoError(b, err)
			require.Equal(b, p.allow, bool(d), p)
		}
		b.Run(fmt.Sprintf("by=ids/records=%d", records), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				p := &pairs[i&(1<<16-1)]
				if d, _ := snap.Check(p.user, index.Read, index.RecordRef("account", p.record)); bool(d) != p.allow {
					b.Fatal(p)
				}
			}
		})
		b.Run(fmt.Sprintf("by=handle/records=%d", records), func(b *testing.B) {
			user, err := snap.User(pairs[0].user)
			require.NoError(b, err)
			allowed := make([]bool, len(pairs))
			for i, p := range pairs {
				allowed[i] = w.reads(pairs[0].user, p.record)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				at := i & (1<<16 - 1)
				if d, _ := user.Check(index.Read, index.RecordRef("account", pairs[at].record)); bool(d) != allowed[at] {
					b.Fatal(pairs[at])
				}
			}
		})
		b.Run(fmt.Sprintf("baseline=maps/records=%d", records), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				p := &pairs[i&(1<<16-1)]
				if w.reads(p.user, p.record) != p.allow {
					b.Fatal(p)
				}
			}
		})
	}
	b.Run("floor=memory", func(b *testing.B) {
		chain := rand.New(rand.NewPCG(seed, seed)).Perm(1 << 24) // 128 MiB
		at := 0
		for b.Loop() {
			at = chain[at]
		}
		require.GreaterOrEqual(b, at, 0)
	})
}

// BenchmarkList asks for the records of a Deep user who reads about a tenth of them: the set, its
// number, a page, and all ids; the baseline asks plain maps about each record.
func BenchmarkList(b *testing.B) {
	for _, records := range sizes {
		w := worldOf(b, records)
		snap := w.loaded(b).Snapshot()
		user, set := w.deepUser(b, snap)
		size := fmt.Sprintf("records=%d/reach=%d", records, set.Len())
		b.Run("ask=set/"+size, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				found, err := snap.Records(user, graph.Read, "account")
				if err != nil || found.Len() != set.Len() {
					b.Fatal(err)
				}
			}
		})
		b.Run("ask=count/"+size, func(b *testing.B) {
			want := w.count(user)
			for b.Loop() {
				if set.Len() != want {
					b.Fatal(set.Len())
				}
			}
		})
		b.Run("ask=page/"+size, func(b *testing.B) {
			b.ReportAllocs()
			token, walked := "", 0
			for b.Loop() {
				ids, next, err := set.Page(token, 100)
				if err != nil {
					b.Fatal(err)
				}
				walked += len(ids)
				if token = next; token == "" {
					require.Equal(b, set.Len(), walked)
					walked = 0
				}
			}
		})
		b.Run("ask=ids/"+size, func(b *testing.B) {
			for b.Loop() {
				count := 0
				for range set.All() {
					count++
				}
				require.Equal(b, set.Len(), count)
			}
			perSecond(b, set.Len())
		})
		b.Run("baseline=maps/"+size, func(b *testing.B) {
			for b.Loop() {
				require.Equal(b, set.Len(), w.count(user))
			}
		})
	}
}
