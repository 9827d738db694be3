package bench_test

import (
	"math/bits"
	"sync/atomic"
	"time"
)

// steps is how many buckets there are from one power of two to the next: a time is known to 1 in 32.
const steps = 32

// times counts how long something took, by buckets of nanoseconds. Any number of goroutines may add to it.
type times struct {
	buckets [64 * steps]atomic.Uint32
	longest atomic.Int64
}

func (h *times) add(d time.Duration) {
	h.buckets[bucket(d)].Add(1)
	for at := h.longest.Load(); int64(d) > at && !h.longest.CompareAndSwap(at, int64(d)); at = h.longest.Load() {
	}
}

// bucket of a time: the power of two, and the bits after the first.
func bucket(d time.Duration) int {
	n := uint64(max(d, 1))
	power := bits.Len64(n) - 1
	return power*steps + int(n<<(63-power)<<1>>(64-5))
}

// least is the shortest time of a bucket.
func least(at int) time.Duration {
	power, part := at/steps, at%steps
	return time.Duration(uint64(1)<<power + uint64(part)<<power>>5)
}

// moveTo adds all times to another count and forgets them.
func (h *times) moveTo(other *times) {
	for i := range h.buckets {
		if n := h.buckets[i].Swap(0); n > 0 {
			other.buckets[i].Add(n)
		}
	}
	if longest := h.longest.Swap(0); longest > other.longest.Load() {
		other.longest.Store(longest)
	}
}

func (h *times) count() (n int) {
	for i := range h.buckets {
		n += int(h.buckets[i].Load())
	}
	return n
}

// quantile is the time that a share of all, from 0 to 1, is not above; 0 where there is none.
func (h *times) quantile(share float64) time.Duration {
	left := int(float64(h.count()) * share)
	for i := range h.buckets {
		n := int(h.buckets[i].Load())
		if left < n {
			return least(i)
		}
		left -= n
	}
	return h.max()
}

func (h *times) max() time.Duration { return time.Duration(h.longest.Load()) }
