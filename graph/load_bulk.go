package graph

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/cespare/xxhash/v2"
)

// bulk is a load whose records and shares are laid out anew, together with those that are there.
type bulk struct {
	*batch
	entities map[EntityNumber]*bulkEntity
}

// bulkEntity is the records of one entity on their way to new ordinals.
type bulkEntity struct {
	old     *entity
	next    *entity
	records []bulkRecord
	renewed []uint32 // by old ordinal: 1 + the new one of a record that stays, or 0
	numbers map[Holding]HoldingNumber
}

// bulkRecord is a record of the load, or one that stays.
type bulkRecord struct {
	loaded  *loadedRecord // nil for one that stays
	section *Section
	stays   Ordinal
	holding HoldingNumber
	row     uint32
}

func (s *State) loadBulk(ctx context.Context, b *Builder) (Loaded, error) {
	objects, err := b.distinct(b.light())
	if err != nil {
		return Loaded{}, err
	}
	l := &bulk{batch: s.batch(), entities: map[EntityNumber]*bulkEntity{}}
	for _, each := range objects {
		l.cause = cause{change: -1, place: each.place}
		if err := l.apply(PutObject{each.object}); err != nil {
			return Loaded{}, err
		}
	}
	l.enterRoot()
	l.tree = l.plant()
	if l.finalUnits(); len(l.errs) > 0 {
		return Loaded{}, l.errs
	}
	l.numbering++
	if err := l.gather(b); err != nil {
		return Loaded{}, err
	}
	for _, number := range slices.Sorted(maps.Keys(l.entities)) {
		if err := ctx.Err(); err != nil {
			return Loaded{}, err
		}
		l.layOut(l.entities[number])
	}
	l.pointAll()
	if err := l.shareAll(b); err != nil {
		return Loaded{}, err
	}
	if err := ctx.Err(); err != nil {
		return Loaded{}, err
	}
	next, _, err := l.conclude(nil)
	if err != nil {
		return Loaded{}, err
	}
	return Loaded{State: next}, nil
}

