package indextest

import (
	"errors"
	"fmt"
	"strings"
)

// Disagreement says how the answer to a change differs from the oracle's, and is empty where it does
// not: both accept, or both refuse and every sentinel of the error is one of the oracle's, which
// names all that may be given for the refusal (15.3).
func Disagreement(oracle, err error) string {
	if (oracle == nil) != (err == nil) {
		return fmt.Sprintf("the oracle says %v, the subject %v", refusal(oracle), refusal(err))
	}
	var mine []string
	for _, each := range sentinels {
		if errors.Is(err, each.err) {
			mine = append(mine, each.name)
			if !errors.Is(oracle, each.err) {
				return fmt.Sprintf("%s is none of the oracle's: the oracle says %v, the subject %v", each.name, oracle, err)
			}
		}
	}
	if err != nil && len(mine) == 0 {
		return fmt.Sprintf("the error wraps no sentinel: %v", err)
	}
	return ""
}

func refusal(err error) string {
	if err == nil {
		return "yes"
	}
	return "no (" + strings.ReplaceAll(err.Error(), "\n", "; ") + ")"
}
