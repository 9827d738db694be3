package graph

import (
	"fmt"
	"strings"
)

// Depth says how far a role's privilege reaches (1.2, 1.5). Depths are ordered, and each covers all
// that the lower ones cover. The zero Depth is None: the privilege is not granted.
type Depth uint8

// The depths of rule 1.5.
const (
	None   Depth = iota // nothing
	Basic               // records one owns oneself or through a team, and shared ones
	Local               // and all records of the role's base unit
	Deep                // and all records of the units below it
	Global              // every record of the entity
)

var depthNames = [...]string{"None", "Basic", "Local", "Deep", "Global"}

// depthAliases are the names that the user interface shows (1.4), folded.
var depthAliases = map[string]Depth{
	"none selected":                None,
	"user":                         Basic,
	"business unit":                Local,
	"parent: child business units": Deep,
	"organization":                 Global,
}

// Valid reports whether d is one of the depths of rule 1.5, None included.
func (d Depth) Valid() bool { return d <= Global }

// String is the canonical name of d (1.4).
func (d Depth) String() string {
	if d.Valid() {
		return depthNames[d]
	}
	return fmt.Sprintf("Depth(%d)", uint8(d))
}

// ParseDepth reads the name of a depth in any case, the names of the user interface included (1.4).
// Anything else, RecordFilter among it (4.5), is ErrInvalid.
func ParseDepth(name string) (Depth, error) {
	for i, each := range depthNames {
		if strings.EqualFold(each, name) {
			return Depth(i), nil
		}
	}
	if d, ok := depthAliases[strings.ToLower(name)]; ok {
		return d, nil
	}
	return None, fmt.Errorf("%w: depth %q", ErrInvalid, clip(name))
}

// MarshalText writes the canonical name.
func (d Depth) MarshalText() ([]byte, error) {
	if !d.Valid() {
		return nil, fmt.Errorf("%w: depth %d", ErrInvalid, uint8(d))
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads a name as ParseDepth does.
func (d *Depth) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDepth(string(text))
	return err
}
