package index

import (
	"cmp"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// records patches the sets of the holdings that records came to or left.
func (st *step) records(steps []graph.RecordStep) {
	type place struct {
		entity  graph.EntityNumber
		holding graph.HoldingNumber
	}
	type patch struct{ add, remove []uint32 }
	patches := map[place]*patch{}
	patchOf := func(entity graph.EntityNumber, h graph.HoldingNumber) *patch {
		p := patches[place{entity, h}]
		if p == nil {
			p = &patch{}
			patches[place{entity, h}] = p
			st.touchHolding(entity, h)
		}
		return p
	}
	for _, each := range netSteps(steps) {
		at := placed{ordinal: uint32(each.Ordinal)}
		if each.Old != 0 {
			p := patchOf(each.Entity, each.Old)
			p.remove = append(p.remove, at.ordinal)
			at.from = st.before.state.EntityAt(each.Entity).OwningUnit(each.Old)
		}
		if each.New != 0 {
			p := patchOf(each.Entity, each.New)
			p.add = append(p.add, at.ordinal)
			at.to = st.after.state.EntityAt(each.Entity).OwningUnit(each.New)
		}
		st.placed[each.Entity] = append(st.placed[each.Entity], at)
	}
	for at, p := range patches {
		es := st.sets(at.entity)
		set := es.holdings.at(uint32(at.holding)).With(p.add, p.remove)
		es.holdings.set(st.edit, uint32(at.holding), set)
	}
}

// touchHolding gives new stamps to the unions that a holding's records are in.
func (st *step) touchHolding(entity graph.EntityNumber, h graph.HoldingNumber) {
	for _, s := range []*Snapshot{st.before, st.after} {
		if int(entity) >= s.state.EntityNumbers() {
			continue
		}
		if e := s.state.EntityAt(entity); h < e.Holdings() {
			st.touch(entity, e.OwningUnit(h))
			st.sets(entity).owners.drawn.set(st.edit, uint32(e.HoldingAt(h).Owner), st.stamp)
		}
	}
}

// netSteps is one step for each record that is in another holding now, by ordinal.
func netSteps(steps []graph.RecordStep) []graph.RecordStep {
	net := slices.Clone(steps)
	slices.SortStableFunc(net, func(a, b graph.RecordStep) int {
		return cmp.Or(cmp.Compare(a.Entity, b.Entity), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	kept := net[:0]
	for _, each := range net {
		if n := len(kept); n > 0 && kept[n-1].Entity == each.Entity && kept[n-1].Ordinal == each.Ordinal {
			kept[n-1].New = each.New
			continue
		}
		kept = append(kept, each)
	}
	return slices.DeleteFunc(kept, func(each graph.RecordStep) bool { return each.Old == each.New })
}

// shares gives new stamps to the share sets of the principals whose shares changed.
func (st *step) shares(steps []graph.ShareStep) {
	for _, each := range steps {
		st.sets(each.Entity).shared.drawn.set(st.edit, uint32(each.Principal), st.stamp)
	}
}
