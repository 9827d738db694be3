package bitmap_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/bitmap"
)

func TestBuilderAgainstOracle(t *testing.T) {
	r := newRand(t, 4)
	var b bitmap.Builder
	for range 30 {
		o := oracle{}
		for range r.IntN(12) {
			switch values := anyValues(r, 20000); r.IntN(5) {
			case 0:
				b.AddMany(values)
				for _, x := range values {
					o[x] = true
				}
			case 1:
				b.AddSet(bitmap.Of(values...))
				for _, x := range values {
					o[x] = true
				}
			case 2:
				from := r.Uint32N(1 << 20)
				to := from + r.Uint32N(1<<17)
				b.AddRange(from, to)
				for x := from; x < to; x++ {
					o[x] = true
				}
			case 3:
				for _, x := range values[:min(len(values), 300)] {
					b.Remove(x)
					delete(o, x)
				}
			case 4:
				for x := range o { // in no order
					b.Add(x)
					b.Add(x + 1)
					o[x+1] = true
					if r.IntN(10) == 0 {
						break
					}
				}
			}
		}
		requireSame(t, o, b.Set())
	}
	require.True(t, b.Set().IsEmpty(), "Set leaves the Builder empty")
}

func TestBuilderFoldsWhatIsLarge(t *testing.T) {
	var b bitmap.Builder
	var want []uint32
	for i := range uint32(300000) { // far more runs than are kept pending
		b.Add(3 * i)
		want = append(want, 3*i)
	}
	for i := uint32(200000); i > 0; i-- { // each of them out of order
		b.Add(3*i - 2)
		want = append(want, 3*i-2)
	}
	requireSame(t, oracleOf(want), b.Set())
}

func TestSetOutlivesItsBuilder(t *testing.T) {
	var b bitmap.Builder
	b.AddMany([]uint32{1, 3, 5})
	s := b.Set()
	b.AddMany([]uint32{2, 4, 6})
	next := b.Set()
	requireSame(t, oracleOf([]uint32{1, 3, 5}), s)
	requireSame(t, oracleOf([]uint32{2, 4, 6}), next)
}
