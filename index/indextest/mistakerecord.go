package indextest

import (
	"maps"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// recordMistakes break what sections 4, 12 and 13 ask of records, links and shares.
var recordMistakes = []func(*draft) []graph.Change{
	func(w *draft) []graph.Change { // an owner or unit missing: ErrOwnership
		r, ok := w.drawRecord()
		if r.Owner.IsZero() {
			r.BusinessUnit = ""
		}
		r.Owner = graph.Principal{}
		return only(ok && w.ownership(r.Entity) < graph.OrganizationOwned, puts(r))
	},
	func(w *draft) []graph.Change { // an owner or unit not allowed: ErrOwnership, ErrRecordUnit
		r, ok := w.drawRecord()
		switch w.IntN(3) {
		case 0:
			r.Owner = pick(w.dice, w.holders())
			ok = ok && w.ownership(r.Entity) != graph.UserOwned
		case 1:
			r.Owner = graph.Organization
		default:
			r.BusinessUnit = pick(w.dice, w.units).ID
			ok = ok && w.ownership(r.Entity) != graph.BusinessOwned
		}
		return only(ok, puts(r))
	},
	func(w *draft) []graph.Change { // a unit on what no unit owns: ErrOwnership
		for _, r := range w.records {
			if kind := w.ownership(r.Entity); (kind == graph.OrganizationOwned || kind == graph.Unowned) && w.chance(50) {
				r.BusinessUnit = pick(w.dice, w.units).ID
				return puts(r)
			}
		}
		return nil
	},
	func(w *draft) []graph.Change { // another ownership while records exist: ErrOwnership
		entity := pick(w.dice, w.entities)
		entity.Ownership = graph.Ownership(w.IntN(4))
		return only(entity.Name != "" && w.inUse(entity.Name), puts(entity))
	},
	func(w *draft) []graph.Change { // an entity or relationship in use: ErrNotEmpty
		entity, relationship := pick(w.dice, w.entities), pick(w.dice, w.relationships)
		if w.chance(50) && relationship.Child != "" && w.linked(relationship) {
			return deletes(relationship)
		}
		return only(entity.Name != "" && w.depthsFit(deletes(entity)), deletes(graph.Entity{Name: w.odd(entity.Name)}))
	},
	func(w *draft) []graph.Change { // links in a circle: ErrCycle
		for _, relationship := range w.relationships {
			for _, r := range w.records {
				if !flows(relationship) || lower(r.Entity) != lower(relationship.Child) {
					continue
				}
				for _, other := range w.records {
					if lower(other.Entity) == lower(relationship.Parent) && w.climbs(other.Ref(), r.Ref()) && w.chance(40) {
						r.Lookups = maps.Clone(r.Lookups)
						if r.Lookups == nil {
							r.Lookups = map[string]graph.Ref{}
						}
						r.Lookups[relationship.Lookup] = other.Ref()
						return puts(r)
					}
				}
			}
		}
		return nil
	},
	func(w *draft) []graph.Change { // links that close a circle once rights run along them: ErrCycle
		for _, r := range w.relationships {
			if !flows(r) && w.linked(r) && w.chance(60) {
				r.Reparent = graph.CascadeAll
				return puts(r)
			}
		}
		return nil
	},
	func(w *draft) []graph.Change { // a lookup without a relationship: ErrUnknown
		r, ok := w.drawRecord()
		target := pick(w.dice, w.records)
		r.Lookups = map[string]graph.Ref{"no such lookup": target.Ref()}
		return only(ok && target.ID != "", puts(r))
	},
	func(w *draft) []graph.Change { // a share of what cannot be shared: ErrNotShareable
		for _, r := range w.records {
			if kind := w.ownership(r.Entity); (kind == graph.OrganizationOwned || kind == graph.Unowned) && w.chance(50) {
				return puts(graph.RecordShare{Record: r.Ref(), Principal: pick(w.dice, w.grantees()), Rights: w.drawRights()})
			}
		}
		return nil
	},
	func(w *draft) []graph.Change { // an origin that the record does not point at: ErrStaleOrigin
		s, ok := w.drawShare()
		origin := pick(w.dice, w.records).Ref()
		s.Inherited = []graph.InheritedShare{{Origin: origin, Rights: w.drawRights()}}
		record, _ := w.record(s.Record)
		for _, target := range record.Lookups {
			ok = ok && folded(target) != folded(origin)
		}
		return only(ok, puts(s))
	},
	func(w *draft) []graph.Change { // a lookup cleared under an inherited right: ErrStaleOrigin
		for _, r := range w.records {
			if w.inherits(r.Ref()) && w.chance(60) {
				r.Lookups = nil
				return puts(r)
			}
		}
		return nil
	},
	func(w *draft) []graph.Change { // an inherited right twice, empty or no right at all
		s, ok := w.drawShare()
		s.Rights = w.drawRights()
		switch w.IntN(3) {
		case 0:
			s.Inherited = []graph.InheritedShare{{Rights: graph.Rights(graph.Read)}, {Rights: graph.Rights(graph.Write)}}
		case 1:
			s.Rights = 8
		default:
			s.Inherited = append(slices.Clone(s.Inherited), graph.InheritedShare{Rights: 1 << 27})
		}
		return only(ok, puts(s))
	},
	func(w *draft) []graph.Change { // own units that do not survive classic mode (13.1, 13.5)
		s := w.settings
		s.OwnershipAcrossBusinessUnits = false
		r, ok := w.drawRecord()
		if !ok || w.ownership(r.Entity) != graph.UserOwned {
			return nil
		}
		r.BusinessUnit = pick(w.dice, w.units).ID
		matrix := s
		matrix.OwnershipAcrossBusinessUnits = true
		return pick(w.dice, [][]graph.Change{puts(matrix, r, s), puts(s, r), puts(r, s), puts(s, r, matrix)})
	},
}
