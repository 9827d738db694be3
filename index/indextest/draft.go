package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// draft is an organisation in the making: plain lists of what was put so far, without any check.
// What is drawn at random is drawn to suit a draft. Lists and not maps, so that equal seeds draw equally.
type draft struct {
	dice
	settings      graph.Settings
	entities      []graph.Entity
	units         []graph.BusinessUnit
	positions     []graph.Position
	users         []graph.User
	teams         []graph.Team
	members       []graph.Member
	privileges    []graph.Privilege
	roles         []graph.Role
	assignments   []graph.RoleAssignment
	records       []graph.Record
	relationships []graph.Relationship
	shares        []graph.RecordShare
	tasks         []graph.Task
}

// newDraft is a draft of the objects, each of which stands for itself.
func newDraft(d dice, objects []graph.Object) *draft {
	w := &draft{dice: d, settings: graph.DefaultSettings()}
	for _, object := range objects {
		switch o := object.(type) {
		case graph.Record:
			w.records = append(w.records, o)
		case graph.RoleAssignment:
			w.assignments = append(w.assignments, o)
		case graph.RecordShare:
			w.shares = append(w.shares, o)
		default:
			w.put(object)
		}
	}
	return w
}

// put states an object as rule 15.2 says, as far as later draws have to know.
func (w *draft) put(object graph.Object) {
	switch o := object.(type) {
	case graph.Settings:
		w.settings = o
	case graph.Entity:
		w.entities = with(w.entities, o)
	case graph.BusinessUnit:
		w.units = with(w.units, o)
	case graph.Position:
		w.positions = with(w.positions, o)
	case graph.User:
		w.users = with(w.users, o)
	case graph.Team:
		w.teams = with(w.teams, o)
	case graph.Member:
		w.members = with(w.members, o)
	case graph.Privilege:
		w.privileges = with(w.privileges, o)
	case graph.Role:
		w.roles = with(w.roles, o)
	case graph.RoleAssignment:
		w.assignments = with(w.assignments, o)
	case graph.Record:
		w.records = with(w.records, o)
	case graph.Relationship:
		w.relationships = with(w.relationships, o)
	case graph.RecordShare:
		w.shares = with(w.shares, o)
	case graph.Task:
		w.tasks = with(w.tasks, o)
	}
}

// remove takes an object away with what goes along silently: memberships, assignments, shares, lookups.
func (w *draft) remove(object graph.Object) {
	switch o := object.(type) {
	case graph.Entity:
		w.entities = without(w.entities, o)
	case graph.BusinessUnit:
		w.removeUnit(o)
	case graph.Position:
		w.positions = without(w.positions, o)
	case graph.User:
		w.users = without(w.users, o)
		for i := range w.users {
			if w.users[i].Manager == o.ID {
				w.users[i].Manager = ""
			}
		}
		w.members = slices.DeleteFunc(w.members, func(m graph.Member) bool { return m.User == o.ID })
		w.removePrincipal(graph.UserRef(o.ID))
	case graph.Team:
		w.teams = without(w.teams, o)
		w.members = slices.DeleteFunc(w.members, func(m graph.Member) bool { return m.Team == o.ID })
		w.removePrincipal(graph.TeamRef(o.ID))
	case graph.Member:
		w.members = without(w.members, o)
	case graph.Privilege:
		w.privileges = without(w.privileges, o)
	case graph.Role:
		w.roles = without(w.roles, o)
		w.assignments = slices.DeleteFunc(w.assignments, func(a graph.RoleAssignment) bool { return a.Role == o.ID })
	case graph.RoleAssignment:
		w.assignments = without(w.assignments, o)
	case graph.Record:
		w.removeRecord(o)
	case graph.Relationship:
		w.relationships = without(w.relationships, o)
	case graph.RecordShare:
		w.shares = without(w.shares, o)
	case graph.Task:
		w.tasks = without(w.tasks, o)
	}
}

func (w *draft) removeUnit(unit graph.BusinessUnit) {
	w.removePrincipal(graph.TeamRef(w.defaultTeam(unit.ID)))
	w.teams = slices.DeleteFunc(w.teams, func(t graph.Team) bool { return t.Default && t.BusinessUnit == unit.ID })
	w.units = without(w.units, unit)
	w.assignments = slices.DeleteFunc(w.assignments, func(a graph.RoleAssignment) bool { return a.BusinessUnit == unit.ID })
	for _, role := range slices.Clone(w.roles) {
		if role.BusinessUnit == unit.ID {
			w.remove(role)
			continue
		}
		role.Overrides = slices.DeleteFunc(slices.Clone(role.Overrides), func(o graph.Override) bool { return o.BusinessUnit == unit.ID })
		w.put(role)
	}
	for _, record := range slices.Clone(w.records) {
		if w.ownership(record.Entity) == graph.BusinessOwned && w.recordUnit(record) == unit.ID {
			w.removeRecord(record)
		}
	}
}

func (w *draft) removePrincipal(p graph.Principal) {
	w.assignments = slices.DeleteFunc(w.assignments, func(a graph.RoleAssignment) bool { return a.Principal == p })
	w.shares = slices.DeleteFunc(w.shares, func(s graph.RecordShare) bool { return s.Principal == p })
}

func (w *draft) removeRecord(record graph.Record) {
	w.records = without(w.records, record)
	gone := folded(record.Ref())
	w.shares = slices.DeleteFunc(w.shares, func(s graph.RecordShare) bool { return folded(s.Record) == gone })
	for i, other := range w.records {
		for name, target := range other.Lookups {
			if folded(target) == gone {
				w.records[i] = withoutLookup(w.records[i], name)
			}
		}
	}
	for i := range w.shares {
		w.shares[i].Inherited = slices.DeleteFunc(slices.Clone(w.shares[i].Inherited),
			func(s graph.InheritedShare) bool { return folded(s.Origin) == gone })
	}
}

// apply carries out one change.
func (w *draft) apply(changes ...graph.Change) {
	for _, change := range changes {
		switch c := change.(type) {
		case graph.PutObject:
			w.put(c.Object)
		case graph.DeleteObject:
			w.remove(c.Object)
		default:
			w.carry(c)
		}
	}
}
