package graph

import (
	"fmt"
	"strings"
)

// PrincipalKind tells users, teams and the organization apart. The zero value is no principal.
type PrincipalKind uint8

// The kinds of principal (1.15).
const (
	NoPrincipal PrincipalKind = iota
	UserPrincipal
	TeamPrincipal
	OrganizationPrincipal
)

// Principal is a user, a team or the organization (1.15). The zero value is none of them.
type Principal struct {
	Kind PrincipalKind
	ID   string // empty for the organization
}

// Organization is the principal that stands for everybody (3.7).
var Organization = Principal{Kind: OrganizationPrincipal}

// UserRef names a user as a principal.
func UserRef(id string) Principal { return Principal{UserPrincipal, id} }

// TeamRef names a team as a principal.
func TeamRef(id string) Principal { return Principal{TeamPrincipal, id} }

// IsZero reports whether p is no principal.
func (p Principal) IsZero() bool { return p == Principal{} }

// String is p as rule 1.15 spells it: user:ID, team:ID or organization.
func (p Principal) String() string {
	switch p.Kind {
	case UserPrincipal:
		return "user:" + p.ID
	case TeamPrincipal:
		return "team:" + p.ID
	case OrganizationPrincipal:
		return "organization"
	}
	return ""
}

// ParsePrincipal reads what rule 1.15 spells. A malformed one is ErrInvalid.
func ParsePrincipal(text string) (Principal, error) {
	if text == "organization" {
		return Organization, nil
	}
	kind, id, found := strings.Cut(text, ":")
	if !found || (kind != "user" && kind != "team") {
		return Principal{}, fmt.Errorf("%w: principal %q is not user:ID, team:ID or organization", ErrInvalid, clip(text))
	}
	if err := CheckID(id); err != nil {
		return Principal{}, fmt.Errorf("principal %q: %w", clip(text), err)
	}
	if kind == "user" {
		return UserRef(id), nil
	}
	return TeamRef(id), nil
}

// MarshalText writes p as rule 1.15 spells it.
func (p Principal) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads p as ParsePrincipal does.
func (p *Principal) UnmarshalText(text []byte) (err error) {
	*p, err = ParsePrincipal(string(text))
	return err
}
