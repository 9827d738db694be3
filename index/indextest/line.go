package indextest

import (
	"errors"
	"maps"

	"github.com/accessindex/ambit/graph"
)

// line is one link: a lookup of a child that points at a parent, through a relationship, which is
// zero where there is none.
type line struct {
	child        graph.Ref
	lookup       string
	parent       graph.Ref
	relationship graph.Relationship
}

// event is what happens to a parent, and names the setting that takes children in (2.10).
type event string

const (
	assignEvent   event = "assign"
	shareEvent    event = "share"
	unshareEvent  event = "unshare"
	reparentEvent event = "reparent"
	anyLookup     event = "any lookup" // every child, whatever its relationship (12.3)
)

// linesTo are the links that point at a record.
func (b *batch) linesTo(parent graph.Ref) []line {
	b.down[parent] = true
	var lines []line
	for child, record := range b.records {
		for lookup, target := range record.Lookups {
			if target == parent {
				r, _ := b.relationshipOf(child, lookup, target)
				lines = append(lines, line{child, lookup, parent, r})
			}
		}
	}
	return lines
}

// linesFrom are the links of a record to others.
func (b *batch) linesFrom(child graph.Ref) []line {
	b.up[child] = true
	var lines []line
	for lookup, target := range b.records[child].Lookups {
		r, _ := b.relationshipOf(child, lookup, target)
		lines = append(lines, line{child, lookup, target, r})
	}
	return lines
}

// runs reports whether inherited rights run along the link (12).
func (l line) runs() bool {
	return l.relationship.Share != graph.NoCascade || l.relationship.Reparent != graph.NoCascade
}

// takesIn reports whether an event on the parent takes the child in (2.10).
func (b *batch) takesIn(l line, by event) bool {
	return by == anyLookup || b.takesInOf(l, by, b.records[l.parent].Owner)
}

// takesInOf is takesIn for a parent that has, or had, the given owner.
func (b *batch) takesInOf(l line, by event, owner graph.Principal) bool {
	child := b.records[l.child]
	setting := map[event]graph.Cascade{
		assignEvent: l.relationship.Assign, shareEvent: l.relationship.Share,
		unshareEvent: l.relationship.Unshare, reparentEvent: l.relationship.Reparent,
	}[by]
	taken := false
	switch setting {
	case graph.CascadeAll:
		taken = true
	case graph.CascadeActive:
		taken = !child.Inactive
	case graph.CascadeUserOwned:
		taken = !child.Owner.IsZero() && child.Owner == owner
	}
	name := "2.10 " + string(by) + " " + setting.String()
	b.count.hitIf(taken, name)
	b.count.hitIf(!taken, name+", not taken in")
	return taken
}

// setLookup points a lookup at another record; the zero target clears it.
func (b *batch) setLookup(child graph.Ref, lookup string, target graph.Ref) {
	record := b.records[child]
	lookups := map[string]graph.Ref{}
	maps.Copy(lookups, record.Lookups)
	lookups[lookup] = target
	if target.IsZero() {
		delete(lookups, lookup)
	}
	record.Lookups = lookups
	b.records[child] = record
}

// walking carries out a verb, which needs the links that it follows to be whole (15.3).
func (b *batch) walking(verb func() error) (err error) {
	clear(b.up)
	clear(b.down)
	err = verb()
	walked := maps.Clone(b.down)
	maps.Copy(walked, b.up)
	for ref := range walked {
		if b.linkCircle(ref) {
			err = errors.Join(err, b.refuse(graph.ErrCycle, "12.8", b.records[ref]))
		}
	}
	for ref := range b.up {
		err = errors.Join(err, b.lookupFaults(b.records[ref]))
	}
	for child, record := range b.records {
		for lookup, target := range record.Lookups {
			if _, found := b.relationshipOf(child, lookup, target); !found && b.down[target] {
				err = errors.Join(err, b.relationshipAbsent(record, lookup, target))
			}
		}
	}
	return err
}
