package indextest

import "math/rand/v2"

// dice is a seeded source of choices: equal seeds throw equally.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15))} }

// chance is true in percent of 100 throws.
func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

// between is a number from low to high, both included.
func (d dice) between(low, high int) int {
	if high <= low {
		return low
	}
	return low + d.IntN(high-low+1)
}

// pick is one of the list, or the zero value of an empty list.
func pick[T any](d dice, list []T) T {
	if len(list) == 0 {
		var none T
		return none
	}
	return list[d.IntN(len(list))]
}

// some is a random part of the list, in the order of the list.
func some[T any](d dice, percent int, list []T) []T {
	var chosen []T
	for _, each := range list {
		if d.chance(percent) {
			chosen = append(chosen, each)
		}
	}
	return chosen
}

// shuffle puts the list in random order, in place.
func shuffle[T any](d dice, list []T) {
	d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}
