package index

import (
	"cmp"
	"slices"
	"sync/atomic"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// logSteps is how many record steps an entity's log keeps at least, once there were so many.
const logSteps = 4096

// recordLog is what one step did to the records of an entity, linked to what the steps before did. By it a
// union that is behind is patched, where that is less work than uniting it again.
type recordLog struct {
	stamp  uint64
	steps  []placed
	total  int // of steps, here and before
	before atomic.Pointer[recordLog]
}

// placed is a record's change of owning unit; 0 stands for no record.
type placed struct {
	ordinal  uint32
	from, to graph.UnitNumber
}

// after is the log with one more step. The oldest steps are cut off, for every snapshot; a step that is
// only tried goes on from a copy of those it keeps.
func (l *recordLog) after(stamp uint64, steps []placed, tried bool) *recordLog {
	if len(steps) > logSteps {
		return &recordLog{stamp: stamp}
	}
	next := &recordLog{stamp: stamp, steps: steps, total: l.total + len(steps) + 1}
	next.before.Store(l)
	if next.total/logSteps > l.total/logSteps {
		if tried {
			l.copyTo(&next.before, next.total-logSteps)
		}
		for at := next; at != nil; at = at.before.Load() {
			if at.total < next.total-logSteps {
				at.before.Store(nil)
				break
			}
		}
	}
	return next
}

// copyTo puts a copy of the log at a place: of all steps but those before the first with less than a total.
func (l *recordLog) copyTo(place *atomic.Pointer[recordLog], least int) {
	for at := l; at != nil; at = at.before.Load() {
		own := &recordLog{stamp: at.stamp, steps: at.steps, total: at.total}
		place.Store(own)
		place = &own.before
		if at.total < least {
			return
		}
	}
}

// patch is a set of the version that a stamp names, brought up to date: the records of the units that in
// accepts. It fails where the log does not reach back to that version, or where the version is none of
// this log's past, as that of a snapshot that was only tried.
func (l *recordLog) patch(set bitmap.Set, stamp uint64, in func(graph.UnitNumber) bool) (bitmap.Set, bool) {
	type change struct {
		ordinal uint32
		age     int
		add     bool
	}
	var changes []change
	at := l
	for ; at != nil && at.stamp > stamp; at = at.before.Load() {
		for i := len(at.steps) - 1; i >= 0; i-- {
			if each := at.steps[i]; in(each.from) || in(each.to) {
				changes = append(changes, change{each.ordinal, len(changes), in(each.to)})
			}
		}
	}
	if at == nil || at.stamp != stamp {
		return bitmap.Set{}, false
	}
	slices.SortFunc(changes, func(a, b change) int {
		return cmp.Or(cmp.Compare(a.ordinal, b.ordinal), cmp.Compare(a.age, b.age))
	})
	var add, remove []uint32
	for i, each := range changes {
		switch {
		case i > 0 && changes[i-1].ordinal == each.ordinal: // a later step counts
		case each.add:
			add = append(add, each.ordinal)
		default:
			remove = append(remove, each.ordinal)
		}
	}
	return set.With(add, remove), true
}
