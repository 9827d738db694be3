package index

import (
	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// planShared finds for which rights shares with the organization count (3.7).
func (p *plan) planShared(all []held) {
	for i := range all {
		p.organization |= all[i].where(graph.OrganizationShareServes)
	}
	p.organization &= p.open
}

// fewShares is how many shares of a record a question looks through, for each principal that it could
// look for instead.
const fewShares = 4

// shared is the wanted rights that the record's shares, explicit and inherited, give the user, the
// user's teams or the organization (3.7).
func (p *plan) shared(who *userPlan, e graph.Records, record graph.Ordinal, want graph.Rights) graph.Rights {
	var got graph.Rights
	left := fewShares * (1 + len(who.principals))
	for share := range e.SharesOf(record) {
		switch {
		case share.Rights&want&^got == 0:
		case share.Principal == graph.OrganizationNumber:
			got |= share.Rights & p.organization
		case who.has(share.Principal):
			got |= share.Rights
		}
		if left--; left == 0 {
			return p.sharedByPrincipal(who, e, record, want)
		}
	}
	return got & want
}

// sharedByPrincipal is shared for a record with many shares.
func (p *plan) sharedByPrincipal(who *userPlan, e graph.Records, record graph.Ordinal, want graph.Rights) graph.Rights {
	explicit, inherited := e.ShareWith(record, graph.OrganizationNumber)
	got := (explicit | inherited) & p.organization
	for _, principal := range who.principals {
		explicit, inherited = e.ShareWith(record, principal)
		got |= explicit | inherited
	}
	return got & want
}

// listShared adds the records shared with the user, the user's teams and the organization (3.12).
func (s *Snapshot) listShared(sets []bitmap.Set, who *userPlan, p *plan, e graph.Records, r graph.Right) []bitmap.Set {
	if e.SharesLen() == 0 {
		return sets
	}
	for _, principal := range who.principals {
		sets = append(sets, s.shareSet(e, principal).any(r))
	}
	if p.organization.Has(r) {
		sets = append(sets, s.shareSet(e, graph.OrganizationNumber).any(r))
	}
	return sets
}
