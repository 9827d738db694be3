package graph

import "slices"

// pointAll lays out the lookups of all records anew.
func (l *bulk) pointAll() {
	targets := map[uint32][]uint32{} // relationship, child's new ordinal: 1 + the target's
	of := func(r *relation) []uint32 {
		if targets[r.number] == nil {
			targets[r.number] = make([]uint32, l.entities[r.child].next.rows.length)
		}
		return targets[r.number]
	}
	for _, r := range l.relations.all() {
		child := l.entities[r.child]
		if child == nil || r.targets.length == 0 {
			continue
		}
		to := of(r)
		for old := range min(r.targets.length, uint32(len(child.renewed))) {
			if now := child.renewed[old]; now != 0 && r.targets.at(old) != 0 {
				to[now-1] = l.renewed(recordKey{r.parent, Ordinal(r.targets.at(old) - 1)})
			}
		}
	}
	for _, be := range l.sorted() {
		for i := range be.records {
			if r := &be.records[i]; r.loaded != nil && r.loaded.lookups != 0 && be.next.rows.at(uint32(i)) != 0 {
				l.pointLoaded(be, r, Ordinal(i), of)
			}
		}
	}
	for number, rows := range targets {
		next := *l.relations.at(number)
		next.owner, next.targets = l.edit, columnOf(rows)
		next.linkChildren()
		l.relations.set(l.edit, number, &next)
	}
	l.flowAll()
}

// sorted is the entities by number.
func (l *bulk) sorted() []*bulkEntity {
	all := make([]*bulkEntity, 0, len(l.entities))
	for _, be := range l.entities {
		all = append(all, be)
	}
	slices.SortFunc(all, func(a, b *bulkEntity) int { return int(a.old.number) - int(b.old.number) })
	return all
}

// renewed is 1 + the new ordinal of a record that was there, whether it stays or is replaced; 0 where
// it is gone.
func (l *bulk) renewed(old recordKey) uint32 {
	be := l.entities[old.entity]
	if now := be.renewed[old.ordinal]; now != 0 {
		return now
	}
	if ordinal, live := (Records{l.State, be.next}).Find(be.old.keys.id(uint32(old.ordinal))); live {
		return uint32(ordinal) + 1
	}
	return 0
}

func (l *bulk) pointLoaded(be *bulkEntity, r *bulkRecord, ordinal Ordinal, of func(*relation) []uint32) {
	c := cause{change: -1, place: r.loaded.place}
	record := func() string { return named(KindRecord, l.ref(be.next.number, ordinal).String()) }
	for name, to := range r.section.lookups[r.loaded.lookups-1] {
		relation, known := l.relations.keys.find(relationKey(be.next.fact.Name, name, to.Entity))
		if !known || !l.relations.at(relation).declared {
			l.fault(c, record(), "lookups", name, ErrUnknown)
			continue
		}
		each := l.relations.at(relation)
		parent := l.entities[each.parent]
		if parent == nil {
			l.fault(c, record(), "lookups", to.String(), ErrUnknown)
			continue
		}
		target, live := (Records{l.State, parent.next}).Find(to.ID)
		if !live {
			l.fault(c, record(), "lookups", to.String(), ErrUnknown)
			continue
		}
		of(each)[ordinal] = uint32(target) + 1
	}
}

// flowAll tests rule 12.8 for all records, unless no circle is possible: where the entities that
// access flows through form none.
func (l *bulk) flowAll() {
	reached := func(from, to EntityNumber) bool {
		seen, queue := map[EntityNumber]bool{}, []EntityNumber{from}
		for len(queue) > 0 {
			at := queue[0]
			queue = queue[1:]
			for r := range l.relationsOf(at) {
				if r.flows() && r.parent == to {
					return true
				}
				if r.flows() && !seen[r.parent] {
					seen[r.parent] = true
					queue = append(queue, r.parent)
				}
			}
		}
		return false
	}
	w := linkWalk{state: l.State, done: map[recordKey]bool{}}
	for _, r := range l.relations.all() {
		if !r.flows() || !reached(r.child, r.child) {
			continue
		}
		for link := range r.children.all() {
			key := recordKey{r.child, Ordinal(link.second)}
			if w.circle(key) {
				l.fault(l.causeOf(key), named(KindRecord, l.ref(key.entity, key.ordinal).String()), "lookups", "", ErrCycle)
			}
		}
	}
}

// causeOf is where a record of the load stood.
func (l *bulk) causeOf(key recordKey) cause {
	if r := l.entities[key.entity].records[key.ordinal]; r.loaded != nil {
		return cause{change: -1, place: r.loaded.place}
	}
	return cause{change: -1}
}

// shareAll lays out the shares of all records anew: those of the load, and those that were there and
// that the load does not replace.
func (l *bulk) shareAll(b *Builder) error {
	entries := map[EntityNumber][]shareEntry{}
	put := map[shareKey]cause{}
	if err := l.shareLoaded(b, entries, put); err != nil {
		return err
	}
	for _, be := range l.sorted() {
		for entry := range be.old.shares.all() {
			now := l.renewed(recordKey{be.old.number, entry.ordinal})
			key := shareKey{recordKey{be.old.number, Ordinal(now - 1)}, entry.principal}
			if _, replaced := put[key]; replaced {
				continue
			}
			entry.ordinal = key.ordinal
			if entry.source != shareExplicit && entry.source != shareNoOrigin {
				entry.origin = Ordinal(l.renewed(recordKey{EntityNumber(entry.source), entry.origin}) - 1)
			}
			entries[be.old.number] = append(entries[be.old.number], entry)
		}
	}
	for _, be := range l.sorted() {
		l.layShares(be, entries[be.old.number], put)
	}
	return nil
}

