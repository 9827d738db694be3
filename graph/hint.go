package graph

import (
	"math/bits"
	"sync/atomic"
)

// hint finds the number of a key by its hash. States share one hint, which only grows: an entry says
// where a key may be, and counts only where the state that asks has that key at that number. So one
// writer may add entries while readers of any state search, without locks.
type hint struct {
	slots []atomic.Uint64 // 0: empty; else the hash's upper half and, below it, number+1
	used  int             // written by the writer alone
}

// hintLoad is how full a hint may be, in eighths.
const hintLoad = 6

// newHint has room for the given number of keys and as much growth as the load leaves.
func newHint(keys int) *hint {
	size := max(64, (keys+1)*8/(hintLoad-1))
	return &hint{slots: make([]atomic.Uint64, size)}
}

func (h *hint) home(hash uint64) int {
	high, _ := bits.Mul64(hash, uint64(len(h.slots)))
	return int(high)
}

// full reports whether so many more keys would overload the table.
func (h *hint) full(more int) bool { return (h.used+more)*8 > len(h.slots)*hintLoad }

// add enters a key, and reports whether it took a slot. Several goroutines may add at a time; the one
// that has them do so counts the slots. It calls meet, if given, with each number on the way whose key may
// be the same: of two that are added, at least the later one meets the other.
func (h *hint) add(hash uint64, number uint32, meet func(other uint32)) bool {
	entry := hintTag(hash) | (uint64(number) + 1)
	for at := h.home(hash); ; at++ {
		if at == len(h.slots) {
			at = 0
		}
		there := h.slots[at].Load()
		if there == 0 && h.slots[at].CompareAndSwap(0, entry) {
			return true
		}
		if there == 0 {
			there = h.slots[at].Load()
		}
		if there == entry {
			return false
		}
		if meet != nil && there&^0xffffffff == entry&^0xffffffff {
			meet(uint32(there) - 1)
		}
	}
}

// enter adds a key and counts it. Only one goroutine may enter at a time.
func (h *hint) enter(hash uint64, number uint32) {
	if h.add(hash, number, nil) {
		h.used++
	}
}

// hintTag is the part of the hash that an entry keeps. The home slot comes from the upper bits, so
// the tag is made of the lower ones.
func hintTag(hash uint64) uint64 { return hash << 32 }
