package bitmap_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/bitmap"
)

// universe is the records of the entity in all benchmarks.
const universe = 10_000_000

// holdings are the parts whose union is about a tenth of the universe.
type holdings struct {
	sets    []bitmap.Set
	bitmaps []*roaring.Bitmap // the same, in roaring
	values  [][]uint32        // the same, in sorted slices
	want    int
}

// layouts draw the members of n holdings in each order of records.
var layouts = []struct {
	name string
	draw func(r *rand.Rand, n, i int) []uint32
}{
	{"clustered", func(_ *rand.Rand, n, i int) []uint32 { return stretch(uint32(3_000_000+i*(1_000_000/n)), 1_000_000/n) }},
	{"aged", func(r *rand.Rand, n, i int) []uint32 {
		each := 1_000_000 / n
		return append(stretch(uint32(3_000_000+i*each), each*9/10), pick(r, each/10, 0, universe)...)
	}},
	{"fragmented", func(r *rand.Rand, n, _ int) []uint32 { return pick(r, 1_000_000/n, 0, universe) }},
}

func newHoldings(b *testing.B, n int, draw func(*rand.Rand, int, int) []uint32) holdings {
	r := newRand(b, 30)
	var h holdings
	all := roaring.New()
	for i := range n {
		values := draw(r, n, i)
		slices.Sort(values)
		values = slices.Compact(values)
		m := roaring.BitmapOf(values...)
		m.RunOptimize()
		all.Or(m)
		h.sets, h.bitmaps, h.values = append(h.sets, bitmap.FromSorted(values)), append(h.bitmaps, m), append(h.values, values)
	}
	h.want = int(all.GetCardinality())
	return h
}

func BenchmarkUnion(b *testing.B) {
	for _, layout := range layouts {
		for _, n := range []int{2, 16, 256, 2048} {
			h := newHoldings(b, n, layout.draw)
			b.Run(fmt.Sprintf("layout=%s/sets=%d/way=ambit", layout.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if bitmap.Union(h.sets...).Len() != h.want {
						b.Fatal("wrong answer")
					}
				}
			})
			b.Run(fmt.Sprintf("layout=%s/sets=%d/way=FastOr", layout.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if int(roaring.FastOr(h.bitmaps...).GetCardinality()) != h.want {
						b.Fatal("wrong answer")
					}
				}
			})
			b.Run(fmt.Sprintf("layout=%s/sets=%d/way=slices", layout.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					all := slices.Concat(h.values...)
					slices.Sort(all)
					if len(slices.Compact(all)) != h.want {
						b.Fatal("wrong answer")
					}
				}
			})
		}
	}
}

// united is one user's list in each layout.
func united(b *testing.B, run func(b *testing.B, s bitmap.Set, values []uint32)) {
	for _, layout := range layouts {
		h := newHoldings(b, 256, layout.draw)
		s := bitmap.Union(h.sets...)
		values := s.AppendTo(nil)
		b.Run("layout="+layout.name, func(b *testing.B) {
			b.ReportAllocs()
			run(b, s, values)
		})
	}
}

func sum(values []uint32) (total uint64) {
	for _, x := range values {
		total += uint64(x)
	}
	return total
}

func BenchmarkIterate(b *testing.B) {
	perOrdinal := func(b *testing.B, n int) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/ordinal")
	}
	united(b, func(b *testing.B, s bitmap.Set, values []uint32) {
		want := sum(values)
		check := func(b *testing.B, total uint64) {
			if total != want {
				b.Fatal("wrong answer")
			}
		}
		b.Run("way=Runs", func(b *testing.B) {
			for b.Loop() {
				total := uint64(0)
				for first, last := range s.Runs() {
					for x := first; ; x++ {
						total += uint64(x)
						if x == last {
							break
						}
					}
				}
				check(b, total)
			}
			perOrdinal(b, s.Len())
		})
		b.Run("way=All", func(b *testing.B) {
			for b.Loop() {
				total := uint64(0)
				for x := range s.All() {
					total += uint64(x)
				}
				check(b, total)
			}
			perOrdinal(b, s.Len())
		})
		buffer := make([]uint32, 0, s.Len())
		b.Run("way=AppendTo", func(b *testing.B) {
			for b.Loop() {
				check(b, sum(s.AppendTo(buffer)))
			}
			perOrdinal(b, s.Len())
		})
		b.Run("way=slice", func(b *testing.B) {
			for b.Loop() {
				check(b, sum(values))
			}
			perOrdinal(b, s.Len())
		})
	})
}

func BenchmarkContains(b *testing.B) {
	united(b, func(b *testing.B, s bitmap.Set, values []uint32) {
		r := newRand(b, 31)
		probes := pick(r, 1<<16, 0, universe)
		var want, i, hits, rounds int
		for _, x := range probes {
			if _, found := slices.BinarySearch(values, x); found {
				want++
			}
		}
		for b.Loop() {
			if s.Contains(probes[i]) {
				hits++
			}
			if i++; i == len(probes) {
				i = 0
				rounds++
				require.Equal(b, want*rounds, hits)
			}
		}
	})
}

func BenchmarkPage(b *testing.B) {
	united(b, func(b *testing.B, s bitmap.Set, values []uint32) {
		at := 0
		for b.Loop() {
			at = (at + 77777) % (len(values) - 100)
			first, _ := s.Select(at)
			i := at
			for x := range s.From(first) {
				if x != values[i] {
					b.Fatal("wrong answer")
				}
				if i++; i == at+100 {
					break
				}
			}
		}
	})
}

func BenchmarkWith(b *testing.B) {
	for _, changes := range []int{1, 100} {
		united(b, func(b *testing.B, s bitmap.Set, values []uint32) {
			remove := values[len(values)/2:][:changes]
			var add []uint32
			for x := values[0]; len(add) < changes; x += 3 {
				if !s.Contains(x) {
					add = append(add, x)
				}
			}
			b.Run(fmt.Sprintf("changes=%d", changes), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if s.With(add, remove).Len() != s.Len() {
						b.Fatal("wrong answer")
					}
				}
			})
		})
	}
}

func BenchmarkIntersectCandidates(b *testing.B) {
	united(b, func(b *testing.B, s bitmap.Set, values []uint32) {
		candidates := bitmap.Of(pick(newRand(b, 32), 10_000, 0, universe)...)
		want := 0
		for x := range candidates.All() {
			if _, found := slices.BinarySearch(values, x); found {
				want++
			}
		}
		for b.Loop() {
			if bitmap.Intersect(s, candidates).Len() != want {
				b.Fatal("wrong answer")
			}
		}
	})
}

func BenchmarkBuildAscending(b *testing.B) {
	for _, step := range []uint32{1, 3} {
		b.Run(fmt.Sprintf("step=%d", step), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var builder bitmap.Builder
				for i := range uint32(universe) {
					builder.Add(i * step)
				}
				if builder.Set().Len() != universe {
					b.Fatal("wrong answer")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/universe, "ns/ordinal")
		})
	}
}