// shareLoaded reads the shares of the load and tests them.
func (l *bulk) shareLoaded(b *Builder, entries map[EntityNumber][]shareEntry, put map[shareKey]cause) error {
	shares, err := b.distinctShares()
	if err != nil {
		return err
	}
	for _, each := range shares {
		c, o := cause{change: -1, place: each.place}, each.object
		if o.empty() {
			continue
		}
		number, known := l.batch.entities.keys.find(fold(o.Record.Entity))
		be := l.entities[EntityNumber(number)]
		if !known || be == nil {
			l.fault(c, o.String(), "record", o.Record.String(), ErrUnknown)
			continue
		}
		ordinal, live := (Records{l.State, be.next}).Find(o.Record.ID)
		p, there := l.Principal(o.Principal)
		switch {
		case !live:
			l.fault(c, o.String(), "record", o.Record.String(), ErrUnknown)
		case be.next.fact.Ownership == OrganizationOwned || be.next.fact.Ownership == Unowned:
			l.fault(c, o.String(), "record", o.Record.String(), ErrNotShareable)
		case !there:
			l.fault(c, o.String(), "principal", o.Principal.String(), ErrUnknown)
		default:
			put[shareKey{recordKey{be.next.number, ordinal}, p}] = c
			entries[be.next.number] = l.entriesOf(c, o, ordinal, p, entries[be.next.number])
		}
	}
	return nil
}

// entriesOf adds the entries of one share.
func (l *bulk) entriesOf(c cause, o RecordShare, ordinal Ordinal, p PrincipalNumber, to []shareEntry) []shareEntry {
	if o.Rights != 0 {
		to = append(to, shareEntry{ordinal: ordinal, principal: p, rights: packRights(o.Rights)})
	}
	for _, from := range o.Inherited {
		if from.Rights == 0 {
			continue
		}
		entry := shareEntry{ordinal: ordinal, principal: p, source: shareNoOrigin, rights: packRights(from.Rights)}
		if !from.Origin.IsZero() {
			number, known := l.batch.entities.keys.find(fold(from.Origin.Entity))
			be := l.entities[EntityNumber(number)]
			if !known || be == nil {
				l.fault(c, o.String(), "inherited", from.Origin.String(), ErrUnknown)
				continue
			}
			origin, live := (Records{l.State, be.next}).Find(from.Origin.ID)
			if !live {
				l.fault(c, o.String(), "inherited", from.Origin.String(), ErrUnknown)
				continue
			}
			entry.source, entry.origin = uint16(number), origin
		}
		to = append(to, entry)
	}
	return to
}

// layShares gives an entity its share entries and tests their origins (12.9).
func (l *bulk) layShares(be *bulkEntity, entries []shareEntry, put map[shareKey]cause) {
	for _, entry := range entries {
		row := be.next.rows.at(uint32(entry.ordinal))
		be.next.rows.set(l.edit, uint32(entry.ordinal), row|rowShared)
		if entry.source == shareExplicit || entry.source == shareNoOrigin {
			continue
		}
		record := recordKey{be.next.number, entry.ordinal}
		origin := recordKey{EntityNumber(entry.source), entry.origin}
		if l.pointsAt(record, origin) {
			continue
		}
		c, ofLoad := put[shareKey{record, entry.principal}]
		if !ofLoad {
			c = l.causeOf(record)
		}
		share := named(KindShare, l.ref(record.entity, record.ordinal).String(), l.PrincipalAt(entry.principal).String())
		l.fault(c, share, "inherited", l.ref(origin.entity, origin.ordinal).String(), ErrStaleOrigin)
	}
	be.next.shares = sortedOf(entries)
	be.next.linkShares()
}

// distinctShares is the shares in order, each once.
func (b *Builder) distinctShares() ([]placed[RecordShare], error) {
	var all []placed[RecordShare]
	for _, s := range b.sections {
		all = append(all, s.shares...)
	}
	slices.SortFunc(all, func(x, y placed[RecordShare]) int { return x.place.compare(y.place) })
	type key struct {
		record    Ref
		principal Principal
	}
	first := make(map[key]int, len(all))
	kept := all[:0]
	var errs FactErrors
	for _, each := range all {
		k := key{Ref{fold(each.object.Record.Entity), each.object.Record.ID}, each.object.Principal}
		at, twice := first[k]
		switch {
		case !twice:
			first[k] = len(kept)
			kept = append(kept, each)
		case !sameObject(kept[at].object, each.object) && len(errs) < MaxErrors:
			errs = append(errs, &FactError{
				Change: -1, Place: each.place, Also: kept[at].place, Object: each.object.String(), Err: ErrDuplicate,
			})
		}
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return kept, nil
}
