package graph

import (
	"maps"
)

func (b *batch) deleteShare(o RecordShare) error {
	r, ordinal, live := b.live(o.Record)
	p, known := b.Principal(o.Principal)
	if !live || !known {
		return ErrUnknown
	}
	for range r.entity.shareOf(ordinal, p) {
		if err := b.drop(o); err != nil {
			return err
		}
		delete(b.touched.shares, shareKey{recordKey{r.Number(), ordinal}, p})
		return nil
	}
	return ErrUnknown
}

// live finds a record, also one whose entity the batch has deleted.
func (b *batch) live(ref Ref) (Records, Ordinal, bool) {
	_, e := b.entities.find(fold(ref.Entity))
	if e == nil {
		return Records{}, 0, false
	}
	r := Records{b.State, e}
	ordinal, live := r.Find(ref.ID)
	return r, ordinal, live
}

// deleteRecord takes along the record's shares (11.9) and clears the lookups to it with the effects
// of unlink (11.10).
func (b *batch) deleteRecord(e *entity, ordinal Ordinal) {
	fact := b.record(e, ordinal)
	children := b.childrenOf(e.number, ordinal)
	for _, child := range children {
		b.clearLookups(child, recordKey{e.number, ordinal})
	}
	for _, p := range b.principalsOf(e, ordinal) {
		_ = b.setShare(RecordShare{Record: fact.Ref(), Principal: b.PrincipalAt(p)})
	}
	key := recordKey{e.number, ordinal}
	maps.DeleteFunc(b.touched.shares, func(share shareKey, _ cause) bool { return share.recordKey == key })
	b.dropRecord(fact)
	for _, child := range children {
		b.cut(child, recordKey{e.number, ordinal})
	}
}

// clearLookups clears the lookups of a child to one record.
func (b *batch) clearLookups(child, parent recordKey) {
	e := b.entities.at(uint32(child.entity))
	if !(Records{b.State, e}).Live(child.ordinal) {
		return
	}
	fact := b.record(e, child.ordinal)
	to := b.ref(parent.entity, parent.ordinal)
	for name, target := range fact.Lookups {
		if target == to {
			delete(fact.Lookups, name)
		}
	}
	_ = b.setRecord(fact)
}
