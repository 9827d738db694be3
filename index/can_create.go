package index

import (
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// CanCreate reports whether a user may create a record of an entity with an owner and a business unit
// (9.1). The zero owner is the user, the empty unit the owner's; a business-owned entity takes a unit
// and no owner, the others neither. What the entity does not take or lacks is ErrOwnership, and in
// classic mode another unit than the owner's ErrRecordUnit (13.1).
func (s *Snapshot) CanCreate(user, entity string, owner graph.Principal, unit string) (Decision, error) {
	u, err := s.askUser(user)
	if err != nil {
		return Deny, err
	}
	e, err := s.askEntity(entity)
	if err != nil {
		return Deny, err
	}
	place := graph.Holding{}
	if !owner.IsZero() {
		if place.Owner, err = s.askPrincipal(owner); err != nil {
			return Deny, err
		}
	}
	if unit != "" {
		if place.Unit, err = s.askUnit(unit); err != nil {
			return Deny, err
		}
	}
	if e.Fact().Ownership == graph.UserOwned && place.Owner == 0 {
		place.Owner = u
	}
	if err := s.misplaced(e, place); err != nil {
		return Deny, err
	}
	return Decision(s.canCreate(u, e, place)), nil
}

// misplaced is the error for an owner or a unit that a record of the entity cannot have (9.1).
func (s *Snapshot) misplaced(e graph.Records, place graph.Holding) error {
	fact := e.Fact()
	refuse := func(err error, why string) error { return fmt.Errorf("%w: entity %q %s", err, fact.Name, why) }
	switch ownership := fact.Ownership; {
	case ownership != graph.UserOwned && place.Owner != 0:
		return refuse(graph.ErrOwnership, "takes no owner")
	case isFree(ownership) && place.Unit != 0:
		return refuse(graph.ErrOwnership, "takes no business unit")
	case ownership == graph.BusinessOwned && place.Unit == 0:
		return refuse(graph.ErrOwnership, "takes a business unit")
	case ownership == graph.UserOwned && place.Unit != 0 && place.Unit != s.state.UnitOf(place.Owner) &&
		!s.state.Settings().OwnershipAcrossBusinessUnits:
		return refuse(graph.ErrRecordUnit, "takes the unit of the owner")
	}
	return nil
}

// canCreate is rule 9.1 for a record as it would be: OWN or SCOPE, never shares or the hierarchy.
func (s *Snapshot) canCreate(u graph.PrincipalNumber, e graph.Records, place graph.Holding) bool {
	if !s.state.ActiveUser(u) {
		return false
	}
	p := s.plan(s.userPlan(u), e)
	if !p.open.Has(graph.Create) {
		return false
	}
	if e.Fact().Ownership != graph.UserOwned {
		return s.inScope(p, place.Unit, graph.Create)
	}
	if graph.CreatingTakesAssign() && place.Owner != u && !p.open.Has(graph.Assign) { // 9.4
		return false
	}
	if !s.state.CanOwn(place.Owner, e) {
		return false
	}
	owning, owners := place.Unit, s.state.UnitOf(place.Owner)
	if owning == 0 {
		owning = owners
	}
	return (p.own(place.Owner).Has(graph.Create) || s.inScope(p, owning, graph.Create)) &&
		(owning == owners || s.mayUseUnit(u, owning))
}

// mayUseUnit is the last part of 13.1: where the data declares the entity businessunit, a unit other than
// the owner's takes AppendTo on it.
func (s *Snapshot) mayUseUnit(u graph.PrincipalNumber, unit graph.UnitNumber) bool {
	e, declared := s.state.Entity("businessunit")
	return !declared || s.inScope(s.plan(s.userPlan(u), e), unit, graph.AppendTo)
}

// inScope reports gate and SCOPE of a right on the records of a unit, as far as a plan says (3.2, 3.6);
// on a free entity the gate alone.
func (s *Snapshot) inScope(p *plan, owning graph.UnitNumber, r graph.Right) bool {
	want := graph.Rights(r) & p.open
	return (p.every|p.scope(s.state.Tree(), owning, want))&want != 0
}
