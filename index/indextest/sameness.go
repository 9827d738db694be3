package indextest

import (
	"fmt"
	"maps"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// sameness is what tells an object from all others, the same for all spellings of it.
func sameness(object graph.Object) string {
	var parts []any
	switch o := object.(type) {
	case graph.Settings:
	case graph.Entity:
		parts = []any{lower(o.Name)}
	case graph.BusinessUnit:
		parts = []any{o.ID}
	case graph.Position:
		parts = []any{o.ID}
	case graph.User:
		parts = []any{o.ID}
	case graph.Team:
		parts = []any{o.ID}
	case graph.Member:
		parts = []any{o.Team, o.User}
	case graph.Privilege:
		parts = []any{lower(o.Name)}
	case graph.Role:
		parts = []any{o.ID}
	case graph.RoleAssignment:
		parts = []any{o.Role, o.Principal.String(), o.BusinessUnit}
	case graph.Record:
		parts = []any{folded(o.Ref()).String()}
	case graph.Relationship:
		parts = []any{lower(o.Child), o.Lookup, lower(o.Parent)}
	case graph.RecordShare:
		parts = []any{folded(o.Record).String(), o.Principal.String()}
	case graph.Task:
		parts = []any{o.Name}
	}
	return fmt.Sprintf("%s %q", object.Kind(), parts)
}

// with is the list with the object in the place of the one of the same identity, or at the end.
func with[T graph.Object](list []T, object T) []T {
	id := sameness(object)
	for i := range list {
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
