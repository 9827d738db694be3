package index

import (
	"math"

	"github.com/accessindex/ambit/graph"
)

// unmatched stands for what only one side has.
const unmatched = math.MaxUint32

// matches are the numbers that units and principals of before have in after, unmatched where they are not
// there.
type matches struct {
	units, principals []uint32
}

// matched is found when first needed.
func (d *difference) matched() *matches {
	if d.numbers != nil {
		return d.numbers
	}
	was, is := d.before.state, d.after.state
	d.numbers = &matches{make([]uint32, was.Tree().Numbers()), make([]uint32, was.PrincipalNumbers())}
	for n := range d.numbers.units {
		d.numbers.units[n] = unmatched
		if unit, found := is.Unit(was.UnitID(graph.UnitNumber(n))); found {
			d.numbers.units[n] = uint32(unit)
		}
	}
	for n := range d.numbers.principals {
		d.numbers.principals[n] = unmatched
		if p, found := is.Principal(was.PrincipalAt(graph.PrincipalNumber(n))); found {
			d.numbers.principals[n] = uint32(p)
		}
	}
	return d.numbers
}

// match is the number in after of what a part of before is named by. In snapshots of one line it is the
// same: what has another meaning there was made since, and has other stamps.
func (d *difference) match(part reachPart) uint32 {
	switch {
	case d.related || part.kind == everyPart:
		return part.number
	case part.kind == subtreePart || part.kind == unitPart:
		return d.matched().units[part.number]
	case part.kind == selfPart:
		return unmatched
	}
	return d.matched().principals[part.number]
}
