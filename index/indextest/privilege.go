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

// governed is all that a privilege, by folded name, governs. A task privilege governs nothing (1.17).
func (s *state) governed(privilege string) []governance {
	var all []governance
	for _, entity := range s.entities {
		for _, right := range graph.EachRight {
			if privilegeOf(right, entity) == privilege {
				all = append(all, governance{right, entity})
			}
		}
	}
	return all
}

// mayHave reports whether a role may give a privilege, by folded name, a depth (6.2): one that is
// declared for it, if any are (2.6), and that one of the entities it governs may have (4.1, 4.4, 4.7).
func (s *state) mayHave(privilege string, depth graph.Depth) bool {
	if declared := s.privileges[privilege].Depths; declared != nil && !slices.Contains(declared, depth) {
		return false
	}
	governed := s.governed(privilege)
	return len(governed) == 0 || slices.ContainsFunc(governed, func(g governance) bool {
		switch g.entity.Ownership {
		case graph.OrganizationOwned:
			return depth == graph.Global && rightExists(g.right, g.entity)
		case graph.Unowned:
			return depth == graph.Global
		}
		return true
	})
}

// rightExists reports whether a right exists on an entity: Assign and Share do not where the
// organization owns (4.1).
func rightExists(right graph.Right, entity graph.Entity) bool {
	return entity.Ownership != graph.OrganizationOwned || right != graph.Assign && right != graph.Share
}
