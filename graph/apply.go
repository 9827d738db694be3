package graph

import (
	"errors"
	"slices"
)

// batch is a batch of changes on its way into a draft: the rules of section 15 stand on top of the
// draft's setters.
type batch struct {
	*draft
	before  *State
	cause   cause
	regrown bool // units were put or deleted since the tree was last found whole
	// relinked is true once records with lookups or relationships were put, or relationships or entities
	// deleted: from then on links may not be whole.
	relinked bool
	touched  touched
	deleted  deleted
	stated   map[PrincipalNumber][]recordKey // by owner: records put with an own unit in classic mode (13.1)
	errs     FactErrors
}

// cause says which change, or which object of a load, a fact comes from.
type cause struct {
	change int
	place  Place
}

// recordKey names a record by number.
type recordKey struct {
	entity  EntityNumber
	ordinal Ordinal
}

func (k recordKey) compare(other recordKey) int {
	return pair{uint32(k.entity), uint32(k.ordinal)}.compare(pair{uint32(other.entity), uint32(other.ordinal)})
}

type shareKey struct {
	recordKey
	principal PrincipalNumber
}

// touched is what a batch put: the final state is tested there (15.3).
type touched struct {
	settings   *cause
	units      map[UnitNumber]cause
	principals map[PrincipalNumber]cause
	positions  map[PositionNumber]cause
	roles      map[RoleNumber]cause
	entities   map[EntityNumber]cause
	privileges map[PrivilegeNumber]cause
	relations  map[uint32]cause
	members    map[pair]cause
	holders    map[PrincipalNumber]cause // of assignments
	records    map[recordKey]putRecord
	shares     map[shareKey]cause
	placed     map[PrincipalNumber]cause // owners whose records came to another unit or stayed in one
	previous   map[PrincipalNumber]cause // owners with whom records were shared when they lost them
	vanished   map[PrincipalNumber]cause // undeclared default teams that gave way to a declared one
	regrouped  *cause                    // a unit that was there changed its parent
}

// putRecord is what a put said of a record beyond what the record's holding tells.
type putRecord struct {
	cause
	owner, unit bool // stated
}

// deleted is what a batch deleted; it may have been put again since.
type deleted struct {
	units      map[UnitNumber]cause
	principals map[PrincipalNumber]cause
	positions  map[PositionNumber]cause
	entities   map[EntityNumber]cause
	relations  map[uint32]cause
}

func (s *State) batch() *batch {
	return &batch{
		draft:  s.draft(),
		before: s,
		stated: map[PrincipalNumber][]recordKey{},
		touched: touched{
			units: map[UnitNumber]cause{}, principals: map[PrincipalNumber]cause{},
			positions: map[PositionNumber]cause{}, roles: map[RoleNumber]cause{},
			entities: map[EntityNumber]cause{}, privileges: map[PrivilegeNumber]cause{},
			relations: map[uint32]cause{}, members: map[pair]cause{},
			holders: map[PrincipalNumber]cause{}, records: map[recordKey]putRecord{},
			shares: map[shareKey]cause{}, placed: map[PrincipalNumber]cause{},
			previous: map[PrincipalNumber]cause{}, vanished: map[PrincipalNumber]cause{},
		},
		deleted: deleted{
			units: map[UnitNumber]cause{}, principals: map[PrincipalNumber]cause{},
			positions: map[PositionNumber]cause{}, entities: map[EntityNumber]cause{},
			relations: map[uint32]cause{},
		},
	}
}

// Apply is the State after a batch of changes, and what the batch did. The batch is applied in
// order, all or nothing (15.3). It is refused with FactErrors: one that a change meets as it is
// applied, or those of the final state. Apply is pure: the same State and batch give the same result.
func (s *State) Apply(changes []Change) (*State, *Effects, error) {
	b := s.batch()
	for i, change := range changes {
		b.cause = cause{change: i}
		if err := b.apply(change); err != nil {
			return nil, nil, err
		}
	}
	return b.conclude(changes)
}

// conclude tests the final state and closes the batch.
func (b *batch) conclude(changes []Change) (*State, *Effects, error) {
	b.final()
	if len(b.errs) > 0 {
		return nil, nil, b.errs
	}
	next := b.finish()
	b.effects.AsGiven = slices.EqualFunc(b.effects.Changes, changes, sameChange)
	return next, b.effects, nil
}

// apply takes one change into the draft, or says why not.
func (b *batch) apply(change Change) error {
	var err error
	switch c := change.(type) {
	case PutObject:
		err = b.put(c.Object)
	case DeleteObject:
		err = b.delete(c.Object)
	default:
		if err = CheckChange(change); err == nil {
			err = b.verb(change)
		}
	}
	if err == nil {
		b.dropNeedlessUnits(change.Subject())
		return nil
	}
	var fact *FactError
	if !errors.As(err, &fact) {
		fact = &FactError{Object: "change", Err: err}
		if change != nil && change.Subject() != nil {
			fact.Object = change.Subject().String()
		}
	}
	fact.Change, fact.Place = b.cause.change, b.cause.place
	return FactErrors{fact}
}

// fault notes an error of the final state.
func (b *batch) fault(c cause, object, field, value string, err error) {
	if len(b.errs) < MaxErrors {
		b.errs = append(b.errs, &FactError{
			Change: c.change, Place: c.place, Object: object, Field: field, Value: value, Err: err,
		})
	}
}
