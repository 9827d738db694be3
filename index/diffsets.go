package index

import (
	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// maxDiffBytes bounds the memory of what a Diff keeps of one entity for the users to come.
const maxDiffBytes = 32 << 20

// setMemo keeps what users have in common: how parts differ, and parts of before in common ordinals.
type setMemo struct {
	deltas  map[deltaKey]delta
	earlier map[deltaKey]bitmap.Set
	bytes   int
}

// deltaKey is a part on both sides, and the right where that matters.
type deltaKey struct {
	kind          partKind
	before, after uint32
	right         graph.Right
}

// delta is how a part differs, in common ordinals.
type delta struct{ gained, lost bitmap.Set }

// charge counts what is kept from now on. When that is too much, all before it is forgotten.
func (m *setMemo) charge(sets ...bitmap.Set) {
	bytes := entryBytes
	for _, set := range sets {
		bytes += set.SizeBytes()
	}
	if m.bytes += bytes; m.bytes > maxDiffBytes || m.deltas == nil {
		m.deltas, m.earlier, m.bytes = map[deltaKey]delta{}, map[deltaKey]bitmap.Set{}, bytes
	}
}

func keyOf(p partPair, r graph.Right) deltaKey {
	key := deltaKey{kind: p.kind, before: p.before, after: p.after}
	if p.kind.byRight() {
		key.right = r
	}
	return key
}

// delta is how a part that both sides have differs.
func (e *twoEntities) delta(p partPair, r graph.Right) delta {
	key := keyOf(p, r)
	if found, is := e.kept.deltas[key]; is {
		return found
	}
	before, after := e.earlier(p, r), e.after.set(p.kind, p.after, r)
	found := delta{bitmap.Difference(after, before), bitmap.Difference(before, after)}
	e.kept.charge(found.gained, found.lost)
	e.kept.deltas[key] = found
	return found
}

// earlier is the records of a part of before, in common ordinals.
func (e *twoEntities) earlier(p partPair, r graph.Right) bitmap.Set {
	if len(e.renumbered().forth.from) == 0 {
		return e.before.set(p.kind, p.before, r)
	}
	key := keyOf(p, r)
	key.after = 0
	if found, is := e.kept.earlier[key]; is {
		return found
	}
	found := e.forth(e.before.set(p.kind, p.before, r))
	e.kept.charge(found)
	e.kept.earlier[key] = found
	return found
}

// renumbered is what the records' ordinals become, found when first needed.
func (e *twoEntities) renumbered() *renumbering {
	if e.ordinals == nil {
		e.ordinals = &renumbering{}
		if !e.before.empty() && !e.after.empty() {
			e.ordinals = newRenumbering(e.before.entity, e.after.entity)
		}
	}
	return e.ordinals
}

func (e *twoEntities) forth(set bitmap.Set) bitmap.Set { return e.renumbered().forth.of(set) }
func (e *twoEntities) back(set bitmap.Set) bitmap.Set  { return e.renumbered().back.of(set) }
