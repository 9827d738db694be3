package indextest

import (
	"errors"
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// verb is what a verb of section 15 does to the batch; the error says that it is malformed.
func (b *batch) verb(change graph.Change) (func() error, error) {
	switch c := change.(type) {
	case graph.MoveUnit:
		return func() error { return b.move(c) }, errors.Join(graph.CheckID(c.BusinessUnit), graph.CheckID(c.Parent))
	case graph.EnableUnit:
		return func() error { return b.setUnit(c, c.BusinessUnit, false) }, graph.CheckID(c.BusinessUnit)
	case graph.DisableUnit:
		return func() error { return b.setUnit(c, c.BusinessUnit, true) }, graph.CheckID(c.BusinessUnit)
	case graph.EnableUser:
		return func() error { return b.setUser(c, c.User, false) }, graph.CheckID(c.User)
	case graph.DisableUser:
		return func() error { return b.setUser(c, c.User, true) }, graph.CheckID(c.User)
	case graph.TransferUser:
		return func() error { return b.transferUser(c) }, errors.Join(graph.CheckID(c.User), graph.CheckID(c.BusinessUnit))
	case graph.TransferTeam:
		return func() error { return b.transferTeam(c) }, errors.Join(graph.CheckID(c.Team), graph.CheckID(c.BusinessUnit))
	case graph.AssignRecord:
		return func() error { return b.assign(c) }, errors.Join(refForm(c.Record), principalForm(c.Owner), optional(c.BusinessUnit))
	case graph.GrantShare:
		return func() error { return b.grant(c) }, errors.Join(refForm(c.Record), principalForm(c.Principal), valid(c.Rights))
	case graph.ModifyShare:
		return func() error { return b.modify(c) }, errors.Join(refForm(c.Record), principalForm(c.Principal), valid(c.Rights))
	case graph.RevokeShare:
		return func() error { return b.revoke(c) }, errors.Join(refForm(c.Record), principalForm(c.Principal))
	case graph.LinkRecord:
		return func() error { return b.link(c) }, errors.Join(refForm(c.Record), graph.CheckID(c.Lookup), refForm(c.Target))
	case graph.UnlinkRecord:
		return func() error { return b.unlink(c) }, errors.Join(refForm(c.Record), graph.CheckID(c.Lookup))
	case graph.RecomputeInherited:
		if c.Record.IsZero() {
			return b.recomputeAll, nil
		}
		return func() error { return b.recompute(c) }, refForm(c.Record)
	}
	return nil, fmt.Errorf("%w: %T is no change", graph.ErrInvalid, change)
}

// named is ErrUnknown where an object that a verb names is not there (15.3).
func (b *batch) named(found bool, verb graph.Change) error {
	if found {
		return nil
	}
	return b.refuse(graph.ErrUnknown, "15.3 named", verb.Subject())
}

// related is ErrUnknown where there is no relationship for the lookup that a verb names (15).
func (b *batch) related(found bool, verb graph.Change) error {
	if found {
		return nil
	}
	return b.refuse(graph.ErrUnknown, "15 no such relationship", verb.Subject())
}

// namedRecord tests that the record is there, and its entity.
func (b *batch) namedRecord(verb graph.Change, ref graph.Ref) error {
	_, found := b.records[ref]
	if _, known := b.entities[ref.Entity]; found && !known {
		return b.absent(graph.KindEntity, ref.Entity, graph.ErrNotEmpty, verb.Subject(), "15.4 entity of a record")
	}
	return b.named(found, verb)
}

// namedUnit tests that the unit is there.
func (b *batch) namedUnit(verb graph.Change, unit string) error {
	_, found := b.units[unit]
	return b.named(found, verb)
}
