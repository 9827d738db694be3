package graph

import (
	"fmt"
	"strings"
)

// Ownership says how the records of an entity are owned (1.7, section 4). The zero value is UserOwned.
type Ownership uint8

// The ownership kinds of section 4.
const (
	UserOwned         Ownership = iota // by a user or a team (4.2)
	BusinessOwned                      // by a business unit (4.3)
	OrganizationOwned                  // by the organization (4.1)
	Unowned                            // no ownership (4.4)
)

// TeamType is the kind of a team (1.8). The zero value is OwnerTeam.
type TeamType uint8

// The team types of rule 1.8; both kinds of Entra group are GroupTeam.
const (
	OwnerTeam TeamType = iota
	AccessTeam
	GroupTeam
)

// MemberInheritance says whom a role held by a team serves (1.13). The zero value is InheritUser.
type MemberInheritance uint8

// The member inheritances of rule 1.13.
const (
	InheritUser MemberInheritance = iota // direct user (Basic) access level and team privileges
	InheritTeam                          // team privileges only
)

// HierarchyModel is the kind of hierarchy security (8.1). The zero value is NoHierarchy.
type HierarchyModel uint8

// The hierarchy models of rule 8.1.
const (
	NoHierarchy HierarchyModel = iota
	ManagerHierarchy
	PositionHierarchy
)

// Cascade says which children an event on a parent takes in (2.10). The zero value is NoCascade.
type Cascade uint8

// The cascade settings of rule 2.10.
const (
	NoCascade        Cascade = iota // none
	CascadeAll                      // every child
	CascadeActive                   // active children
	CascadeUserOwned                // children with the same owner
)

var (
	ownershipNames   = []string{"user", "business", "organization", "none"}
	teamTypeNames    = []string{"owner", "access", "group"}
	inheritanceNames = []string{"user", "team"}
	hierarchyNames   = []string{"none", "manager", "position"}
	cascadeNames     = []string{"none", "cascade", "active", "user_owned"}
)

// String is the name that the org stream uses.
func (o Ownership) String() string { return enumName(ownershipNames, o) }

// String is the name that the org stream uses.
func (t TeamType) String() string { return enumName(teamTypeNames, t) }

// String is the name that the org stream uses.
func (m MemberInheritance) String() string { return enumName(inheritanceNames, m) }

// String is the name that the org stream uses.
func (h HierarchyModel) String() string { return enumName(hierarchyNames, h) }

// String is the name that the org stream uses.
func (c Cascade) String() string { return enumName(cascadeNames, c) }

// Valid reports whether o is one of the four kinds.
func (o Ownership) Valid() bool { return int(o) < len(ownershipNames) }

// Valid reports whether t is one of the three types.
func (t TeamType) Valid() bool { return int(t) < len(teamTypeNames) }

// Valid reports whether m is one of the two inheritances.
func (m MemberInheritance) Valid() bool { return int(m) < len(inheritanceNames) }

// Valid reports whether h is one of the three models.
func (h HierarchyModel) Valid() bool { return int(h) < len(hierarchyNames) }

// Valid reports whether c is one of the four settings.
func (c Cascade) Valid() bool { return int(c) < len(cascadeNames) }

// MarshalText writes the name that the org stream uses.
func (o Ownership) MarshalText() ([]byte, error) { return marshalEnum(ownershipNames, o) }

// MarshalText writes the name that the org stream uses.
func (t TeamType) MarshalText() ([]byte, error) { return marshalEnum(teamTypeNames, t) }

// MarshalText writes the name that the org stream uses.
func (m MemberInheritance) MarshalText() ([]byte, error) { return marshalEnum(inheritanceNames, m) }

// MarshalText writes the name that the org stream uses.
func (h HierarchyModel) MarshalText() ([]byte, error) { return marshalEnum(hierarchyNames, h) }

// MarshalText writes the name that the org stream uses.
func (c Cascade) MarshalText() ([]byte, error) { return marshalEnum(cascadeNames, c) }

// UnmarshalText reads the name that the org stream uses; any other is ErrInvalid.
func (o *Ownership) UnmarshalText(text []byte) error { return unmarshalEnum(ownershipNames, o, text) }

// UnmarshalText reads the name that the org stream uses; any other is ErrInvalid.
func (t *TeamType) UnmarshalText(text []byte) error { return unmarshalEnum(teamTypeNames, t, text) }

// UnmarshalText reads the name that the org stream uses; any other is ErrInvalid.
func (m *MemberInheritance) UnmarshalText(text []byte) error {
	return unmarshalEnum(inheritanceNames, m, text)
}

// UnmarshalText reads the name that the org stream uses; any other is ErrInvalid.
func (h *HierarchyModel) UnmarshalText(text []byte) error {
	return unmarshalEnum(hierarchyNames, h, text)
}

// UnmarshalText reads the name that the org stream uses; any other is ErrInvalid.
func (c *Cascade) UnmarshalText(text []byte) error { return unmarshalEnum(cascadeNames, c, text) }

func enumName[T ~uint8](names []string, value T) string {
	if int(value) < len(names) {
		return names[value]
	}
	return fmt.Sprintf("invalid(%d)", value)
}

func marshalEnum[T ~uint8](names []string, value T) ([]byte, error) {
	if int(value) >= len(names) {
		return nil, fmt.Errorf("%w: value %d", ErrInvalid, value)
	}
	return []byte(names[value]), nil
}

func unmarshalEnum[T ~uint8](names []string, value *T, text []byte) error {
	for i, name := range names {
		if name == string(text) {
			*value = T(i)
			return nil
		}
	}
	return fmt.Errorf("%w: %q is none of %s", ErrInvalid, clip(string(text)), strings.Join(names, ", "))
}
