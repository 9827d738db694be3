package indextest

import (
	"maps"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// sameness is what tells an object from all others, the same for all spellings of it.
func sameness(object graph.Object) [4]string {
	kind := string(object.Kind())
	switch o := object.(type) {
	case graph.Entity:
		return [4]string{kind, lower(o.Name)}
	case graph.BusinessUnit:
		return [4]string{kind, o.ID}
	case graph.Position:
		return [4]string{kind, o.ID}
	case graph.User:
		return [4]string{kind, o.ID}
	case graph.Team:
		return [4]string{kind, o.ID}
	case graph.Member:
		return [4]string{kind, o.Team, o.User}
	case graph.Privilege:
		return [4]string{kind, lower(o.Name)}
	case graph.Role:
		return [4]string{kind, o.ID}
	case graph.RoleAssignment:
		return [4]string{kind, o.Role, o.Principal.String(), o.BusinessUnit}
	case graph.Record:
		return [4]string{kind, lower(o.Entity), o.ID}
	case graph.Relationship:
		return [4]string{kind, lower(o.Child), o.Lookup, lower(o.Parent)}
	case graph.RecordShare:
		return [4]string{kind, lower(o.Record.Entity), o.Record.ID, o.Principal.String()}
	case graph.Task:
		return [4]string{kind, o.Name}
	}
	return [4]string{kind}
}

// with is the list with the object in the place of the one of the same identity, or at the end.
func with[T graph.Object](list []T, object T) []T {
	id := sameness(object)
	for i := len(list) - 1; i >= 0; i-- {
		if sameness(list[i]) == id {
			list = slices.Clone(list)
			list[i] = object
			return list
		}
	}
	return append(list, object)
}

// without is the list without the object of the same identity.
func without[T graph.Object](list []T, object T) []T {
	id := sameness(object)
	return slices.DeleteFunc(slices.Clone(list), func(each T) bool { return sameness(each) == id })
}

// folded is the reference in the one spelling that all its spellings share.
func folded(ref graph.Ref) graph.Ref { return graph.RecordRef(lower(ref.Entity), ref.ID) }

func withoutLookup(record graph.Record, name string) graph.Record {
	record.Lookups = maps.Clone(record.Lookups)
	delete(record.Lookups, name)
	if len(record.Lookups) == 0 {
		record.Lookups = nil
	}
	return record
}
