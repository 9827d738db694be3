package graph

import (
	"cmp"
	"slices"
)

// recompute discards what the records concerned inherit, entries without an origin included, and builds
// it anew, parents first (12.6).
func (b *batch) recompute(c RecomputeInherited) error {
	concerned, err := b.concerned(c)
	if err != nil {
		return err
	}
	order, err := b.parentsFirst(c, concerned)
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

// concerned are all records that inherit or could, or one and all below it along links through which
// access flows.
func (b *batch) concerned(c RecomputeInherited) (map[recordKey]bool, error) {
	concerned := map[recordKey]bool{}
	if c.Record.IsZero() {
		for r := range b.relations.all() {
			each := b.relations.at(r)
			for pointing := range each.children.all() {
				link := childLink{each, recordKey{each.child, Ordinal(pointing.second)}, recordKey{each.parent, Ordinal(pointing.first)}}
				if err := b.whole(link); err != nil {
					return nil, err
				}
				if each.flows() {
					concerned[link.child] = true
				}
			}
		}
		for number, e := range b.entities.all() {
			for entry := range e.shares.all() {
				if entry.source != shareExplicit {
					concerned[recordKey{EntityNumber(number), entry.ordinal}] = true
				}
			}
		}
		return concerned, nil
	}
	first, err := b.recordNamed(c, "record", c.Record)
	if err != nil {
		return nil, err
	}
	concerned[first] = true
	for next := []recordKey{first}; len(next) > 0; {
		links, err := b.linksTo(next[0])
		if err != nil {
			return nil, err
		}
		next = next[1:]
		for _, link := range links {
			if link.relation.flows() && !concerned[link.child] {
				concerned[link.child] = true
				next = append(next, link.child)
			}
		}
	}
	return concerned, nil
}

// parentsFirst orders records so that each comes after those of them that it links to. The links must
// be whole and form no cycle (15.3).
func (b *batch) parentsFirst(c RecomputeInherited, records map[recordKey]bool) ([]recordKey, error) {
	sorted := make([]recordKey, 0, len(records))
	for key := range records {
		sorted = append(sorted, key)
	}
	slices.SortFunc(sorted, recordKey.compare)
	waiting := make(map[recordKey]int, len(records)) // for so many links to parents
	var order []recordKey
	for _, key := range sorted {
		parents, err := b.parentsAmong(key, records)
		if err != nil {
			return nil, err
		}
		if waiting[key] = len(parents); len(parents) == 0 {
			order = append(order, key)
		}
	}
	for at := 0; at < len(order); at++ {
		links, err := b.linksTo(order[at])
		if err != nil {
			return nil, err
		}
		for _, link := range links {
			if !link.relation.flows() || !records[link.child] {
				continue
			}
			if waiting[link.child]--; waiting[link.child] == 0 {
				order = append(order, link.child)
			}
		}
	}
	if len(order) < len(records) {
		return nil, b.refuse(c, "", "", ErrCycle)
	}
	return order, nil
}

// parentsAmong are the records, of those given, to which a record links along which access flows, one for
// each link.
func (b *batch) parentsAmong(key recordKey, records map[recordKey]bool) ([]recordKey, error) {
	links, err := b.linksOf(key)
	if err != nil {
		return nil, err
	}
	var parents []recordKey
	for _, link := range links {
		if link.relation.flows() && records[link.parent] {
			parents = append(parents, link.parent)
		}
	}
	return parents, nil
}

// rebuild makes what a record inherits just what it is given along the links that reparent or share takes
// in.
func (b *batch) rebuild(key recordKey) error {
	links, err := b.linksOf(key)
	if err != nil {
		return err
	}
	given := map[PrincipalNumber][]InheritedShare{}
	seen := map[recordKey]bool{}
	for _, link := range links {
		owner := b.owner(link.parent)
		if seen[link.parent] || !b.takesIn(link.relation.fact.Reparent, link, owner) && !b.takesIn(link.relation.fact.Share, link, owner) {
			continue
		}
		seen[link.parent] = true
		for _, p := range b.principalsOnto(link.parent) {
			if rights := b.gives(link.parent, key, p); rights != 0 {
				given[p] = append(given[p], InheritedShare{b.ref(link.parent.entity, link.parent.ordinal), rights})
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
