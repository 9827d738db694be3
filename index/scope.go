package index

import (
	"cmp"
	"slices"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// unitReach is what SCOPE gives from one base unit: local on the records of the unit (3.6c), deep on
// those of the unit and all units below it (3.6b).
type unitReach struct {
	unit        graph.UnitNumber
	local, deep graph.Rights
}

// planScope collects Global (3.6a), and Deep and Local by base unit (3.6b to 3.6e).
func (p *plan) planScope(all []held, member graph.UnitNumber) {
	for i := range all {
		q := &all[i]
		p.every |= q.where(func(d graph.Depth) bool { return d == graph.Global })
		reach := unitReach{
			unit:  q.base,
			local: q.where(func(d graph.Depth) bool { return d == graph.Local }),
			deep:  q.where(func(d graph.Depth) bool { return d == graph.Deep }),
		}
		p.reach(reach)
		if !q.direct && graph.TeamRoleReachesFromMember() {
			reach.unit = member
			p.reach(reach)
		}
	}
	p.every &= p.open
}

func (p *plan) reach(add unitReach) {
	if add.local|add.deep == 0 {
		return
	}
	at, found := p.reachOf(add.unit)
	if !found {
		p.units = slices.Insert(p.units, at, unitReach{unit: add.unit})
	}
	p.units[at].local |= add.local
	p.units[at].deep |= add.deep
}

func (p *plan) reachOf(u graph.UnitNumber) (at int, found bool) {
	return slices.BinarySearchFunc(p.units, u, func(r unitReach, u graph.UnitNumber) int {
		return cmp.Compare(r.unit, u)
	})
}

// manyUnits is from how many base units on it is quicker to climb the tree than to try them all.
const manyUnits = 12

// scope is the wanted rights that SCOPE gives on the records of a unit.
func (p *plan) scope(t *graph.Tree, owning graph.UnitNumber, want graph.Rights) graph.Rights {
	if owning == 0 || len(p.units) == 0 {
		return 0
	}
	var got graph.Rights
	if len(p.units) > manyUnits {
		for u := owning; u != 0 && got&want != want; u = t.Parent(u) {
			if at, found := p.reachOf(u); found {
				got |= p.units[at].deep
				if u == owning {
					got |= p.units[at].local
				}
			}
		}
		return got & want
	}
	position := t.Span(owning).First
	for i := range p.units {
		each := &p.units[i]
		if each.unit == owning {
			got |= each.local
		}
		if each.deep&want != 0 && t.Span(each.unit).Has(position) {
			got |= each.deep
		}
	}
	return got & want
}

// listScope adds the records of the units and subtrees that SCOPE reaches (3.12).
func (s *Snapshot) listScope(sets []bitmap.Set, p *plan, e graph.Records, r graph.Right) []bitmap.Set {
	for _, each := range p.units {
		if each.deep.Has(r) {
			sets = append(sets, s.subtreeSet(e, each.unit))
		} else if each.local.Has(r) {
			sets = append(sets, s.unitSet(e, each.unit))
		}
	}
	return sets
}
