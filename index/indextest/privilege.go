package indextest

import (
	"cmp"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// privilegeName is an entity's privilege name: its own name unless declared (1.16).
func privilegeName(entity graph.Entity) string { return cmp.Or(entity.Privilege, entity.Name) }

// privilegeOf is the folded name of the privilege for a right on an entity (1.16).
func privilegeOf(right graph.Right, entity graph.Entity) string {
	return fold("prv" + right.String() + privilegeName(entity))
}

// governance is one (right, entity) that a privilege governs.
type governance struct {
	right  graph.Right
	entity graph.Entity
}

// governed is all that each privilege governs, by folded name. A task privilege governs nothing (1.17).
func (s *state) governed() map[string][]governance {
	all := map[string][]governance{}
	for _, entity := range s.entities {
		for _, right := range graph.EachRight {
			name := privilegeOf(right, entity)
			all[name] = append(all[name], governance{right, entity})
		}
	}
	return all
}

// mayHave reports whether a role may give a privilege, by folded name, a depth (6.2): one that is
// declared for it, if any are (2.6), and that one of the entities it governs may have (4.1, 4.4, 4.7).
func (s *state) mayHave(privilege string, governed []governance, depth graph.Depth) bool {
	if declared := s.privileges[privilege].Depths; declared != nil && !slices.Contains(declared, depth) {
		s.count.hit("2.6 depth not declared")
		return false
	}
	may := len(governed) == 0 || slices.ContainsFunc(governed, func(g governance) bool {
		switch g.entity.Ownership {
		case graph.OrganizationOwned:
			return depth == graph.Global && rightExists(g.right, g.entity)
		case graph.Unowned:
			return depth == graph.Global
		}
		return true
	})
	s.count.hitIf(!may, "4.1 depth not allowed")
	return may
}

// rightExists reports whether a right exists on an entity: Assign and Share do not where the
// organization owns (4.1).
func rightExists(right graph.Right, entity graph.Entity) bool {
	return entity.Ownership != graph.OrganizationOwned || right != graph.Assign && right != graph.Share
}
