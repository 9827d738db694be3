package indextest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// CanOwn reports whether a principal may own records of an entity (9.3).
func (o *Oracle) CanOwn(p graph.Principal, entity string) (bool, error) {
	if err := errors.Join(o.askPrincipal(p), o.askEntity(entity)); err != nil {
		return false, err
	}
	return o.view.canOwn(p, o.view.entities[fold(entity)]), nil
}

func (v *view) canOwn(p graph.Principal, e graph.Entity) bool {
	if e.Ownership != graph.UserOwned {
		v.count.hit("9.3 not user-owned")
		return false
	}
	read := privilegeOf(graph.Read, e)
	switch p.Kind {
	case graph.UserPrincipal:
		return slices.ContainsFunc(v.holdings[p.ID], func(q holding) bool {
			depth := v.depth(q, read)
			switch {
			case direct(q):
				return v.count.hitIf(depth > graph.None, "9.3 i")
			case q.role.MemberInheritance == graph.InheritUser:
				return v.count.hitIf(depth > graph.None, "9.3 ii")
			}
			return v.count.hitIf(depth == graph.Global, "9.3 iii")
		})
	case graph.TeamPrincipal:
		if team, _ := v.team(p.ID); team.Type == graph.AccessTeam {
			v.count.hit("9.3 access team")
			return false
		}
		return slices.ContainsFunc(v.heldByTeam(p.ID), func(q holding) bool {
			return v.count.hitIf(v.depth(q, read) > graph.None, "9.3 team")
		})
	}
	v.count.hit("9.3 organization")
	return false
}

// heldByTeam are the role assignments that a team holds itself (3.11).
func (s *state) heldByTeam(id string) []holding {
	var all []holding
	for assignment := range s.assignments {
		if assignment.Principal != graph.TeamRef(id) {
			continue
		}
		base := assignment.BusinessUnit
		if base == "" {
			base = s.unitOf(assignment.Principal)
		}
		all = append(all, holding{s.roles[assignment.Role], assignment.Principal, base})
	}
	return all
}

// CanCreate reports whether a user may create a record of an entity (9.1). The zero owner is the user,
// the empty unit the owner's. An owner or a unit that the entity does not allow or lacks is
// ErrOwnership, in classic mode another unit than the owner's ErrRecordUnit.
func (o *Oracle) CanCreate(user, entity string, owner graph.Principal, unit string) (bool, error) {
	err := errors.Join(o.askUser(user), o.askEntity(entity))
	if !owner.IsZero() {
		err = errors.Join(err, o.askPrincipal(owner))
	}
	if unit != "" {
		_, found := o.view.units[unit]
		err = errors.Join(err, o.ask(graph.CheckID(unit), found, "unit", unit))
	}
	if err != nil {
		return false, err
	}
	e := o.view.entities[fold(entity)]
	record := graph.Record{Entity: fold(entity), Owner: owner, BusinessUnit: unit}
	if e.Ownership == graph.UserOwned && owner.IsZero() {
		record.Owner = graph.UserRef(user)
	}
	if err := o.view.misplaced(e, record); err != nil {
		return false, err
	}
	return o.view.canCreate(user, e, record), nil
}

// misplaced is the error for an owner or a unit with which a record cannot be made (9.1).
func (v *view) misplaced(e graph.Entity, record graph.Record) (err error) {
	if e.Ownership != graph.UserOwned && !record.Owner.IsZero() {
		err = v.refuse(graph.ErrOwnership, "9.1 owner", e)
	}
	switch e.Ownership {
	case graph.UserOwned:
		if !v.matrix() && record.BusinessUnit != "" && record.BusinessUnit != v.unitOf(record.Owner) {
			err = errors.Join(err, v.refuse(graph.ErrRecordUnit, "9.1", e))
		}
	case graph.BusinessOwned:
		if record.BusinessUnit == "" {
			err = errors.Join(err, v.refuse(graph.ErrOwnership, "9.1 unit missing", e))
		}
	default:
		if record.BusinessUnit != "" {
			err = errors.Join(err, v.refuse(graph.ErrOwnership, "9.1 unit", e))
		}
	}
	return err
}

