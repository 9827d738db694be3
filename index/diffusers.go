package index

import (
	"context"
	"slices"
)

// users are the ids of the users whose access may differ, in order.
func (d *difference) users(ctx context.Context) ([]string, error) {
	var ids []string
	for _, s := range []*Snapshot{d.before, d.after} {
		for u := range s.state.Users() {
			ids = append(ids, s.state.PrincipalAt(u).ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), ctx.Err()
}
