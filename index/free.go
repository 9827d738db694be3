package index

import "github.com/accessindex/ambit/graph"

// isFree reports free(e): the entity is organization-owned (4.1) or has no ownership (4.4).
func isFree(o graph.Ownership) bool { return o == graph.OrganizationOwned || o == graph.Unowned }

// planFree lets the gate alone decide on free entities (4.1, 4.4).
func (p *plan) planFree(o graph.Ownership) {
	if isFree(o) {
		p.every |= p.open
	}
}
