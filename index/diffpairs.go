package index

import (
	"cmp"
	"slices"

	"github.com/accessindex/ambit/bitmap"
	"github.com/accessindex/ambit/graph"
)

// partPair is a part of a user's lists as two snapshots have it. One that only one of them has goes with
// no rights in the other.
type partPair struct {
	kind          partKind
	before, after uint32 // numbers
	had, has      graph.Rights
	same          bool // known to be the same records
}

// pairs are the parts of a user's lists in both snapshots, nil where they are all the same. The user has
// number 0 where unknown.
func (e *twoEntities) pairs(was, is graph.PrincipalNumber) []partPair {
	before, after := e.matching(e.before.parts(was)), e.after.parts(is)
	pairs := make([]partPair, 0, max(len(before), len(after)))
	changed := false
	for len(before) > 0 || len(after) > 0 {
		order := -1
		switch {
		case len(before) == 0:
			order = 1
		case len(after) > 0:
			order = cmp.Or(cmp.Compare(before[0].kind, after[0].kind), cmp.Compare(before[0].match, after[0].number))
		}
		var pair partPair
		if order <= 0 {
			pair.kind, pair.before, pair.had = before[0].kind, before[0].number, before[0].rights
			before = before[1:]
		}
		if order >= 0 {
			pair.kind, pair.after, pair.has = after[0].kind, after[0].number, after[0].rights
			after = after[1:]
		}
		pair.same = order == 0 && e.same(pair)
		changed = changed || !pair.same || pair.had != pair.has
		pairs = append(pairs, pair)
	}
	if !changed {
		return nil
	}
	return pairs
}

// matching is parts of before in the order of those of after that they match.
func (e *twoEntities) matching(parts []reachPart) []reachPart {
	for i := range parts {
		parts[i].match = e.match(parts[i])
	}
	if !e.related {
		slices.SortFunc(parts, func(a, b reachPart) int {
			return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.match, b.match))
		})
	}
	return parts
}

// same reports whether a part is known to be the same records on both sides.
func (e *twoEntities) same(pair partPair) bool {
	if !e.related {
		return false
	}
	was, is := e.before.stamp(pair.kind, pair.before), e.after.stamp(pair.kind, pair.after)
	return was == is && was != 0
}

// alike is the first right that no part of the pairs tells from the right at a place of EachRight.
func (e *twoEntities) alike(pairs []partPair, place int) int {
	r := graph.EachRight[place]
	for i, q := range graph.EachRight[:place] {
		if graph.RightsAsked(q) == graph.Rights(q) && !slices.ContainsFunc(pairs, func(p partPair) bool {
			return p.had.Has(r) != p.had.Has(q) || p.has.Has(r) != p.has.Has(q) || p.kind.byRight() &&
				(p.had.Has(r) && !e.before.sharedAlike(p.kind, p.before, r, q) ||
					p.has.Has(r) && !e.after.sharedAlike(p.kind, p.after, r, q))
		}) {
			return i
		}
	}
	return place
}

// sharedAlike reports whether all shares with a principal that give one of two rights give the other.
func (s side) sharedAlike(kind partKind, number uint32, r, q graph.Right) bool {
	return !slices.ContainsFunc(s.shareSet(s.entity, graph.PrincipalNumber(number)).groups, func(g shareGroup) bool {
		given := g.total
		if kind == explicitPart {
			given = g.explicitly
		}
		return given.Has(r) != given.Has(q)
	})
}

// change is what a user gains of a right, in the ordinals of after, and loses, in those of before. Of parts
// that both lists have only the difference is looked at.
func (e *twoEntities) change(pairs []partPair, was, is graph.PrincipalNumber, r graph.Right) (gained, lost bitmap.Set) {
	if graph.RightsAsked(r) != graph.Rights(r) { // 3.14
		before, after := e.forth(e.before.reach(was, r)), e.after.reach(is, r)
		return bitmap.Difference(after, before), e.back(bitmap.Difference(before, after))
	}
	var gains, losses []bitmap.Set
	for _, p := range pairs {
		switch had, has := p.had.Has(r), p.has.Has(r); {
		case had && has && !p.same:
			delta := e.delta(p, r)
			gains, losses = append(gains, delta.gained), append(losses, delta.lost)
		case had && !has:
			losses = append(losses, e.earlier(p, r))
		case has && !had:
			gains = append(gains, e.after.set(p.kind, p.after, r))
		}
	}
	gained, lost = bitmap.Union(gains...), bitmap.Union(losses...)
	for i := 0; i < len(pairs) && !gained.IsEmpty(); i++ {
		if pairs[i].had.Has(r) {
			gained = bitmap.Difference(gained, e.earlier(pairs[i], r))
		}
	}
	for i := 0; i < len(pairs) && !lost.IsEmpty(); i++ {
		if pairs[i].has.Has(r) {
			lost = bitmap.Difference(lost, e.after.set(pairs[i].kind, pairs[i].after, r))
		}
	}
	return gained, e.back(lost)
}

// reach is the records on which a user, 0 for none, has a right.
func (s side) reach(u graph.PrincipalNumber, r graph.Right) bitmap.Set {
	if u == 0 || !s.entity.Declared() {
		return bitmap.Set{}
	}
	return s.Snapshot.reach(u, r, s.entity)
}
