package indextest

import (
	"errors"

	"github.com/accessindex/ambit/graph"
)

// link points a lookup at another record: an unlink of what it pointed at, then rule 12.1 (12.3).
func (b *batch) link(c graph.LinkRecord) error {
	child, target := foldRef(c.Record), foldRef(c.Target)
	if err := errors.Join(b.namedRecord(c, child), b.namedRecord(c, target)); err != nil {
		return err
	}
	r, found := b.relationshipOf(child, c.Lookup, target)
	if err := b.related(found, c); err != nil {
		return err
	}
	l := line{child, c.Lookup, target, r}
	if b.count.hitIf(b.records[child].Lookups[c.Lookup] == target, "12.3 linked already") {
		return nil
	}
	if l.runs() && b.leadsTo(target, child, map[graph.Ref]bool{}) {
		return b.refuse(graph.ErrCycle, "12.8 link", b.records[child])
	}
	err := b.clearLookup(child, c.Lookup)
	b.setLookup(child, c.Lookup, target)
	if !b.takesIn(l, reparentEvent) {
		return err
	}
	for p := range b.heirsOf(target) {
		b.inherit(child, p, target, b.gives(target, p, child), reparentEvent)
	}
	return err
}

// unlink clears a lookup (12.3). There must be a relationship for it.
func (b *batch) unlink(c graph.UnlinkRecord) error {
	child := foldRef(c.Record)
	if err := b.namedRecord(c, child); err != nil {
		return err
	}
	known := false
	for key := range b.relationships {
		known = known || key.child == child.Entity && key.lookup == c.Lookup
	}
	return errors.Join(b.related(known, c), b.clearLookup(child, c.Lookup))
}

// clearLookup empties a lookup and cuts what came through it (12.3).
func (b *batch) clearLookup(child graph.Ref, lookup string) error {
	old, set := b.records[child].Lookups[lookup]
	if !set {
		b.count.hit("12.3 lookup empty")
		return nil
	}
	if _, found := b.relationshipOf(child, lookup, old); !found {
		return b.relationshipAbsent(b.records[child], lookup, old) // 15.3: not whole
	}
	b.count.hit("12.3 lookup cleared")
	b.setLookup(child, lookup, graph.Ref{})
	b.cutAll(child, old)
	return nil
}

// leadsTo reports whether the links that rights run along lead from one record up to another (12.8).
func (b *batch) leadsTo(from, to graph.Ref, passed map[graph.Ref]bool) bool {
	if from == to {
		return true
	}
	if passed[from] {
		return false
	}
	passed[from] = true
	for _, l := range b.linesFrom(from) {
		if l.runs() && b.leadsTo(l.parent, to, passed) {
			return true
		}
	}
	return false
}

// heirsOf are the principals with anything on a record that its children may inherit: its owner
// and those that it is shared with.
func (b *batch) heirsOf(ref graph.Ref) map[graph.Principal]bool {
	principals := map[graph.Principal]bool{}
	if owner := b.records[ref].Owner; !owner.IsZero() {
		principals[owner] = true
	}
	for key := range b.shares {
		if key.record == ref {
			principals[key.principal] = true
		}
	}
	return principals
}
