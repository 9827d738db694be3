package graph

import "iter"

// shareEntry is one part of a share: the explicit rights, or those inherited from one origin.
type shareEntry struct {
	ordinal   Ordinal
	principal PrincipalNumber
	origin    Ordinal
	source    uint16 // shareExplicit, shareNoOrigin, or the number of the origin's entity
	rights    packedRights
}

const (
	shareExplicit = 0
	shareNoOrigin = 0xffff
	// maxEntities is how many entities there may be, so that a share entry stays at 16 bytes.
	maxEntities = 0xfffe
)

// packedRights has a bit for each of the eight rights, in the order of EachRight.
type packedRights uint8

func packRights(mask Rights) packedRights {
	var packed packedRights
	for i, r := range EachRight {
		if mask.Has(r) {
			packed |= 1 << i
		}
	}
	return packed
}

func (p packedRights) mask() Rights {
	var mask Rights
	for i, r := range EachRight {
		if p>>i&1 != 0 {
			mask |= Rights(r)
		}
	}
	return mask
}

// compare orders by record, principal, then explicit, no origin, and origins.
func (a shareEntry) compare(b shareEntry) int {
	if c := (pair{uint32(a.ordinal), uint32(a.principal)}).compare(pair{uint32(b.ordinal), uint32(b.principal)}); c != 0 {
		return c
	}
	return pair{uint32(a.source), uint32(a.origin)}.compare(pair{uint32(b.source), uint32(b.origin)})
}

// ShareEntry is one part of a share of a record (11.5): the explicit rights, or those inherited from
// one origin.
type ShareEntry struct {
	Ordinal   Ordinal
	Principal PrincipalNumber
	Rights    Rights
	Inherited bool
	Entity    EntityNumber // of the origin, 0 where there is none or it is not known
	Origin    Ordinal
}

func (a shareEntry) public() ShareEntry {
	out := ShareEntry{Ordinal: a.ordinal, Principal: a.principal, Rights: a.rights.mask()}
	out.Inherited = a.source != shareExplicit
	if out.Inherited && a.source != shareNoOrigin {
		out.Entity, out.Origin = EntityNumber(a.source), a.origin
	}
	return out
}

// SharesOf yields the share entries of one record, by principal.
func (r Records) SharesOf(o Ordinal) iter.Seq[ShareEntry] {
	return func(yield func(ShareEntry) bool) {
		if !r.Shared(o) {
			return
		}
		for each := range r.entity.sharesOf(o) {
			if !yield(each.public()) {
				return
			}
		}
	}
}

// Shares yields the share entries of all records, by ordinal.
func (r Records) Shares() iter.Seq[ShareEntry] {
	return func(yield func(ShareEntry) bool) {
		for each := range r.entity.shares.all() {
			if !yield(each.public()) {
				return
			}
		}
	}
}

// SharesLen is the number of share entries.
func (r Records) SharesLen() int { return r.entity.shares.length }

// SharedWith yields the records that have shares with a principal, in order.
func (r Records) SharedWith(p PrincipalNumber) iter.Seq[Ordinal] {
	return func(yield func(Ordinal) bool) {
		for ordinal := range seconds(&r.entity.sharedTo, uint32(p)) {
			if !yield(Ordinal(ordinal)) {
				return
			}
		}
	}
}

// sharesOf yields the entries of a record.
func (e *entity) sharesOf(o Ordinal) iter.Seq[shareEntry] {
	return func(yield func(shareEntry) bool) {
		for each := range e.shares.from(shareEntry{ordinal: o}) {
			if each.ordinal != o || !yield(each) {
				return
			}
		}
	}
}

// shareOf yields the entries of a record with one principal.
func (e *entity) shareOf(o Ordinal, p PrincipalNumber) iter.Seq[shareEntry] {
	return func(yield func(shareEntry) bool) {
		for each := range e.shares.from(shareEntry{ordinal: o, principal: p}) {
			if each.ordinal != o || each.principal != p || !yield(each) {
				return
			}
		}
	}
}
