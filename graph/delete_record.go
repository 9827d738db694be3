package graph

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
func (b *batch) deleteRecord(e *entity, ordinal Ordinal) error {
	key, ref := recordKey{e.number, ordinal}, b.ref(e.number, ordinal)
	children := b.childrenOf(e.number, ordinal)
	for _, child := range children {
		for r := range b.relationsOf(child.entity) {
			if target, set := r.target(child.ordinal); set && r.parent == key.entity && target == ordinal {
				b.setLookup(r, child.ordinal, 0, false)
			}
		}
	}
	for _, p := range b.principalsOf(b.entities.at(uint32(e.number)), ordinal) {
		b.restate(key, p, RecordShare{Record: ref, Principal: b.PrincipalAt(p)})
	}
	b.dropRecord(Record{Entity: ref.Entity, ID: ref.ID})
	for _, child := range children {
		if err := b.cut(child, key); err != nil {
			return err
		}
	}
	return nil
}