// canCreate is rule 9.1 for the record as it would be, with 13.1 in matrix mode.
func (v *view) canCreate(u string, e graph.Entity, record graph.Record) bool {
	if v.inactive(u) != "" || !v.gate(u, graph.Create, e) {
		return false
	}
	switch e.Ownership {
	case graph.OrganizationOwned, graph.Unowned:
		return true
	case graph.BusinessOwned:
		return v.scope(u, graph.Create, e, record)
	}
	if !v.canOwn(record.Owner, e) {
		v.count.hit("9.1 owner cannot own")
		return false
	}
	if asksAssignToCreate() && record.Owner != graph.UserRef(u) && !v.gate(u, graph.Assign, e) { // 9.4
		return false
	}
	own := v.own(u, graph.Create, e, record)
	scope := v.scope(u, graph.Create, e, record)
	return (own || scope) && v.mayUseUnit(u, record)
}

// mayUseUnit is the last part of 13.1: another unit than the owner's takes gate and SCOPE for
// AppendTo on the unit, if the data declares the entity businessunit.
func (v *view) mayUseUnit(u string, record graph.Record) bool {
	e, declared := v.entities[fold("businessunit")]
	if !declared || record.BusinessUnit == "" || record.BusinessUnit == v.unitOf(record.Owner) {
		return true
	}
	unit := graph.Record{Entity: fold("businessunit"), ID: record.BusinessUnit, BusinessUnit: record.BusinessUnit}
	may := v.gate(u, graph.AppendTo, e) && (v.free(e) || v.scope(u, graph.AppendTo, e, unit))
	v.count.hitIf(may, "13.1 other unit")
	v.count.hitIf(!may, "13.1 other unit refused")
	return may
}

// CanAssign reports whether a user may give a record another owner (10.1).
func (o *Oracle) CanAssign(user string, ref graph.Ref, owner graph.Principal) (bool, error) {
	if err := errors.Join(o.askUser(user), o.askRecord(ref), o.askPrincipal(owner)); err != nil {
		return false, err
	}
	e := o.view.entities[fold(ref.Entity)]
	needs := []graph.Right{graph.Assign, graph.Write, graph.Read}
	return e.Ownership == graph.UserOwned && o.view.checkAll(user, needs, ref) && o.view.canOwn(owner, e), nil
}

// CanShare reports whether a user may give a principal rights on a record (11.1, 11.2, 11.8).
func (o *Oracle) CanShare(user string, ref graph.Ref, p graph.Principal, rights graph.Rights) (bool, error) {
	if err := errors.Join(o.askUser(user), o.askRecord(ref), o.askPrincipal(p), valid(rights)); err != nil {
		return false, err
	}
	return o.view.shareable(fold(ref.Entity)) && o.view.checkAll(user, sharerNeeds(rights).List(), ref), nil
}

// CanLink reports whether a user may point a lookup of child at parent (9.7).
func (o *Oracle) CanLink(user string, child, parent graph.Ref) (bool, error) {
	if err := errors.Join(o.askUser(user), o.askRecord(child), o.askRecord(parent)); err != nil {
		return false, err
	}
	return o.view.checkAll(user, linkNeedsOfChild(), child) && o.view.checkAll(user, linkNeedsOfParent(), parent), nil
}

func (v *view) checkAll(u string, needs []graph.Right, ref graph.Ref) bool {
	return !slices.ContainsFunc(needs, func(r graph.Right) bool { return !v.check(u, r, foldRef(ref)) })
}

// CanDoTask reports whether a user may do a task (14.1). The entity is the one asked about, or empty;
// a task that names it cannot be asked without: ErrInvalid.
func (o *Oracle) CanDoTask(user, name, entity string, offline bool) (bool, error) {
	task, found := o.view.tasks[name]
	err := errors.Join(o.askUser(user), o.ask(graph.CheckID(name), found, "task", name))
	if entity != "" {
		err = errors.Join(err, o.askEntity(entity))
	}
	if err != nil {
		return false, err
	}
	const placeholder = "$entity"
	may := o.view.inactive(user) == "" && (!offline || task.Offline)
	for _, privilege := range task.Requires {
		if strings.Contains(privilege, placeholder) && entity == "" {
			o.count.hit("14.1 entity missing")
			return false, fmt.Errorf("%w: task %q takes an entity", graph.ErrInvalid, name)
		}
		privilege = strings.ReplaceAll(privilege, placeholder, privilegeName(o.view.entities[fold(entity)]))
		may = may && slices.ContainsFunc(o.view.holdings[user], func(q holding) bool {
			return o.view.depth(q, fold(privilege)) > graph.None // 4.6
		})
	}
	o.count.hitIf(may, "14.1 may")
	return may, nil
}
