package graph

import (
	"slices"
)

func (d *draft) setShare(o RecordShare) error {
	e, err := d.mention(o.Record.Entity)
	if err != nil {
		return err
	}
	ordinal, p := d.ordinal(e, o.Record.ID), d.principalNumber(o.Principal)
	step := ShareStep{Entity: e.number, Ordinal: ordinal, Principal: p, NewExplicit: o.Rights}
	old := slices.Collect(e.shareOf(ordinal, p))
	for _, entry := range old {
		if entry.source == shareExplicit {
			step.OldExplicit = entry.rights.mask()
		} else {
			step.OldInherited |= entry.rights.mask()
		}
		e.shares.remove(d.edit, entry)
	}
	there := o.Rights != 0
	if there {
		e.shares.insert(d.edit, shareEntry{ordinal: ordinal, principal: p, rights: packRights(o.Rights)})
	}
	o.Inherited = slices.Clone(o.Inherited)
	for _, from := range o.Inherited {
		if from.Rights == 0 {
			continue
		}
		entry := shareEntry{ordinal: ordinal, principal: p, source: shareNoOrigin, rights: packRights(from.Rights)}
		if !from.Origin.IsZero() {
			origin, err := d.mention(from.Origin.Entity)
			if err != nil {
				return err
			}
			entry.source, entry.origin = uint16(origin.number), d.ordinal(origin, from.Origin.ID)
		}
		e.shares.insert(d.edit, entry)
		step.NewInherited |= from.Rights
		there = true
	}
	d.markShared(e, ordinal, p, len(old) > 0, there)
	if step.OldExplicit != step.NewExplicit || step.OldInherited != step.NewInherited {
		d.effects.Shares = append(d.effects.Shares, step)
	}
	if there {
		d.note(PutObject{o})
	} else if len(old) > 0 {
		d.note(DeleteObject{RecordShare{Record: o.Record, Principal: o.Principal}})
	}
	return nil
}

// markShared keeps the way from a principal to its shares, and the flag of records that have any.
func (d *draft) markShared(e *entity, ordinal Ordinal, p PrincipalNumber, before, after bool) {
	link := pair{uint32(p), uint32(ordinal)}
	if before && !after {
		e.sharedTo.remove(d.edit, link)
	} else if after && !before {
		e.sharedTo.insert(d.edit, link)
	} else {
		return
	}
	row := e.rows.at(uint32(ordinal)) &^ rowShared
	if after {
		row |= rowShared
	} else {
		for range e.sharesOf(ordinal) {
			row |= rowShared
			break
		}
	}
	if row != e.rows.at(uint32(ordinal)) {
		e.rows.set(d.edit, uint32(ordinal), row)
	}
}
