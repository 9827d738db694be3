package index

import (
	"cmp"
	"slices"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// renumbering gives the records of two snapshots common ordinals: those of the later one, and for records
// that only the earlier one has ordinals that the later one does not use. It names only ordinals of the
// earlier one that differ from those.
type renumbering struct {
	forth, back shifts
}

// shifts are the ordinals that change, in order, with what they become. What they become is not the
// ordinal of another record.
type shifts struct {
	from, to []uint32
}

// newRenumbering compares the ids of the records.
func newRenumbering(before, after graph.Records) *renumbering {
	type shift struct{ from, to uint32 }
	var all []shift
	spare := uint32(max(before.End(), after.End()))
	for o := range before.Renamed(after) {
		if !before.Live(o) {
			continue
		}
		if to, found := after.Find(before.ID(o)); found {
			all = append(all, shift{uint32(o), uint32(to)})
		} else if after.Live(o) {
			all = append(all, shift{uint32(o), spare})
			spare++
		}
	}
	n := &renumbering{}
	for _, each := range all {
		n.forth.from, n.forth.to = append(n.forth.from, each.from), append(n.forth.to, each.to)
	}
	slices.SortFunc(all, func(a, b shift) int { return cmp.Compare(a.to, b.to) })
	for _, each := range all {
		n.back.from, n.back.to = append(n.back.from, each.to), append(n.back.to, each.from)
	}
	return n
}

// of is the set with the ordinals that they become.
func (s shifts) of(set bitmap.Set) bitmap.Set {
	if len(s.from) == 0 || set.IsEmpty() {
		return set
	}
	if len(s.from) < set.Len() {
		var add, remove []uint32
		for i, x := range s.from {
			if set.Contains(x) {
				add, remove = append(add, s.to[i]), append(remove, x)
			}
		}
		slices.Sort(add)
		return set.With(add, remove)
	}
	ordinals := set.AppendTo(nil)
	for i, x := range ordinals {
		if at, found := slices.BinarySearch(s.from, x); found {
			ordinals[i] = s.to[at]
		}
	}
	slices.Sort(ordinals)
	return bitmap.FromSorted(ordinals)
}
