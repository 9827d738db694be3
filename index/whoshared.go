package index

import (
	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// sharing adds the users whom the shares of a record let reach it: those shared with, explicitly or not
// (3.7), and those above whom it is shared with explicitly (8.4).
func (q *whoQuestion) sharing(sets []bitmap.Set, record graph.Ordinal) []bitmap.Set {
	hierarchical := q.hierarchical()
	var users bitmap.Builder
	for share := range q.entity.SharesOf(record) {
		if !share.Rights.Has(q.right) {
			continue
		}
		switch {
		case share.Principal == graph.OrganizationNumber:
			sets = append(sets, q.keptSet(&q.plan.sharing, func() bitmap.Set {
				return q.withDepth(graph.OrganizationShareServes)
			}))
			continue
		case q.state.IsTeam(share.Principal):
			sets = append(sets, q.team(share.Principal).open)
		case q.standing(share.Principal).open:
			users.Add(userRow(share.Principal))
		}
		if hierarchical && !share.Inherited {
			sets = append(sets, q.above(share.Principal))
		}
	}
	return append(sets, users.Set())
}
