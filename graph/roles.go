package graph

import (
	"cmp"
	"iter"
	"slices"
)

// role is a role with what it refers to by number.
type role struct {
	fact      Role
	home      UnitNumber
	grants    []grant // by privilege
	overrides []override
}

type grant struct {
	privilege PrivilegeNumber
	depth     Depth
}

type override struct {
	unit      UnitNumber
	privilege PrivilegeNumber
	depth     Depth
}

// assignment is a role assignment; base 0 follows the holder (6.3).
type assignment struct {
	principal PrincipalNumber
	role      RoleNumber
	base      UnitNumber
}

func (a assignment) compare(b assignment) int {
	if c := (pair{uint32(a.principal), uint32(a.role)}).compare(pair{uint32(b.principal), uint32(b.role)}); c != 0 {
		return c
	}
	return pair{0, uint32(a.base)}.compare(pair{0, uint32(b.base)})
}

// HeldRole is an assignment of H(u): a role at a base unit (3.2, 6.3).
type HeldRole struct {
	Role    RoleNumber
	Holder  PrincipalNumber
	Base    UnitNumber
	Follows bool // the base is the holder's unit, whichever that is
}

// AssignmentsOf yields the role assignments that a user or team holds itself (3.11).
func (s *State) AssignmentsOf(holder PrincipalNumber) iter.Seq[HeldRole] {
	return func(yield func(HeldRole) bool) {
		for each := range s.assignments.from(assignment{principal: holder}) {
			if each.principal != holder {
				return
			}
			held := HeldRole{Role: each.role, Holder: holder, Base: each.base, Follows: each.base == 0}
			if held.Follows {
				held.Base = s.UnitOf(holder)
			}
			if !yield(held) {
				return
			}
		}
	}
}

// HoldersOf yields the users and teams to which a role is assigned, each once.
func (s *State) HoldersOf(r RoleNumber) iter.Seq[PrincipalNumber] {
	return numbers[PrincipalNumber](&s.roleHolders, uint32(r))
}

// HoldersBasedAt yields the users and teams that hold a role at a base unit which the assignment names
// (6.3), each once.
func (s *State) HoldersBasedAt(u UnitNumber) iter.Seq[PrincipalNumber] {
	return numbers[PrincipalNumber](&s.basedAt, uint32(u))
}

// RoleNumbers is one more than the greatest role number.
func (s *State) RoleNumbers() int { return int(s.roles.objects.length) }

// RoleAt is a role as it was put; the zero Role where there is none.
func (s *State) RoleAt(n RoleNumber) Role {
	if r := s.roles.at(uint32(n)); r != nil {
		return r.fact
	}
	return Role{}
}

// DepthOf is the depth of a role's instance in a unit for a privilege, overrides included (6.6).
func (s *State) DepthOf(n RoleNumber, base UnitNumber, p PrivilegeNumber) Depth {
	r := s.roles.at(uint32(n))
	if r == nil || p == 0 {
		return None
	}
	depth := r.depth(p)
	for _, each := range r.overrides {
		if each.unit == base && each.privilege == p && s.settings.RoleDepthOverrides {
			depth = overriddenDepth(depth, each.depth)
		}
	}
	return depth
}

// depth is the role's own depth for a privilege.
func (r *role) depth(p PrivilegeNumber) Depth {
	at, found := slices.BinarySearchFunc(r.grants, p, func(g grant, p PrivilegeNumber) int {
		return cmp.Compare(g.privilege, p)
	})
	if !found {
		return None
	}
	return r.grants[at].depth
}
