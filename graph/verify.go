package graph

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"slices"
)

// Verify works out anew what follows from the facts, tests the facts against all rules by loading them
// into an empty organisation, and reports each difference. It is nil where there is none, or the
// context's error.
func (s *State) Verify(ctx context.Context, report func(difference string)) error {
	reader := NewStateReader()
	for page := range s.Pages() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := reader.Add(page.Key, page.Append(nil)); err != nil {
			report(err.Error())
			return nil
		}
	}
	fresh, err := reader.State()
	if err != nil {
		report(err.Error())
		return nil
	}
	s.compareDerived(fresh, report)
	if err := s.verifyKeys(ctx, report); err != nil {
		return err
	}
	return s.verifyRules(ctx, report)
}

// compareDerived reports where what this state derived along the way is not what the facts give.
func (s *State) compareDerived(fresh *State, report func(string)) {
	pairs := []struct {
		name       string
		kept, anew *sorted[pair]
	}{
		{"teams of users", &s.memberships, &fresh.memberships},
		{"units below units", &s.unitChildren, &fresh.unitChildren},
		{"users of units", &s.unitUsers, &fresh.unitUsers},
		{"teams of units", &s.unitTeams, &fresh.unitTeams},
		{"default teams of units", &s.defaultTeams, &fresh.defaultTeams},
		{"roles of units", &s.unitRoles, &fresh.unitRoles},
		{"reports of managers", &s.reports, &fresh.reports},
		{"users of positions", &s.positionUsers, &fresh.positionUsers},
		{"positions below positions", &s.positionsBelow, &fresh.positionsBelow},
		{"holders of roles", &s.roleHolders, &fresh.roleHolders},
		{"assignments based in units", &s.basedAt, &fresh.basedAt},
	}
	for _, each := range pairs {
		compareSorted(each.name, each.kept, each.anew, report)
	}
	if !slices.Equal(s.tree.order, fresh.tree.order) || !slices.Equal(s.tree.spans, fresh.tree.spans) ||
		!slices.Equal(s.tree.parents, fresh.tree.parents) || !slices.Equal(s.tree.inactive, fresh.tree.inactive) {
		report("the tree of business units is not what the units give")
	}
	for number, u := range s.units.all() {
		if other := fresh.units.at(number); other == nil || other.team != u.team || other.parent != u.parent {
			report(fmt.Sprintf("%s: its default team or parent is not what the facts give", u.fact))
		}
	}
	for number, e := range s.entities.all() {
		if e.declared {
			e.compareDerived(fresh.entities.at(number), report)
		}
	}
	for number, r := range s.relations.all() {
		if r.declared {
			compareSorted(r.fact.String()+": children", &r.children, &fresh.relations.at(number).children, report)
		}
	}
}

func (e *entity) compareDerived(fresh *entity, report func(string)) {
	name := e.fact.String()
	if e.count != fresh.count {
		report(fmt.Sprintf("%s: %d records counted, %d there", name, e.count, fresh.count))
	}
	compareSorted(name+": holdings of owners", &e.byOwner, &fresh.byOwner, report)
	compareSorted(name+": holdings of units", &e.byUnit, &fresh.byUnit, report)
	compareSorted(name+": shares of principals", &e.sharedTo, &fresh.sharedTo, report)
	compareSorted(name+": free ordinals", &e.free, &fresh.free, report)
	for h := range max(e.holdings.length, fresh.holdings.length) {
		if kept, anew := e.holdingCounts.at(h), fresh.holdingCounts.at(h); kept != anew {
			report(fmt.Sprintf("%s: holding %d: %d records counted, %d there", name, h, kept, anew))
		}
	}
	for ordinal := range e.rows.length {
		shared := false
		for range e.sharesOf(Ordinal(ordinal)) {
			shared = true
			break
		}
		if shared != (e.rows.at(ordinal)&rowShared != 0) {
			report(fmt.Sprintf("%s: record %q: its flag of shares is wrong", name, e.keys.id(ordinal)))
		}
	}
}

func compareSorted[T ordered[T]](name string, kept, anew *sorted[T], report func(string)) {
	if a, b := slices.Collect(kept.all()), slices.Collect(anew.all()); !slices.EqualFunc(a, b, func(x, y T) bool { return x.compare(y) == 0 }) {
		report(fmt.Sprintf("%s: %d kept, %d given by the facts, and not the same", name, len(a), len(b)))
	}
}

// verifyKeys reports records that are not found by their id.
func (s *State) verifyKeys(ctx context.Context, report func(string)) error {
	for _, r := range s.Entities() {
		for ordinal := range r.End() {
			if ordinal%pageRows == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if !r.Live(ordinal) {
				continue
			}
			if found, live := r.Find(r.ID(ordinal)); !live || found != ordinal {
				report(fmt.Sprintf("record %q is not found by its id", s.ref(r.Number(), ordinal)))
			}
		}
	}
	return nil
}

// verifyRules loads the facts into an empty organisation, which every rule refuses that they break, and
// compares what comes out.
func (s *State) verifyRules(ctx context.Context, report func(string)) error {
	b := NewBuilder()
	section := b.Section()
	for _, kind := range Kinds {
		for object := range s.Objects(kind) {
			if err := section.Put(Place{}, object); err != nil {
				report(err.Error())
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	loaded, err := NewState().loadBulk(ctx, b)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		report(fmt.Sprintf("the facts break a rule: %v", err))
		return nil
	}
	s.CompareFacts(loaded.State, report)
	return nil
}

// CompareFacts reports the facts in which another state differs.
func (s *State) CompareFacts(other *State, report func(difference string)) {
	for _, kind := range Kinds {
		next, stop := iter.Pull(other.Objects(kind))
		for object := range s.Objects(kind) {
			if theirs, more := next(); !more || !reflect.DeepEqual(object, theirs) {
				report(fmt.Sprintf("%s: not the same as %v", object, theirs))
				break
			}
		}
		if theirs, more := next(); more {
			report(fmt.Sprintf("%s: only on one side", theirs))
		}
		stop()
	}
}
