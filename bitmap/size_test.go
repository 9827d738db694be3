package bitmap_test

import (
	"math"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/bitmap"
)

// TestSizeIsThatOfTheHeap compares SizeBytes with what the collector finds alive.
func TestSizeIsThatOfTheHeap(t *testing.T) {
	r := newRand(t, 24)
	for name, shape := range shapes {
		for _, n := range []int{100, 30000} {
			values := shape(r, n)
			data := encode(t, bitmap.Of(values...))
			made := map[string]func() bitmap.Set{
				"built":   func() bitmap.Set { return bitmap.Of(values...) },
				"decoded": func() bitmap.Set { s, _ := bitmap.Decode(data); return s },
				"patched": func() bitmap.Set { return bitmap.Of(values...).With([]uint32{1, 70000}, nil) },
				"united": func() bitmap.Set {
					return bitmap.Union(bitmap.Of(values[:n/2]...), bitmap.Of(values[n/2:]...))
				},
			}
			for how, build := range made {
				requireHonest(t, name+" "+how, n, build)
			}
		}
	}
}

func requireHonest(t *testing.T, name string, n int, build func() bitmap.Set) {
	t.Helper()
	kept := make([]bitmap.Set, 8+3000/n)
	before := liveHeap()
	for i := range kept {
		kept[i] = build()
	}
	measured := float64(liveHeap()-before) / float64(len(kept))
	stated := float64(kept[0].SizeBytes())
	runtime.KeepAlive(kept)
	if math.Abs(measured-stated)*float64(len(kept)) > 32<<10 { // what else the runtime allocates
		require.InEpsilon(t, measured, stated, 0.3, "%s/%d", name, n)
	}
}

func liveHeap() int64 {
	runtime.GC()
	runtime.GC() // pools give up what they hold in the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
