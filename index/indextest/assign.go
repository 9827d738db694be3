package indextest

import (
	"errors"

	"github.com/accessindex/ambit/graph"
)

// assign gives a record another owner, or another unit under the same owner (10.2 to 10.6, 12.7).
func (b *batch) assign(c graph.AssignRecord) error {
	ref := foldRef(c.Record)
	err := errors.Join(b.namedRecord(c, ref), b.named(b.exists(c.Owner), c))
	if c.BusinessUnit != "" {
		err = errors.Join(err, b.namedUnit(c, c.BusinessUnit))
	}
	if err != nil {
		return err
	}
	record := b.records[ref]
	if b.entities[ref.Entity].Ownership != graph.UserOwned {
		return b.refuse(graph.ErrOwnership, "10.2", record)
	}
	if !b.matrix() && c.BusinessUnit != "" && c.BusinessUnit != b.unitOf(c.Owner) {
		err = b.refuse(graph.ErrRecordUnit, "10.3", record)
	}
	if record.Owner == c.Owner {
		if err != nil || b.count.hitIf(c.BusinessUnit == "" || c.BusinessUnit == b.owningUnit(record), "10.4 nothing") {
			return err
		}
		b.place(ref, c.BusinessUnit)
		return nil
	}
	if team, _ := b.team(c.Owner.ID); c.Owner.Kind == graph.TeamPrincipal && team.Type == graph.AccessTeam {
		return errors.Join(err, b.refuse(graph.ErrAccessTeamOwns, "10.2", record))
	}
	h := handover{b, c.Owner, c.BusinessUnit, b.rolesOf(c.Owner), map[graph.Ref]graph.Principal{}}
	if err := errors.Join(err, h.hand(ref)); err != nil {
		return err
	}
	if b.settings.ShareToPreviousOwnerOnAssign { // 10.6
		for each, previous := range h.before {
			if previous.IsZero() {
				continue
			}
			b.count.hit("10.6 shared with the previous owner")
			b.restate(each, previous, b.shares[shareKey{each, previous}].explicit|graph.FullRights)
		}
	}
	b.reinherit(h.before)
	return nil
}

// handover is an assign on its way down.
type handover struct {
	*batch
	owner  graph.Principal
	unit   string // the one that was given, or empty
	roles  *view  // for CanOwn of the owner
	before map[graph.Ref]graph.Principal
}

// rolesOf is the view that CanOwn of a principal looks at.
func (b *batch) rolesOf(p graph.Principal) *view {
	v := &view{state: b.state, holdings: map[string][]holding{}}
	if p.Kind == graph.UserPrincipal {
		v.holdings[p.ID] = b.holdingsOf(p.ID, b.teamsOf(p.ID))
	}
	return v
}

// hand gives a record the new owner, and so each child that the assign setting takes in (10.5).
func (h handover) hand(ref graph.Ref) (err error) {
	record := h.records[ref]
	entity, known := h.entities[ref.Entity]
	if !known {
		return h.absent(graph.KindEntity, ref.Entity, graph.ErrNotEmpty, record, "15.4 entity of a record")
	}
	if !h.roles.canOwn(h.owner, entity) {
		rule := "10.2"
		if len(h.before) > 0 {
			rule = "10.5"
		}
		err = h.refuse(graph.ErrCannotOwn, rule, record)
	}
	h.before[ref] = record.Owner
	record.BusinessUnit = h.unitUnderNewOwner(record, h.unitOf(record.Owner))
	if h.unit != "" && h.matrix() {
		h.count.hit("10.3 unit given")
		record.BusinessUnit = h.unit
	}
	record.Owner = h.owner
	h.records[ref] = record
	for _, l := range h.linesTo(ref) {
		child := h.records[l.child]
		switch {
		case !h.takesInOf(l, assignEvent, h.before[ref]):
		case h.entities[l.child.Entity].Ownership != graph.UserOwned:
			h.count.hit("10.5 child not user-owned")
		case child.Owner == h.owner:
			h.count.hit("10.5 child already there")
		default:
			h.count.hit("10.5 child assigned")
			err = errors.Join(err, h.hand(l.child))
		}
	}
	return err
}

// place gives a record another unit in matrix mode, and so each child that the assign setting takes
// in; owners stay (10.5).
func (b *batch) place(ref graph.Ref, unit string) {
	record := b.records[ref]
	record.BusinessUnit = unit
	if !b.matrix() {
		record.BusinessUnit = "" // 10.3: it is the owner's
	}
	b.records[ref] = record
	for _, l := range b.linesTo(ref) {
		switch {
		case !b.takesInOf(l, assignEvent, record.Owner):
		case b.entities[l.child.Entity].Ownership != graph.UserOwned:
			b.count.hit("10.5 unit of a child not user-owned")
		case b.owningUnit(b.records[l.child]) == unit:
			b.count.hit("10.5 child already in the unit")
		default:
			b.count.hit("10.5 child's unit changed")
			b.place(l.child, unit)
		}
	}
}

// reinherit is rule 12.7: what links give, once the owners of the records that are named, with
// their previous owners, have changed.
func (b *batch) reinherit(before map[graph.Ref]graph.Principal) {
	var touched []line
	for child := range b.records {
		for lookup, parent := range b.records[child].Lookups {
			_, ofChild := before[child]
			_, ofParent := before[parent]
			if ownerChangeCounts(ofParent, ofChild) {
				r, _ := b.relationshipOf(child, lookup, parent)
				touched = append(touched, line{child, lookup, parent, r})
			}
		}
	}
	for ref := range before {
		b.up[ref], b.down[ref] = true, true
	}
	for _, l := range touched {
		previous, changed := before[l.parent]
		if b.count.hitIf(changed, "12.7 owner of the parent changed"); !changed {
			previous = b.records[l.parent].Owner
		}
		_, changed = before[l.child]
		b.count.hitIf(changed, "12.7 owner of the child changed")
		b.cut(l.child, previous, l.parent, anyLookup)
		b.cut(l.child, b.records[l.child].Owner, l.parent, anyLookup)
	}
	for _, l := range touched {
		owner := b.records[l.parent].Owner
		if owner.IsZero() || owner == b.records[l.child].Owner || !b.takesIn(l, reparentEvent) {
			continue
		}
		b.count.hit("12.7 owner's part given anew")
		b.inherit(l.child, owner, l.parent, b.gives(l.parent, owner, l.child), reparentEvent)
	}
}
