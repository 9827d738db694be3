package indextest

import (
	"errors"
	"fmt"
)

// Disagreement says how the answer to a change differs from the oracle's, and is empty where it does
// not: both accept, or both refuse and every sentinel of the error is one of the oracle's, which
// names all that may be given for the refusal (15.3). What it says begins with the manner, up to a comma.
func Disagreement(oracle, err error) string {
	if oracle == nil && err != nil {
		return fmt.Sprintf("refused, while the oracle accepts: %v", err)
	}
	if oracle != nil && err == nil {
		return fmt.Sprintf("accepted, while the oracle refuses: %v", oracle)
	}
	var mine []string
	for _, each := range sentinels {
		if errors.Is(err, each.err) {
			mine = append(mine, each.name)
			if !errors.Is(oracle, each.err) {
				return fmt.Sprintf("reason, %s, is none of the oracle's: the oracle says %v, the subject %v", each.name, oracle, err)
			}
		}
	}
	if err != nil && len(mine) == 0 {
		return fmt.Sprintf("reason, none: the error wraps no sentinel: %v", err)
	}
	return ""
}
