package index

import "github.com/accessindex/ambit/graph"

// planGate finds for which rights the gate is open (3.2): the right exists on the entity, and some
// role gives its privilege, at any depth.
func (p *plan) planGate(all []held, o graph.Ownership) {
	for i := range all {
		p.open |= all[i].where(gives)
	}
	p.open &= existing(o)
}

// existing is the rights that exist on entities of an ownership: Assign and Share do not where the
// organization owns (4.1).
func existing(o graph.Ownership) graph.Rights {
	if o == graph.OrganizationOwned {
		return graph.AllRights &^ graph.RightsOf(graph.Assign, graph.Share)
	}
	return graph.AllRights
}
