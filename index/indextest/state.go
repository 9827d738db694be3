package indextest

import (
	"maps"

	"github.com/accessindex/ambit/graph"
)

// state is the facts of an organisation, in normal form, and nothing else. The values of its maps are
// never changed in place.
type state struct {
	count *counter

	settings      graph.Settings
	entities      map[string]graph.Entity // by folded name
	units         map[string]graph.BusinessUnit
	positions     map[string]graph.Position
	users         map[string]graph.User
	teams         map[string]graph.Team      // those that are declared (5.2)
	members       map[graph.Member]bool      // those of teams that are not default teams
	privileges    map[string]graph.Privilege // those that are declared (2.6), by folded name
	roles         map[string]role
	assignments   map[graph.RoleAssignment]bool
	records       map[graph.Ref]graph.Record // by folded ref
	relationships map[link]graph.Relationship
	shares        map[shareKey]share
	tasks         map[string]graph.Task
}

// role is a role with its grants by folded privilege name.
type role struct {
	graph.Role
	grants map[string]graph.Depth
	raised map[overridePlace]graph.Depth
}

// overridePlace is what an override is about (6.6): a unit and a folded privilege name.
type overridePlace struct{ unit, privilege string }

// link identifies a relationship (2.10): folded child, lookup, folded parent.
type link struct{ child, lookup, parent string }

// shareKey identifies a share (2.9): a folded ref and a principal.
type shareKey struct {
	record    graph.Ref
	principal graph.Principal
}

// share is the two parts of a share (11.5).
type share struct {
	explicit  graph.Rights
	inherited map[graph.Ref]graph.Rights // by folded origin; the zero ref where it is not known
}

func newState(count *counter) *state {
	return &state{
		count:         count,
		settings:      graph.DefaultSettings(),
		entities:      map[string]graph.Entity{},
		units:         map[string]graph.BusinessUnit{},
		positions:     map[string]graph.Position{},
		users:         map[string]graph.User{},
		teams:         map[string]graph.Team{},
		members:       map[graph.Member]bool{},
		privileges:    map[string]graph.Privilege{},
		roles:         map[string]role{},
		assignments:   map[graph.RoleAssignment]bool{},
		records:       map[graph.Ref]graph.Record{},
		relationships: map[link]graph.Relationship{},
		shares:        map[shareKey]share{},
		tasks:         map[string]graph.Task{},
	}
}

func (s *state) clone() *state {
	return &state{
		count:         s.count,
		settings:      s.settings,
		entities:      maps.Clone(s.entities),
		units:         maps.Clone(s.units),
		positions:     maps.Clone(s.positions),
		users:         maps.Clone(s.users),
		teams:         maps.Clone(s.teams),
		members:       maps.Clone(s.members),
		privileges:    maps.Clone(s.privileges),
		roles:         maps.Clone(s.roles),
		assignments:   maps.Clone(s.assignments),
		records:       maps.Clone(s.records),
		relationships: maps.Clone(s.relationships),
		shares:        maps.Clone(s.shares),
		tasks:         maps.Clone(s.tasks),
	}
}

// matrix reports whether the organisation is in matrix mode (2.1).
func (s *state) matrix() bool { return s.settings.OwnershipAcrossBusinessUnits }

// total is everything that the share gives (12).
func (s share) total() graph.Rights {
	rights := s.explicit
	for _, inherited := range s.inherited {
		rights |= inherited
	}
	return rights
}

// relationshipOf is the relationship that a lookup of a record goes through, if there is one (2.8).
func (s *state) relationshipOf(child graph.Ref, lookup string, target graph.Ref) (graph.Relationship, bool) {
	r, found := s.relationships[link{child.Entity, lookup, target.Entity}]
	return r, found
}
