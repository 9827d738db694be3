package indextest

import (
	"maps"

	"github.com/accessindex/ambit/graph"
)

// recomputeAll builds all inherited rights anew (12.6).
func (b *batch) recomputeAll() error {
	concerned := map[graph.Ref]bool{}
	for ref := range b.records {
		concerned[ref] = true
	}
	b.rebuild(concerned)
	return nil
}

// recompute builds the inherited rights of a record and of all below it anew (12.6).
func (b *batch) recompute(c graph.RecomputeInherited) error {
	top := foldRef(c.Record)
	if err := b.namedRecord(c, top); err != nil {
		return err
	}
	concerned := map[graph.Ref]bool{}
	var descend func(ref graph.Ref)
	descend = func(ref graph.Ref) {
		if concerned[ref] {
			return
		}
		concerned[ref] = true
		for _, l := range b.linesTo(ref) {
			if l.runs() {
				b.count.hit("12.6 record below")
				descend(l.child)
			}
		}
	}
	descend(top)
	b.rebuild(concerned)
	return nil
}

// rebuild discards what the records inherit and builds it anew, parents first (12.6).
func (b *batch) rebuild(concerned map[graph.Ref]bool) {
	for key, each := range maps.Clone(b.shares) {
		if concerned[key.record] && len(each.inherited) > 0 {
			b.count.hit("12.6 discarded")
			b.setShare(key, share{explicit: each.explicit})
		}
	}
	built := map[graph.Ref]bool{}
	var build func(ref graph.Ref)
	build = func(ref graph.Ref) {
		if built[ref] || !concerned[ref] {
			return
		}
		built[ref] = true
		for _, l := range b.linesFrom(ref) {
			if !l.runs() {
				continue
			}
			build(l.parent)
			if !b.takesIn(l, reparentEvent) && !b.takesIn(l, shareEvent) {
				continue
			}
			for p := range b.heirsOf(l.parent) {
				b.store(ref, p, l.parent, b.gives(l.parent, p, ref))
			}
		}
	}
	for ref := range concerned {
		build(ref)
	}
}

// store sets I(ref, p, origin), with no consequence.
func (b *batch) store(ref graph.Ref, p graph.Principal, origin graph.Ref, rights graph.Rights) {
	if rights == 0 {
		return
	}
	b.count.hit("12.6 built anew")
	key := shareKey{ref, p}
	grown := share{explicit: b.shares[key].explicit, inherited: map[graph.Ref]graph.Rights{}}
	maps.Copy(grown.inherited, b.shares[key].inherited)
	grown.inherited[origin] = rights
	b.setShare(key, grown)
}
