package indextest

import (
	"cmp"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// Objects is the organisation in canonical form: kinds in the order of graph.Kinds, objects of a kind by
// identity in byte order, field by field, and nothing that is at its default, follows from the rest
// or is nothing.
func (o *Oracle) Objects() []graph.Object {
	s := o.view.state
	objects := []graph.Object{s.settings}
	for _, each := range s.entities {
		objects = append(objects, each)
	}
	for _, each := range s.units {
		objects = append(objects, each)
	}
	for _, each := range s.positions {
		objects = append(objects, each)
	}
	for _, each := range s.users {
		objects = append(objects, each)
	}
	for _, each := range s.teams {
		objects = append(objects, each)
	}
	for each := range s.members {
		objects = append(objects, each)
	}
	for _, each := range s.privileges {
		objects = append(objects, each)
	}
	for _, each := range s.roles {
		objects = append(objects, each.Role)
	}
	for each := range s.assignments {
		objects = append(objects, each)
	}
	for _, each := range s.records {
		objects = append(objects, each)
	}
	for _, each := range s.relationships {
		objects = append(objects, each)
	}
	for key, each := range s.shares {
		objects = append(objects, each.object(key))
	}
	for _, each := range s.tasks {
		objects = append(objects, each)
	}
	for i, object := range objects {
		objects[i] = s.canonical(object)
	}
	slices.SortFunc(objects, func(a, b graph.Object) int {
		kind := func(o graph.Object) int { return slices.Index(graph.Kinds, o.Kind()) }
		return cmp.Or(cmp.Compare(kind(a), kind(b)), slices.Compare(identityOf(a), identityOf(b)))
	})
	return objects
}

// object is the share as it was put.
func (s share) object(key shareKey) graph.RecordShare {
	object := graph.RecordShare{Record: key.record, Principal: key.principal, Rights: s.explicit}
	for origin, rights := range s.inherited {
		object.Inherited = append(object.Inherited, graph.InheritedShare{Origin: origin, Rights: rights})
	}
	return object
}

// canonical is an object in normal form as this state says it: names as first declared (1.14), the
// root and a unit that follows another object left out, lists sorted.
func (s *state) canonical(object graph.Object) graph.Object {
	switch o := object.(type) {
	case graph.Entity:
		return s.canonicalEntity(o)
	case graph.User:
		o.BusinessUnit = unless(o.BusinessUnit, s.root())
		return o
	case graph.Privilege:
		if first, declared := s.privileges[fold(o.Name)]; declared {
			o.Name = first.Name
		}
		return o
	case graph.Role:
		return s.canonicalRole(o)
	case graph.Record:
		o.Entity = s.spelled(o.Ref()).Entity
		if !s.matrix() && !o.Owner.IsZero() {
			o.BusinessUnit = unless(o.BusinessUnit, s.unitOf(o.Owner))
		}
		lookups := o.Lookups
		o.Lookups = nil
		if len(lookups) > 0 {
			o.Lookups = map[string]graph.Ref{}
		}
		for name, target := range lookups {
			o.Lookups[name] = s.spelled(target)
		}
		return o
	case graph.Relationship:
		o.Child = s.spelled(graph.RecordRef(o.Child, "")).Entity
		o.Parent = s.spelled(graph.RecordRef(o.Parent, "")).Entity
		return o
	case graph.RecordShare:
		return s.canonicalShare(o)
	}
	return object
}

// canonicalEntity keeps the spellings of the first declaration (1.14).
func (s *state) canonicalEntity(o graph.Entity) graph.Entity {
	first, declared := s.entities[fold(o.Name)]
	if !declared {
		return o
	}
	if fold(privilegeName(o)) == fold(privilegeName(first)) {
		o.Privilege = first.Privilege
	}
	o.Name = first.Name
	return o
}

// canonicalRole spells privileges as they are declared, or else as the role does.
func (s *state) canonicalRole(o graph.Role) graph.Role {
	spell := func(name string) string {
		if declared, found := s.privileges[fold(name)]; found {
			return declared.Name
		}
		return name
	}
	o.BusinessUnit = unless(o.BusinessUnit, s.root())
	privileges, overrides := o.Privileges, o.Overrides
	o.Privileges, o.Overrides = map[string]graph.Depth{}, nil
	for name, depth := range privileges {
		o.Privileges[spell(name)] = depth
	}
	for _, each := range overrides {
		each.Privilege = spell(each.Privilege)
		o.Overrides = append(o.Overrides, each)
	}
	slices.SortFunc(o.Overrides, func(a, b graph.Override) int {
		return cmp.Or(cmp.Compare(a.BusinessUnit, b.BusinessUnit), cmp.Compare(a.Privilege, b.Privilege))
	})
	return o
}

// canonicalShare puts inherited entries in the order of their origins, the unknown one first.
func (s *state) canonicalShare(o graph.RecordShare) graph.RecordShare {
	o.Record = s.spelled(o.Record)
	inherited := o.Inherited
	o.Inherited = nil
	for _, each := range inherited {
		each.Origin = s.spelled(each.Origin)
		o.Inherited = append(o.Inherited, each)
	}
	slices.SortFunc(o.Inherited, func(a, b graph.InheritedShare) int {
		return cmp.Or(cmp.Compare(a.Origin.Entity, b.Origin.Entity), cmp.Compare(a.Origin.ID, b.Origin.ID))
	})
	return o
}

// spelled is ref with its entity as first declared.
func (s *state) spelled(ref graph.Ref) graph.Ref {
	if entity, declared := s.entities[ref.Entity]; declared {
		ref.Entity = entity.Name
	}
	return ref
}

// identityOf is the fields that identify an object, in order.
func identityOf(object graph.Object) []string {
	switch o := object.(type) {
	case graph.Entity:
		return []string{o.Name}
	case graph.BusinessUnit:
		return []string{o.ID}
	case graph.Position:
		return []string{o.ID}
	case graph.User:
		return []string{o.ID}
	case graph.Team:
		return []string{o.ID}
	case graph.Member:
		return []string{o.Team, o.User}
	case graph.Privilege:
		return []string{o.Name}
	case graph.Role:
		return []string{o.ID}
	case graph.RoleAssignment:
		return []string{o.Role, o.Principal.String(), o.BusinessUnit}
	case graph.Record:
		return []string{o.Entity, o.ID}
	case graph.Relationship:
		return []string{o.Child, o.Lookup, o.Parent}
	case graph.RecordShare:
		return []string{o.Record.Entity, o.Record.ID, o.Principal.String()}
	case graph.Task:
		return []string{o.Name}
	}
	return nil
}
