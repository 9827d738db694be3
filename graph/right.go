package graph

import (
	"encoding/json"
	"fmt"
	"math/bits"
	"strings"
)

// Right is one of the eight things a user may do to a record (1.1). Its value is its bit in an
// access mask. The zero Right is none of them.
type Right uint32

// The eight rights (1.1).
const (
	Read     Right = 1
	Write    Right = 2
	Append   Right = 4
	AppendTo Right = 16
	Create   Right = 32
	Delete   Right = 65536
	Share    Right = 262144
	Assign   Right = 524288
)

// Rights is a set of rights as an access mask (1.1).
type Rights uint32

const (
	// AllRights is the mask of all eight rights (1.1).
	AllRights Rights = 852023
	// FullRights is the mask of all rights but Create (1.1), which the owner of a parent inherits (12.2).
	FullRights Rights = 851991
)

// EachRight lists the eight rights in the order of rule 1.1, which is that of their bits.
var EachRight = [8]Right{Read, Write, Append, AppendTo, Create, Delete, Share, Assign}

var rightNames = [8]string{"Read", "Write", "Append", "AppendTo", "Create", "Delete", "Share", "Assign"}

// rightAliases are the names of rule 1.1's last column, folded.
var rightAliases = map[string]Right{"retrieve": Read, "update": Write, "append to": AppendTo}

// Valid reports whether r is one of the eight rights.
func (r Right) Valid() bool { return bits.OnesCount32(uint32(r)) == 1 && Rights(r)&^AllRights == 0 }

// String is the canonical name of r (1.14).
func (r Right) String() string {
	for i, each := range EachRight {
		if each == r {
			return rightNames[i]
		}
	}
	return fmt.Sprintf("Right(%d)", uint32(r))
}

// ParseRight reads the name of a right in any case, the names "also called" of rule 1.1 included.
// Anything else is ErrUnknown (3.15).
func ParseRight(name string) (Right, error) {
	for i, each := range rightNames {
		if strings.EqualFold(each, name) {
			return EachRight[i], nil
		}
	}
	if r, ok := rightAliases[strings.ToLower(name)]; ok {
		return r, nil
	}
	return 0, fmt.Errorf("%w: right %q", ErrUnknown, clip(name))
}

// MarshalText writes the canonical name.
func (r Right) MarshalText() ([]byte, error) {
	if !r.Valid() {
		return nil, fmt.Errorf("%w: right %d", ErrInvalid, uint32(r))
	}
	return []byte(r.String()), nil
}

// UnmarshalText reads a name as ParseRight does.
func (r *Right) UnmarshalText(text []byte) (err error) {
	*r, err = ParseRight(string(text))
	return err
}

// RightsOf is the set of the given rights.
func RightsOf(rights ...Right) Rights {
	var mask Rights
	for _, r := range rights {
		mask |= Rights(r)
	}
	return mask
}

// Has reports whether r is in the set.
func (m Rights) Has(r Right) bool { return m&Rights(r) != 0 }

// Valid reports whether the mask has no bit beside those of the eight rights.
func (m Rights) Valid() bool { return m&^AllRights == 0 }

// List is the rights of the set in the order of rule 1.1.
func (m Rights) List() []Right {
	rights := make([]Right, 0, 8)
	for _, r := range EachRight {
		if m.Has(r) {
			rights = append(rights, r)
		}
	}
	return rights
}

// String is the names of the rights in the order of rule 1.1, separated by a blank.
func (m Rights) String() string {
	names := make([]string, 0, 8)
	for _, r := range m.List() {
		names = append(names, r.String())
	}
	return strings.Join(names, " ")
}

// MarshalJSON writes the names of the rights in the order of rule 1.1.
func (m Rights) MarshalJSON() ([]byte, error) {
	if !m.Valid() {
		return nil, fmt.Errorf("%w: access mask %d", ErrInvalid, uint32(m))
	}
	return json.Marshal(m.List())
}

// UnmarshalJSON reads a list of names or an access mask (1.1).
func (m *Rights) UnmarshalJSON(text []byte) error {
	var mask uint32
	if json.Unmarshal(text, &mask) == nil {
		*m = Rights(mask)
	} else {
		var rights []Right
		if err := json.Unmarshal(text, &rights); err != nil {
			return err
		}
		*m = RightsOf(rights...)
	}
	if !m.Valid() {
		return fmt.Errorf("%w: access mask %d", ErrInvalid, uint32(*m))
	}
	return nil
}
