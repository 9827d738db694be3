package generate

import (
	"math/bits"
	"math/rand/v2"
)

// numbers is a stream of random numbers. Those of rand.Rand differ between processors of 32 and 64 bits.
type numbers struct{ rand.PCG }

// The streams of a seed, one for each kind of choice.
const (
	unitStream uint64 = iota
	userStream
	teamStream
	memberStream
	assignmentStream
	recordStream
	shareStream
)

// stream is the random numbers for one kind of choice.
func (c Config) stream(number uint64) *numbers {
	return &numbers{*rand.NewPCG(c.Seed, number)}
}

// below is a number from 0 to n-1; 0 where n is 0.
func (r *numbers) below(n int) int {
	high, _ := bits.Mul64(r.Uint64(), uint64(n))
	return int(high)
}

// oneIn is true once in n times.
func (r *numbers) oneIn(n int) bool { return r.below(n) == 0 }
