package indextest

import (
	"errors"

	"github.com/accessindex/ambit/graph"
)

// recordFaults tests the references of every record, its owner and unit, and its links.
func (b *batch) recordFaults() (err error) {
	for ref, record := range b.records {
		err = errors.Join(err, b.ownerFaults(record), b.unitFaults(record), b.lookupFaults(record))
		if b.linkCircle(ref) {
			err = errors.Join(err, b.refuse(graph.ErrCycle, "12.8", record))
		}
		if _, found := b.entities[ref.Entity]; !found {
			err = errors.Join(err, b.absent(graph.KindEntity, ref.Entity, graph.ErrNotEmpty, record, "15.4 entity of a record"))
		}
	}
	return err
}

// ownerFaults tests that user-owned records, and no others, have an owner that may be one (section 4, 7.7).
func (b *batch) ownerFaults(record graph.Record) (err error) {
	entity, known := b.entities[record.Entity]
	owned := !record.Owner.IsZero()
	if known && entity.Ownership == graph.UserOwned && !owned {
		return b.refuse(graph.ErrOwnership, "4.2 owner missing", record)
	}
	if known && entity.Ownership != graph.UserOwned && owned {
		err = b.refuse(graph.ErrOwnership, "section 4 owner not allowed", record)
	}
	if !owned {
		return err
	}
	if !b.exists(record.Owner) {
		kind := graph.KindUser
		if record.Owner.Kind == graph.TeamPrincipal {
			kind = graph.KindTeam
		}
		return errors.Join(err, b.absent(kind, record.Owner.ID, graph.ErrOwnsRecords, record, "7.11"))
	}
	if team, _ := b.team(record.Owner.ID); record.Owner.Kind == graph.TeamPrincipal && team.Type == graph.AccessTeam {
		err = errors.Join(err, b.refuse(graph.ErrAccessTeamOwns, "7.7", record))
	}
	return err
}

// unitFaults tests a record's unit: one of its own in matrix mode only (13.1), always one where it is
// business-owned (4.3), and none elsewhere.
func (b *batch) unitFaults(record graph.Record) (err error) {
	entity, known := b.entities[record.Entity]
	if _, found := b.units[record.BusinessUnit]; record.BusinessUnit != "" && !found {
		err = b.absent(graph.KindBusinessUnit, record.BusinessUnit, graph.ErrNotEmpty, record, "15.4 unit of a record")
	}
	if !known {
		return err
	}
	switch entity.Ownership {
	case graph.UserOwned:
		if record.BusinessUnit != "" && !b.matrix() && b.exists(record.Owner) {
			// The owner's own unit would have been dropped by settle.
			err = errors.Join(err, b.refuse(graph.ErrRecordUnit, "13.1", record))
		}
	case graph.BusinessOwned:
		if b.owningUnit(record) == "" {
			err = errors.Join(err, b.refuse(graph.ErrOwnership, "4.3 unit missing", record))
		}
	default:
		if record.BusinessUnit != "" {
			err = errors.Join(err, b.refuse(graph.ErrOwnership, "section 4 unit not allowed", record))
		}
	}
	return err
}

// lookupFaults tests that what a lookup points at is there, and a relationship for it (2.8).
func (b *batch) lookupFaults(record graph.Record) (err error) {
	for lookup, target := range record.Lookups {
		if _, found := b.records[target]; !found {
			err = errors.Join(err, b.absent(graph.KindRecord, target, nil, record, ""))
		}
		if _, found := b.relationshipOf(record.Ref(), lookup, target); !found {
			err = errors.Join(err, b.relationshipAbsent(record, lookup, target))
		}
	}
	return err
}

// relationshipAbsent is the error for a lookup without its relationship (15.4).
func (b *batch) relationshipAbsent(record graph.Record, lookup string, target graph.Ref) error {
	key := link{record.Entity, lookup, target.Entity}
	return b.absent(graph.KindRelationship, key, graph.ErrNotEmpty, record, "15.4 lookup without its relationship")
}

// linkCircle reports whether links through relationships that have share or reparent other than
// NoCascade lead from a record back to it (12.8).
func (b *batch) linkCircle(start graph.Ref) bool {
	seen := map[graph.Ref]bool{}
	var reaches func(ref graph.Ref) bool
	reaches = func(ref graph.Ref) bool {
		if seen[ref] {
			return false
		}
		seen[ref] = true
		for lookup, target := range b.records[ref].Lookups {
			r, known := b.relationshipOf(ref, lookup, target)
			if known && (r.Share != graph.NoCascade || r.Reparent != graph.NoCascade) && (target == start || reaches(target)) {
				return true
			}
		}
		return false
	}
	return reaches(start)
}
