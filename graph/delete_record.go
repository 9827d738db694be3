package graph

func (b *batch) deleteShare(o RecordShare) error {
	number, e := b.entities.find(fold(o.Record.Entity))
	if e == nil {
		return ErrUnknown
	}
	ordinal, known := e.keys.find(o.Record.ID)
	key, p := recordKey{EntityNumber(number), Ordinal(ordinal)}, b.principalNumber(o.Principal)
	if !known {
		return ErrUnknown
	}
	for range e.shareOf(key.ordinal, p) {
		b.restate(key, p, RecordShare{Record: o.Record, Principal: o.Principal})
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
