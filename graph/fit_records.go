package graph

import (
	"bytes"
	"fmt"
	"slices"
)

// fitRecords tests relationships, and records with their lookups and shares (2.8, section 4, 11, 12).
func (s *State) fitRecords(b *batch) error {
	for _, r := range s.relations.all() {
		if s.entities.at(uint32(r.child)) == nil || s.entities.at(uint32(r.parent)) == nil {
			return fmt.Errorf("%s: %w", r.fact, ErrUnknown)
		}
	}
	for _, r := range s.relations.all() {
		if err := s.fitLookups(r); err != nil {
			return err
		}
	}
	for _, e := range s.entities.all() {
		if err := s.fitHoldings(b, e); err != nil {
			return err
		}
		if err := s.fitShares(e); err != nil {
			return fmt.Errorf("%s: %w", e.fact, err)
		}
	}
	if s.flowsInCircles() {
		return fmt.Errorf("lookups: %w", ErrCycle)
	}
	return nil
}

// fitHoldings tests who owns the records of an entity.
func (s *State) fitHoldings(b *batch, e *entity) error {
	named := false
	for number := range e.holdings.length {
		h := e.holdings.at(number)
		if e.holdingCounts.at(number) == 0 {
			continue
		}
		kind, byDefault := e.fact.Ownership, defaultOwner(e)
		b.finalOwnership(putRecord{}, e, h, func() string { return fmt.Sprintf("%s: holding %d", e.fact, number) })
		switch {
		case len(b.errs) > 0:
			return b.errs[0]
		case kind == UserOwned && h.Owner == OrganizationNumber,
			kind == BusinessOwned && h.Owner != 0 && (h.Unit != 0 || byDefault == nil),
			kind == BusinessOwned && h.Owner == 0 && s.units.at(uint32(h.Unit)) == nil,
			(kind == OrganizationOwned || kind == Unowned) && h != Holding{}:
			return fmt.Errorf("%s: holding %d: %w", e.fact, number, ErrOwnership)
		}
		named = named || kind == BusinessOwned && h.Owner != 0
	}
	if !named {
		return nil
	}
	return s.fitNamesakes(e)
}

// fitNamesakes tests that records which are where a principal is have its id, and are of the kind that
// their entity stands for (4.3).
func (s *State) fitNamesakes(e *entity) error {
	want, ids := uint32(0), &s.users
	if fold(e.fact.Name) == "team" {
		want, ids = 1, &s.teams
	}
	var x, y [MaxID]byte
	for ordinal := range e.rows.length {
		owner := uint32(e.holdings.at(e.rows.at(ordinal) & rowHolding).Owner)
		if owner != 0 && (owner&1 != want || !bytes.Equal(e.keys.appendID(x[:0], ordinal), ids.appendID(y[:0], owner>>1))) {
			return fmt.Errorf("%s: record %q: %w", e.fact, e.keys.id(ordinal), ErrOwnership)
		}
	}
	return nil
}

// fitLookups tests that the lookups of a relationship go from records to records, and that no record has the
// same lookup by another one.
func (s *State) fitLookups(r *relation) error {
	var others []*relation
	for other := range s.relationsOf(r.child) {
		if other.number < r.number && other.fact.Lookup == r.fact.Lookup {
			others = append(others, other)
		}
	}
	children, parents := &s.entities.at(uint32(r.child)).rows, &s.entities.at(uint32(r.parent)).rows
	for number, page := range r.targets.pages {
		for slot, target := range page.rows {
			if target == 0 {
				continue
			}
			child := uint32(number*pageRows + slot)
			if children.at(child)&rowHolding == 0 || parents.at(target-1)&rowHolding == 0 {
				return fmt.Errorf("%s: record %d to %d: %w", r.fact, child, target-1, ErrUnknown)
			}
			for _, other := range others {
				if other.targets.at(child) != 0 {
					return fmt.Errorf("%s: record %d: %w", r.fact, child, ErrDuplicate)
				}
			}
		}
	}
	return nil
}

// fitShares tests the shares of an entity's records and their flags.
func (s *State) fitShares(e *entity) error {
	shared, last := 0, Ordinal(0)
	lookups := slices.Collect(s.relationsOf(e.number))
	for entry := range e.shares.all() {
		row := e.rows.at(uint32(entry.ordinal))
		if shared == 0 || entry.ordinal != last {
			last = entry.ordinal
			shared++
		}
		p := s.principals.at(uint32(entry.principal))
		if row&rowHolding == 0 || row&rowShared == 0 || p == nil || entry.rights == 0 {
			return fmt.Errorf("share of record %d with principal %d: %w", entry.ordinal, entry.principal, ErrUnknown)
		}
		if entry.source == shareExplicit || entry.source == shareNoOrigin {
			if entry.origin != 0 {
				return fmt.Errorf("share of record %d: origin %d: %w", entry.ordinal, entry.origin, ErrInvalid)
			}
			continue
		}
		if !slices.ContainsFunc(lookups, func(r *relation) bool {
			target, set := r.target(entry.ordinal)
			return set && r.parent == EntityNumber(entry.source) && target == entry.origin
		}) {
			return fmt.Errorf("share of record %d: %w", entry.ordinal, ErrStaleOrigin)
		}
	}
	if shared > 0 && (e.fact.Ownership == OrganizationOwned || e.fact.Ownership == Unowned) {
		return ErrNotShareable
	}
	flags := 0
	for _, page := range e.rows.pages {
		for _, row := range page.rows {
			flags += int(row >> 31)
		}
	}
	if flags != shared {
		return fmt.Errorf("%d records have shares, %d are said to: %w", shared, flags, ErrInvalid)
	}
	return nil
}
