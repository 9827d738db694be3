package graph

import (
	"cmp"
	"maps"
	"slices"
)

// recompute discards what the records concerned inherit, entries without an origin included, and builds
// it anew, parents first (12.6).
func (b *batch) recompute(c RecomputeInherited) error {
	w := waiting{}
	var err error
	if c.Record.IsZero() {
		err = b.concernAll(w)
	} else {
		err = b.concernBelow(c, w)
	}
	if err != nil {
		return err
	}
	order, err := b.parentsFirst(c, w)
	if err != nil {
		return err
	}
	for _, key := range order {
		if err := b.rebuild(key); err != nil {
			return err
		}
	}
	return nil
}

// waiting is the records concerned, by entity and ordinal: one more than the number of links to other
// such records that are still to be built, 0 for a record that is not concerned.
type waiting map[EntityNumber][]uint32

func (b *batch) concern(w waiting, key recordKey) (first bool) {
	of := w[key.entity]
	if of == nil {
		of = make([]uint32, b.EntityAt(key.entity).End())
		w[key.entity] = of
	}
	first = of[key.ordinal] == 0
	of[key.ordinal] = 1
	return first
}

func (w waiting) has(key recordKey) bool {
	of := w[key.entity]
	return of != nil && of[key.ordinal] != 0
}

// concernAll concerns all records that inherit or could.
func (b *batch) concernAll(w waiting) error {
	for r := range b.relations.all() {
		each := b.relations.at(r)
		for pointing := range each.children.all() {
			link := childLink{each, recordKey{each.child, Ordinal(pointing.second)}, recordKey{each.parent, Ordinal(pointing.first)}}
			if err := b.whole(link); err != nil {
				return err
			}
			if each.flows() {
				b.concern(w, link.child)
			}
		}
	}
	for number, e := range b.entities.all() {
		for entry := range e.shares.all() {
			if entry.source != shareExplicit {
				b.concern(w, recordKey{EntityNumber(number), entry.ordinal})
			}
		}
	}
	return nil
}

// concernBelow concerns a record and all below it along links through which access flows.
func (b *batch) concernBelow(c RecomputeInherited, w waiting) error {
	first, err := b.recordNamed(c, "record", c.Record)
	if err != nil {
		return err
	}
	b.concern(w, first)
	for next := []recordKey{first}; len(next) > 0; next = next[1:] {
		links, err := b.linksTo(next[0])
		if err != nil {
			return err
		}
		for _, link := range links {
			if link.relation.flows() && b.concern(w, link.child) {
				next = append(next, link.child)
			}
		}
	}
	return nil
}

// parentsFirst orders the records concerned so that each comes after those of them that it links to. The
// links must be whole and form no cycle (15.3).
func (b *batch) parentsFirst(c RecomputeInherited, w waiting) ([]recordKey, error) {
	var order []recordKey
	concerned := 0
	for _, entity := range slices.Sorted(maps.Keys(w)) {
		for ordinal := range w[entity] {
			key := recordKey{entity, Ordinal(ordinal)}
			if !w.has(key) {
				continue
			}
			concerned++
			links, err := b.linksOf(key)
			if err != nil {
				return nil, err
			}
			for _, link := range links {
				if link.relation.flows() && w.has(link.parent) {
					w[entity][ordinal]++
				}
			}
			if w[entity][ordinal] == 1 {
				order = append(order, key)
			}
		}
	}
	for at := 0; at < len(order); at++ {
		links, err := b.linksTo(order[at])
		if err != nil {
			return nil, err
		}
		for _, link := range links {
			if !link.relation.flows() || !w.has(link.child) {
				continue
			}
			of := w[link.child.entity]
			if of[link.child.ordinal]--; of[link.child.ordinal] == 1 {
				order = append(order, link.child)
			}
		}
	}
	if len(order) < concerned {
		return nil, b.refuse(c, "", "", ErrCycle)
	}
	return order, nil
}

// rebuild makes what a record inherits just what it is given along the links that reparent or share takes
// in.
func (b *batch) rebuild(key recordKey) error {
	links, err := b.linksOf(key)
	if err != nil {
		return err
	}
	given := map[PrincipalNumber][]InheritedShare{}
	var seen []recordKey
	for _, link := range links {
		owner := b.owner(link.parent)
		if slices.Contains(seen, link.parent) ||
			!b.takesIn(link.relation.fact.Reparent, link, owner) && !b.takesIn(link.relation.fact.Share, link, owner) {
			continue
		}
		seen = append(seen, link.parent)
		origin := b.ref(link.parent.entity, link.parent.ordinal)
		for _, p := range b.principalsOnto(link.parent) {
			if rights := b.gives(link.parent, key, p); rights != 0 {
				given[p] = append(given[p], InheritedShare{origin, rights})
			}
		}
	}
	e := b.entities.at(uint32(key.entity))
	principals := b.principalsOf(e, key.ordinal)
	for p := range given {
		principals = append(principals, p)
	}
	slices.Sort(principals)
	for _, p := range slices.Compact(principals) {
		b.reinherit(key, p, given[p])
	}
	return nil
}

// reinherit replaces all that a principal inherits on a record, if that is another thing.
func (b *batch) reinherit(key recordKey, p PrincipalNumber, inherited []InheritedShare) {
	fact := b.share(b.entities.at(uint32(key.entity)), key.ordinal, p)
	was := slices.Clone(fact.Inherited)
	byOrigin := func(x, y InheritedShare) int { return cmp.Compare(x.Origin.String(), y.Origin.String()) }
	slices.SortFunc(was, byOrigin)
	slices.SortFunc(inherited, byOrigin)
	if slices.Equal(was, inherited) {
		return
	}
	fact.Inherited = inherited
	b.restate(key, p, fact)
}
