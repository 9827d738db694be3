package indextest

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
)

// DifferentFacts is the first line in which a canonical dump differs from the oracle's, or empty; what
// it says begins with the manner, "facts". Facts are the objects of each kind in canonical order.
// Privileges that roles name compare without regard to case: where neither a privilege nor an entity
// declares them, which spelling came first is no fact (1.14).
func DifferentFacts(oracle *Oracle, facts func(graph.Kind) iter.Seq[graph.Object]) string {
	var want, got []string
	for _, object := range oracle.Objects() {
		want = append(want, factLine(object))
	}
	for _, kind := range graph.Kinds {
		for object := range facts(kind) {
			got = append(got, factLine(object))
		}
	}
	line := func(lines []string, i int) string {
		if i < len(lines) {
			return lines[i]
		}
		return "nothing more"
	}
	for i := range max(len(want), len(got)) {
		if line(want, i) != line(got, i) {
			return fmt.Sprintf("facts: want %s\n        got %s", line(want, i), line(got, i))
		}
	}
	return ""
}

// factLine is the object as a line of an org stream.
func factLine(object graph.Object) string {
	switch o := object.(type) {
	case graph.Role:
		object = lowered(o)
	case graph.Record:
		if lower(o.Entity) == "businessunit" && o.BusinessUnit == o.ID {
			o.BusinessUnit = "" // the default, and a unit never has another id (4.3)
			object = o
		}
	}
	return string(loader.AppendObject(nil, object))
}

func lowered(role graph.Role) graph.Role {
	privileges, overrides := role.Privileges, role.Overrides
	role.Privileges, role.Overrides = map[string]graph.Depth{}, slices.Clone(overrides)
	for name, depth := range privileges {
		role.Privileges[lower(name)] = depth
	}
	for i := range role.Overrides {
		role.Overrides[i].Privilege = lower(role.Overrides[i].Privilege)
	}
	slices.SortFunc(role.Overrides, func(a, b graph.Override) int {
		return cmp.Or(cmp.Compare(a.BusinessUnit, b.BusinessUnit), cmp.Compare(a.Privilege, b.Privilege))
	})
	return role
}
