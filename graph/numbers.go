package graph

// Numbers stand for objects within a State and those that follow from it. They are internal: they
// appear in no log, output or token but a page's. 0 is no object.
type (
	// UnitNumber is the number of a business unit.
	UnitNumber uint32
	// PrincipalNumber is the number of a user (even), a team (odd) or the organization.
	PrincipalNumber uint32
	// RoleNumber is the number of a role.
	RoleNumber uint32
	// PositionNumber is the number of a position.
	PositionNumber uint32
	// PrivilegeNumber is the number of a privilege name.
	PrivilegeNumber uint32
	// EntityNumber is the number of an entity.
	EntityNumber uint32
	// HoldingNumber is the number of a holding within its entity; a record's row is the number of its holding.
	HoldingNumber uint32
	// Ordinal is the number of a record within its entity, from 0.
	Ordinal uint32
)

// OrganizationNumber is the principal number of the organization.
const OrganizationNumber PrincipalNumber = 1
