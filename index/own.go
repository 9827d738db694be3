package index

import (
	"cmp"
	"slices"
	"strings"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// ownerReach is what OWN gives on the records of one owner.
type ownerReach struct {
	owner  graph.PrincipalNumber
	rights graph.Rights
}

// serving is the rights for which 3.5a's condition holds: some role of depth Basic or more, direct or
// held by a team with member inheritance user.
func serving(all []held) graph.Rights {
	var rights graph.Rights
	for i := range all {
		if q := &all[i]; q.direct || q.toUser {
			rights |= q.where(graph.OwnsAtDepth)
		}
	}
	return rights
}

// planOwn finds the owners whose records the user reaches: the user (3.5a), and each team by its own
// roles (3.5b) or by the user's (3.5c).
func (p *plan) planOwn(all []held, who *userPlan) {
	serves := serving(all)
	for _, owner := range who.principals {
		reach := ownerReach{owner, 0}
		if owner == who.user || graph.OwnPrivilegeServesTeams() {
			reach.rights = serves
		}
		if owner != who.user {
			for i := range all {
				if all[i].holder == owner {
					reach.rights |= all[i].where(graph.OwnsAtDepth)
				}
			}
		}
		if reach.rights &= p.open; reach.rights != 0 {
			p.owners = append(p.owners, reach)
		}
	}
	p.owners = slices.Clip(p.owners)
}

// planSelf gives the user's own systemuser record by 3.5a's condition (4.3).
func (p *plan) planSelf(all []held, e graph.Entity) {
	if strings.EqualFold(e.Name, "systemuser") && graph.ReachesOwnUser() {
		p.self = serving(all) & p.open
	}
}

// own is what OWN gives on the records of an owner.
func (p *plan) own(owner graph.PrincipalNumber) graph.Rights {
	at, found := slices.BinarySearchFunc(p.owners, owner, func(r ownerReach, o graph.PrincipalNumber) int {
		return cmp.Compare(r.owner, o)
	})
	if !found {
		return 0
	}
	return p.owners[at].rights
}

// listOwn adds the records of the owners that OWN reaches (3.12), and the user's own systemuser
// record (4.3).
func (s *Snapshot) listOwn(sets []bitmap.Set, who *userPlan, p *plan, e graph.Records, r graph.Right) []bitmap.Set {
	for _, each := range p.owners {
		if each.rights.Has(r) {
			sets = append(sets, s.ownerSet(e, each.owner))
		}
	}
	if p.self.Has(r) {
		if record, found := e.Find(s.state.PrincipalAt(who.user).ID); found {
			sets = append(sets, bitmap.Of(uint32(record)))
		}
	}
	return sets
}
