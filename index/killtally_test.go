//go:build unix

package index_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// tally counts what a run of TestKill saw.
type tally struct {
	kills, directories, verified int
	where                        map[string]int // kills by what was under way
	acknowledged, refusals       int            // batches and loads
	restored                     int            // backups
	lost, torn, wrong            int
}

// died counts a kill with what was under way.
func (y *tally) died(now map[string]int) {
	if len(now) == 0 {
		y.where["nothing"]++
	}
	for kind, count := range now {
		if count > 1 {
			kind += "s at once"
		}
		y.where[kind]++
	}
}

func (y tally) String() string {
	var where []string
	for _, kind := range slices.Sorted(maps.Keys(y.where)) {
		where = append(where, fmt.Sprintf("%s %d", kind, y.where[kind]))
	}
	return fmt.Sprintf("%d kills in %d directories (under way: %s), %d batches acknowledged, %d refused, %d backups read, verified %d times; %d lost, %d torn, %d wrong",
		y.kills, y.directories, strings.Join(where, ", "), y.acknowledged, y.refusals, y.restored, y.verified, y.lost, y.torn, y.wrong)
}
