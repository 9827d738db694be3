package indextest

import (
	"errors"
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// Disagreement says how the answer to a change differs from the oracle's, and is empty where it does
// not: both accept, or both refuse and some sentinel of the error is one of the oracle's, which names
// all reasons for the refusal (15.3). Others may follow from it: who lacks an owner lacks a unit. Where
// units run in a circle or have no root, what follows may come first, and is not compared.
// What it says begins with the manner, up to a comma.
func Disagreement(oracle, err error) string {
	switch {
	case oracle == nil && err == nil:
		return ""
	case oracle == nil:
		return fmt.Sprintf("refused, while the oracle accepts: %v", err)
	case err == nil:
		return fmt.Sprintf("accepted, while the oracle refuses: %v", oracle)
	}
	broken := errors.Is(oracle, graph.ErrCycle) || errors.Is(oracle, graph.ErrRootBusinessUnit)
	for _, each := range sentinels {
		if errors.Is(err, each.err) && (broken || errors.Is(oracle, each.err)) {
			return ""
		}
	}
	return fmt.Sprintf("reason, none of the oracle's: the oracle says %v, the subject %v", oracle, err)
}
