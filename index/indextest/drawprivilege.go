package indextest

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// taskPrivileges belong to no entity (1.17); some look as if they did.
var taskPrivileges = []string{"prvGoOffline", "prvSyncToOutlook", "prvReparentBusinessUnit", "prvOutlookEmail", "prvReadNothing", "Ünique privilege: 1"}

var allDepths = []graph.Depth{graph.Basic, graph.Local, graph.Deep, graph.Global}

// recordPrivileges are the privileges of all entities, each in one spelling.
func (w *draft) recordPrivileges() []string {
	var names []string
	for _, entity := range w.entities {
		for _, right := range graph.EachRight {
			names = append(names, spelled(right, privilegePart(entity)))
		}
	}
	slices.SortFunc(names, func(a, b string) int { return compareLower(a, b) })
	return slices.CompactFunc(names, func(a, b string) bool { return lower(a) == lower(b) })
}

// freePrivileges are the task privileges that no entity claims.
func (w *draft) freePrivileges() []string {
	claimed := w.recordPrivileges()
	return slices.DeleteFunc(slices.Clone(taskPrivileges), func(name string) bool {
		return slices.ContainsFunc(claimed, func(other string) bool { return lower(other) == lower(name) })
	})
}

// depths are those that a privilege may have (4.1, 4.4, 4.7), None left out.
func (w *draft) depths(privilege string) []graph.Depth {
	belongs, free, global := false, false, false
	for _, entity := range w.entities {
		for _, right := range graph.EachRight {
			if lower(spelled(right, privilegePart(entity))) != lower(privilege) {
				continue
			}
			belongs = true
			switch {
			case entity.Ownership == graph.UserOwned || entity.Ownership == graph.BusinessOwned:
				free = true
			case entity.Ownership == graph.Unowned || (right != graph.Assign && right != graph.Share):
				global = true
			}
		}
	}
	allowed := allDepths
	if p, ok := found(w.privileges, func(p graph.Privilege) bool { return lower(p.Name) == lower(privilege) }); ok && p.Depths != nil {
		allowed = p.Depths
	}
	return slices.DeleteFunc(slices.Clone(allowed), func(d graph.Depth) bool {
		return d == graph.None || (belongs && !free && !(global && d == graph.Global))
	})
}

// drawPrivilege declares a privilege, often with fewer depths than it might have.
func (w *draft) drawPrivilege() (graph.Privilege, bool) {
	name := pick(w.dice, append(w.recordPrivileges(), w.freePrivileges()...))
	p := graph.Privilege{Name: w.odd(name)}
	if w.chance(40) {
		p.ID = w.newID("p", func(string) bool { return false })
	}
	if may := some(w.dice, 70, w.depths(name)); w.chance(70) && len(may) > 0 {
		shuffle(w.dice, may)
		p.Depths = may
	}
	return p, name != ""
}

// privilegePart is what an entity puts after the right in the names of its privileges (1.16).
func privilegePart(e graph.Entity) string {
	if e.Privilege != "" {
		return e.Privilege
	}
	return e.Name
}

func compareLower(a, b string) int {
	if lower(a) < lower(b) {
		return -1
	}
	if lower(a) > lower(b) {
		return 1
	}
	return 0
}
