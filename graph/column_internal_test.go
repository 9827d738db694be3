package graph

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// steps are how many versions the tests of the page structures make, each from one of those before.
const steps = 200

// A column is the slice that it stands for, and no version changes when others are made from it.
func TestColumnIsASlice(t *testing.T) {
	const seed = 11
	random := rand.New(rand.NewPCG(seed, 1))
	type version struct {
		column column[uint32]
		rows   []uint32
	}
	loaded := make([]uint32, 2*pageRows+17)
	for i := range loaded {
		loaded[i] = random.Uint32()
	}
	versions := []version{{}, {columnOf(slices.Clone(loaded)), loaded}}
	for range steps {
		from := versions[len(versions)-1-random.IntN(min(4, len(versions)))]
		next := version{from.column, slices.Clone(from.rows)}
		e := &edit{}
		pages := map[uint32]bool{}
		for range 1 + random.IntN(20) {
			row, value := uint32(random.IntN(len(next.rows)+50)), random.Uint32()
			if random.IntN(40) == 0 {
				row += 2 * pageRows // leaves whole pages of zeros behind
			}
			next.column.set(e, row, value)
			for uint32(len(next.rows)) <= row {
				pages[uint32(len(next.rows))/pageRows] = true
				next.rows = append(next.rows, 0)
			}
			next.rows[row] = value
			pages[row/pageRows] = true
		}
		require.LessOrEqual(t, e.clones, len(pages), "seed %d: a page is cloned once", seed)
		versions = append(versions, next)
	}
	for i, v := range versions {
		require.EqualValues(t, len(v.rows), v.column.length, "seed %d version %d", seed, i)
		for row, want := range v.rows {
			if got := v.column.at(uint32(row)); got != want {
				require.Equal(t, want, got, "seed %d version %d row %d", seed, i, row)
			}
		}
		require.Zero(t, v.column.at(v.column.length), "beyond the end")
	}
}

// Versions of a column share the pages in which they do not differ.
func TestColumnSharesPages(t *testing.T) {
	c := columnOf(make([]uint32, 5*pageRows))
	next, e := c, &edit{}
	next.set(e, 2*pageRows+1, 7)
	next.set(e, 2*pageRows+2, 8)
	require.Equal(t, 1, e.clones)
	for i := range c.pages {
		require.Equal(t, i != 2, c.pages[i] == next.pages[i], "page %d", i)
	}
	require.Zero(t, c.at(2*pageRows+1))
}
