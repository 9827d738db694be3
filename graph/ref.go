package graph

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Ref names a record: an entity and an id among that entity's records (1.15).
type Ref struct {
	Entity string
	ID     string
}

// RecordRef names a record.
func RecordRef(entity, id string) Ref { return Ref{entity, id} }

// IsZero reports whether r names nothing.
func (r Ref) IsZero() bool { return r == Ref{} }

// String is r as rule 1.15 spells it: ENTITY:ID.
func (r Ref) String() string {
	if r.IsZero() {
		return ""
	}
	return r.Entity + ":" + r.ID
}

// ParseRef reads ENTITY:ID, split at the first colon (1.15). A malformed one is ErrInvalid.
func ParseRef(text string) (Ref, error) {
	entity, id, found := strings.Cut(text, ":")
	if !found {
		return Ref{}, fmt.Errorf("%w: record %q is not ENTITY:ID", ErrInvalid, clip(text))
	}
	if err := CheckEntityName(entity); err != nil {
		return Ref{}, fmt.Errorf("record %q: %w", clip(text), err)
	}
	if err := CheckID(id); err != nil {
		return Ref{}, fmt.Errorf("record %q: %w", clip(text), err)
	}
	return Ref{entity, id}, nil
}

// MarshalText writes r as rule 1.15 spells it.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads r as ParseRef does.
func (r *Ref) UnmarshalText(text []byte) (err error) {
	*r, err = ParseRef(string(text))
	return err
}

// MaxID is the greatest length of an id or a name that identifies, in bytes (1.14).
const MaxID = 512

// CheckID is nil for a well-formed id (1.14): UTF-8, 1 to 512 bytes, no control character.
// Anything else is ErrInvalid.
func CheckID(id string) error {
	switch {
	case id == "":
		return fmt.Errorf("%w: empty id", ErrInvalid)
	case len(id) > MaxID:
		return fmt.Errorf("%w: id of %d bytes, %q…, is longer than %d", ErrInvalid, len(id), clip(id), MaxID)
	case !utf8.ValidString(id):
		return fmt.Errorf("%w: id %q is not UTF-8", ErrInvalid, id)
	}
	for i := range len(id) {
		if id[i] < 0x20 || id[i] == 0x7f {
			return fmt.Errorf("%w: id %q holds a control character", ErrInvalid, id)
		}
	}
	return nil
}

// CheckEntityName is nil for a well-formed entity name (1.14): an id without a colon.
func CheckEntityName(name string) error {
	if err := CheckID(name); err != nil {
		return err
	}
	if strings.Contains(name, ":") {
		return fmt.Errorf("%w: entity name %q holds a colon", ErrInvalid, name)
	}
	return nil
}

// clip shortens what an error quotes.
func clip(text string) string {
	const most = 80
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}
