package index

import (
	"runtime"
	"sync"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// buildChunk is how many holdings, or records to be sorted, are worth a goroutine's turn.
const buildChunk = 1 << 16

// buildSets builds the sets of all holdings of all entities.
func buildSets(state *graph.State, stamp uint64) []*entitySets {
	all := make([]*entitySets, state.EntityNumbers())
	workers := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for n := range all {
		e := state.EntityAt(graph.EntityNumber(n))
		if !e.Declared() || e.End() == 0 {
			continue
		}
		es := newEntitySets(state, stamp)
		all[n] = es
		workers <- struct{}{}
		wait.Go(func() {
			defer func() { <-workers }()
			es.build(e)
		})
	}
	wait.Wait()
	return all
}

// build sorts the ordinals by holding and makes a set of each part.
func (es *entitySets) build(e graph.Records) {
	holdings := int(e.Holdings())
	ends := make([]uint32, holdings+1) // where the ordinals of a holding end; first, where they begin
	for h := 1; h < holdings; h++ {
		ends[h+1] = ends[h] + uint32(e.HoldingLen(graph.HoldingNumber(h)))
	}
	ordinals := make([]uint32, e.Len())
	rows := make([]graph.HoldingNumber, 0, buildChunk)
	for first := graph.Ordinal(0); first < e.End(); {
		end := first + min(buildChunk, e.End()-first)
		rows = e.AppendHoldings(rows[:0], first, end)
		for i, h := range rows {
			if h != 0 {
				ordinals[ends[h]] = uint32(first) + uint32(i)
				ends[h]++
			}
		}
		first = end
	}
	step := &edit{}
	begin := uint32(0)
	for h := 1; h < holdings; h++ {
		if end := ends[h]; end > begin {
			es.holdings.set(step, uint32(h), bitmap.FromSorted(ordinals[begin:end]))
			begin = end
		}
	}
}
