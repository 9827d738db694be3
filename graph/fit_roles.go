package graph

import (
	"fmt"
	"slices"
)

// fitEntity tests that an entity is as a put leaves it, and that its privileges have numbers (1.14, 1.16).
func (s *State) fitEntity(e *entity) error {
	name, privilege := e.fact.Name, e.fact.Privilege
	if privilege == "" || privilege != name && fold(privilege) == fold(name) {
		return fmt.Errorf("%s: privilege %q: %w", e.fact, privilege, ErrInvalid)
	}
	for _, p := range e.privileges {
		if s.privileges.at(uint32(p)) == nil {
			return fmt.Errorf("%s: privilege %q: %w", e.fact, privilege, ErrUnknown)
		}
	}
	return nil
}

// fitRoles tests privileges, roles and their assignments (section 6).
func (s *State) fitRoles(b *batch, c cause) error {
	for _, p := range s.privileges.all() {
		if d := p.declared; d != nil && (d.ID == "" || d.Depths != nil && len(d.Depths) == 0) {
			return fmt.Errorf("%s: %w", d, ErrInvalid)
		}
	}
	governed := s.governed()
	for _, r := range s.roles.all() {
		if r.fact.BusinessUnit == "" || !slices.Equal(distinctOverrides(r.fact.Overrides), r.fact.Overrides) {
			return fmt.Errorf("%s: %w", r.fact, ErrInvalid)
		}
		for _, each := range r.grants {
			if each.depth == None || s.privileges.at(uint32(each.privilege)) == nil {
				return fmt.Errorf("%s: privileges: %w", r.fact, ErrUnknown)
			}
		}
		for _, each := range r.overrides {
			if s.privileges.at(uint32(each.privilege)) == nil {
				return fmt.Errorf("%s: overrides: %w", r.fact, ErrUnknown)
			}
		}
		b.finalRole(c, r, governed)
	}
	return s.fitAssignments()
}

// fitAssignments tests the role assignments (6.3 to 6.5, 13.1, 14.2).
func (s *State) fitAssignments() error {
	var last assignment // that gave a staff profile to a user
	for a := range s.assignments.all() {
		p, r := s.principals.at(uint32(a.principal)), s.roles.at(uint32(a.role))
		if p == nil || p.kind == OrganizationPrincipal || r == nil {
			return fmt.Errorf("role %d of principal %d: %w", a.role, a.principal, ErrUnknown)
		}
		if p.kind == TeamPrincipal && p.team.Type == AccessTeam {
			return fmt.Errorf("%s: %w", s.roleAssignment(a), ErrAccessTeamRole)
		}
		base := a.base
		if base == 0 {
			base = p.unit
		}
		if a.base != 0 && !s.settings.OwnershipAcrossBusinessUnits || !s.tree.Within(base, r.home) {
			return fmt.Errorf("%s: %w", s.roleAssignment(a), ErrRoleUnit)
		}
		if p.kind == UserPrincipal && r.fact.Profile {
			if last.principal == a.principal && last.role != a.role {
				return fmt.Errorf("%s: %w", s.roleAssignment(a), ErrDuplicate)
			}
			last = a
		}
	}
	return nil
}