// gather sorts the loaded records by entity. Every entity takes part: its records may be renumbered.
func (l *bulk) gather(b *Builder) error {
	for number, e := range l.batch.entities.all() {
		l.entities[EntityNumber(number)] = newBulkEntity(e)
		if !e.declared {
			l.mentioned = append(l.mentioned, e.number)
		}
	}
	for _, s := range b.sections {
		entities := make([]*bulkEntity, len(s.names))
		var err error
		s.records.each(func(r *loadedRecord) {
			to := entities[r.entity]
			if to == nil {
				if to, err = l.entity(s.names[r.entity]); err != nil {
					return
				}
				entities[r.entity] = to
			}
			to.records = append(to.records, bulkRecord{loaded: r, section: s})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func newBulkEntity(e *entity) *bulkEntity {
	return &bulkEntity{old: e, renewed: make([]uint32, e.rows.length), numbers: map[Holding]HoldingNumber{}}
}

func (l *bulk) entity(name string) (*bulkEntity, error) {
	e, err := l.mention(name)
	if err != nil {
		return nil, err
	}
	if l.entities[e.number] == nil {
		l.entities[e.number] = newBulkEntity(e)
	}
	return l.entities[e.number], nil
}

// layOut gives an entity's records their holdings and ordinals: by owning unit in pre-order, then by
// holding.
func (l *bulk) layOut(be *bulkEntity) {
	next := *be.old
	next.owner = l.edit
	next.holdings, next.keys, next.rows = column[Holding]{}, keys{}, column[uint32]{}
	next.shares = sorted[shareEntry]{}
	be.next = &next
	replaced := map[Ordinal]bool{}
	for i := range be.records {
		r := &be.records[i]
		if be.old.count > 0 {
			if ordinal, live := (Records{l.State, be.old}).Find(r.section.id(r.loaded)); live {
				replaced[ordinal] = true
			}
		}
		l.settleLoaded(be, r)
	}
	for ordinal := range Ordinal(be.old.rows.length) {
		row := be.old.rows.at(uint32(ordinal))
		if row&rowHolding == 0 || replaced[ordinal] {
			continue
		}
		number := be.number(be.old.holdings.at(row & rowHolding))
		be.records = append(be.records, bulkRecord{stays: ordinal, holding: number, row: row &^ (rowShared | rowHolding)})
	}
	be.order(l.State)
	l.number(be)
	l.batch.entities.set(l.edit, uint32(next.number), be.next)
	be.next.link()
}

// number is that of a holding of the entity's new records.
func (be *bulkEntity) number(h Holding) HoldingNumber {
	number, known := be.numbers[h]
	if !known {
		number = HoldingNumber(len(be.numbers) + 1)
		be.numbers[h] = number
	}
	return number
}

// settleLoaded finds the holding of a loaded record and tests its ownership.
func (l *bulk) settleLoaded(be *bulkEntity, r *bulkRecord) {
	loaded, s := r.loaded, r.section
	owner := s.parties[loaded.owner]
	holding := Holding{}
	if loaded.owner != 0 {
		holding.Owner = l.principalNumber(owner)
	}
	if loaded.unit != 0 {
		holding.Unit = UnitNumber(l.units.number(l.edit, s.names[loaded.unit]))
	}
	if byDefault := defaultOwner(be.old); byDefault != nil && holding == (Holding{}) {
		holding = byDefault(l.draft, s.id(loaded))
	}
	if l.needless(be.old, holding, loaded.place) {
		holding.Unit = 0
	}
	if loaded.inactive {
		r.row |= rowInactive
	}
	r.holding = be.number(holding)
	put := putRecord{cause{change: -1, place: loaded.place}, loaded.owner != 0, loaded.unit != 0}
	l.finalOwnership(put, be.old, holding, func() string { return named(KindRecord, s.record(loaded).Ref().String()) })
}

// needless reports whether classic mode drops an own unit (13.1): it equals the owner's unit, now or
// at the moment of the record's put.
func (l *bulk) needless(e *entity, h Holding, at Place) bool {
	if h.Unit == 0 || h.Owner == 0 || l.settings.OwnershipAcrossBusinessUnits || e.declared && e.fact.Ownership != UserOwned {
		return false
	}
	if l.UnitOf(h.Owner) == h.Unit {
		return true
	}
	put, moved := l.touched.principals[h.Owner]
	return moved && at.compare(put.place) < 0 && l.before.UnitOf(h.Owner) == h.Unit
}

// order sorts the records by their place in the tree. It counts, since there are few holdings.
func (be *bulkEntity) order(s *State) {
	holdings := make([]Holding, len(be.numbers)+1)
	for h, number := range be.numbers {
		holdings[number] = h
	}
	be.next.holdings = columnOf(holdings)
	r := Records{s, be.next}
	byPlace := make([]HoldingNumber, 0, len(be.numbers))
	for number := HoldingNumber(1); int(number) < len(holdings); number++ {
		byPlace = append(byPlace, number)
	}
	place := func(n HoldingNumber) uint32 { return s.tree.Span(r.OwningUnit(n)).First }
	slices.SortStableFunc(byPlace, func(a, b HoldingNumber) int { return cmp.Compare(place(a), place(b)) })
	starts := make([]int, len(holdings)+1)
	for i := range be.records {
		starts[be.records[i].holding]++
	}
	at := 0
	for _, number := range byPlace {
		starts[number], at = at, at+starts[number]
	}
	sorted := make([]bulkRecord, len(be.records))
	for i := range be.records {
		number := be.records[i].holding
		sorted[starts[number]] = be.records[i]
		starts[number]++
	}
	be.records = sorted
}

// number gives the records their ordinals, keys and rows. A record that stands twice is left out the
// second time, and refused where the two differ.
func (l *bulk) number(be *bulkEntity) {
	rows := make([]uint32, len(be.records))
	k := &be.next.keys
	k.length = uint32(len(be.records))
	for range (len(be.records) + pageRows - 1) / pageRows {
		k.pages = append(k.pages, &keyPage{})
	}
	k.hint = newHint(len(be.records))
	var buffer []byte
	for i := range be.records {
		r := &be.records[i]
		page, slot := k.pages[i/pageRows], uint32(i%pageRows)
		page.slots = append(page.slots, keySlot{})
		buffer = r.appendID(buffer[:0], be.old)
		id := string(buffer)
		hash := xxhash.Sum64(buffer)
		if first, twice := k.find(id); twice {
			l.twice(be, int(first), i)
			continue
		}
		if r.loaded != nil && (r.loaded.guid || r.loaded.longID == 0) {
			page.slots[slot] = r.loaded.id
			if r.loaded.guid {
				page.guids[slot/64] |= 1 << (slot % 64)
			}
		} else {
			page.put(slot, id)
		}
		k.hint.enter(hash, uint32(i))
		rows[i] = r.row | uint32(r.holding)
		if r.loaded == nil {
			be.renewed[r.stays] = uint32(i) + 1
		}
	}
	be.next.rows = columnOf(rows)
}

func (r *bulkRecord) appendID(dst []byte, old *entity) []byte {
	switch {
	case r.loaded == nil:
		return old.keys.appendID(dst, uint32(r.stays))
	case r.loaded.guid:
		return appendGUID(dst, &r.loaded.id)
	case r.loaded.longID != 0:
		return append(dst, r.section.longIDs[r.loaded.longID-1]...)
	}
	return append(dst, r.loaded.id.text()...)
}

// twice tests that a record which stands twice says the same both times.
func (l *bulk) twice(be *bulkEntity, first, second int) {
	a, b := &be.records[first], &be.records[second]
	x, y := a.section.record(a.loaded), b.section.record(b.loaded)
	if sameObject(x, y) {
		return
	}
	if a.loaded.place.compare(b.loaded.place) > 0 {
		a, b = b, a
	}
	l.errs = append(l.errs, &FactError{
		Change: -1, Place: b.loaded.place, Also: a.loaded.place, Object: x.String(), Err: ErrDuplicate,
	})
	l.errs = l.errs[:min(len(l.errs), MaxErrors)]
}
