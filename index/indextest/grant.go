package indextest

import (
	"errors"

	"github.com/accessindex/ambit/graph"
)

// grant adds to the explicit rights of a principal on a record (11.4).
func (b *batch) grant(c graph.GrantShare) error {
	key := shareKey{foldRef(c.Record), c.Principal}
	if err := b.mayShare(c, key); err != nil {
		return err
	}
	b.restate(key.record, key.principal, granted(b.shares[key].explicit, storedOf(c.Rights)))
	return nil
}

// modify replaces the explicit rights of a principal on a record (11.4).
func (b *batch) modify(c graph.ModifyShare) error {
	key := shareKey{foldRef(c.Record), c.Principal}
	if err := b.mayShare(c, key); err != nil {
		return err
	}
	b.restate(key.record, key.principal, storedOf(c.Rights))
	return nil
}

// revoke clears the explicit rights of a principal on a record (11.4).
func (b *batch) revoke(c graph.RevokeShare) error {
	key := shareKey{foldRef(c.Record), c.Principal}
	if err := b.mayShare(c, key); err != nil {
		return err
	}
	b.restate(key.record, key.principal, 0)
	return nil
}

// mayShare tests what rule 15.3 tests of the three as they are applied.
func (b *batch) mayShare(c graph.Change, key shareKey) error {
	err := errors.Join(b.namedRecord(c, key.record), b.named(b.exists(key.principal), c))
	if _, known := b.entities[key.record.Entity]; known && !b.shareable(key.record.Entity) {
		err = errors.Join(err, b.refuse(graph.ErrNotShareable, "11.8 verb", c.Subject()))
	}
	return err
}

// restate gives a share other explicit rights. What that takes is cut on the children that the unshare
// setting takes in; then what it adds flows to those that the share setting takes in (11.6).
func (b *batch) restate(ref graph.Ref, p graph.Principal, rights graph.Rights) {
	key := shareKey{ref, p}
	old := b.shares[key]
	taken, added := old.explicit&^rights, rights&^old.explicit
	b.count.hitIf(taken == 0 && added == 0, "11.4 nothing")
	b.count.hitIf(taken != 0 && added != 0, "11.6 taken and added")
	if taken|added == 0 {
		return
	}
	b.setShare(key, share{explicit: rights, inherited: old.inherited})
	if taken != 0 {
		for _, l := range b.linesTo(ref) {
			if b.takesIn(l, unshareEvent) {
				b.cut(l.child, p, ref, unshareEvent)
			}
		}
	}
	b.flow(ref, p, added, shareEvent)
}
