package graph_test

import "testing"

// atMost is how many random cases to try: a sixth of them in short mode, which is for the race detector, and
// nearly all here is done by one goroutine.
func atMost(cases int) uint64 {
	if testing.Short() {
		cases = max(1, cases/6)
	}
	return uint64(cases)
}
