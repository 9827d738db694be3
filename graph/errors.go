package graph

import (
	"errors"
	"fmt"
	"strings"
)

// What a question or a change may be refused for (3.15, section 15). Test with errors.Is.
var (
	// ErrUnknown is returned for a user, record, entity, right, principal, unit or task that is not there.
	ErrUnknown = errors.New("unknown")
	// ErrInvalid is returned for a malformed id, value or field.
	ErrInvalid = errors.New("invalid")
	// ErrDuplicate is returned where two objects claim one place.
	ErrDuplicate = errors.New("duplicate")
	// ErrCycle is returned where units, managers, positions or cascading links would run in a circle.
	ErrCycle = errors.New("cycle")
)

// What a change to the tree, its people and its roles may be refused for.
var (
	// ErrRootBusinessUnit is returned where there would not be exactly one, untouched root (5.1).
	ErrRootBusinessUnit = errors.New("there must be exactly one root business unit, enabled and above all others")
	// ErrNotDisabled is returned for the deletion of a unit that is enabled (5.7).
	ErrNotDisabled = errors.New("the business unit is not disabled")
	// ErrNotEmpty is returned where an object still holds what refers to it (15.4).
	ErrNotEmpty = errors.New("not empty")
	// ErrOwnsRecords is returned for the deletion of a principal that owns records (7.11).
	ErrOwnsRecords = errors.New("owns records")
	// ErrSystemRole is returned for a change to the System Administrator role (6.7).
	ErrSystemRole = errors.New("the System Administrator role cannot be changed")
	// ErrDefaultTeam is returned for a change that a default team does not bear (7.5).
	ErrDefaultTeam = errors.New("a default team cannot be changed like that")
	// ErrTeamType is returned for a change of type other than from owner to access (7.6).
	ErrTeamType = errors.New("the type of a team can change from owner to access only")
	// ErrAccessTeamOwns is returned where an access team would own records (7.7).
	ErrAccessTeamOwns = errors.New("access team owns records")
	// ErrAccessTeamRole is returned where an access team would hold a role (6.4).
	ErrAccessTeamRole = errors.New("access team holds a role")
	// ErrRoleUnit is returned for a base or override unit without an instance of the role (6.3, 6.5).
	ErrRoleUnit = errors.New("the role may not be based in that business unit")
	// ErrDepthNotAllowed is returned for a depth that the privilege may not have (6.2).
	ErrDepthNotAllowed = errors.New("depth not allowed")
)

// What a change to records and shares may be refused for.
var (
	// ErrOwnership is returned for an owner or unit that the entity's ownership lacks or forbids (4.3, 9.1).
	ErrOwnership = errors.New("an owner or business unit is missing, or not of the ownership of the entity")
	// ErrRecordUnit is returned for a unit other than the owner's in classic mode (13.1).
	ErrRecordUnit = errors.New("in classic mode a record is in the business unit of its owner")
	// ErrCannotOwn is returned where a record is assigned to a principal that may not own it (10.2).
	ErrCannotOwn = errors.New("cannot own")
	// ErrNotShareable is returned for a share of a record without an owner or owning unit (11.8).
	ErrNotShareable = errors.New("a record without an owner or owning unit cannot be shared")
	// ErrStaleOrigin is returned for an inherited right whose origin is no lookup of the record (12.9).
	ErrStaleOrigin = errors.New("the origin is no lookup of the record")
)

// Place says where the text of an object stood, for the reader that gave it: what the numbers
// count is the reader's affair. The zero value is no place.
type Place struct {
	Source uint32
	Line   uint32
}

// FactError says which fact was refused, and why. It unwraps to one of the errors above.
type FactError struct {
	Change int    // index of the change within its batch, -1 for an object of a load
	Place  Place  // where the object of a load stood
	Also   Place  // where the other one stood, for ErrDuplicate within a load
	Object string // the kind and identity of the object, such as `user "u1"`
	Field  string // the field at fault, where there is one
	Value  string // its value
	Err    error
}

// Error names the object, the field and the value at fault.
func (e *FactError) Error() string {
	var text strings.Builder
	text.WriteString(e.Object)
	if e.Field != "" {
		fmt.Fprintf(&text, ": %s", e.Field)
		if e.Value != "" {
			fmt.Fprintf(&text, " %q", clip(e.Value))
		}
	}
	fmt.Fprintf(&text, ": %v", e.Err)
	return text.String()
}

// Unwrap is the reason.
func (e *FactError) Unwrap() error { return e.Err }

// MaxErrors is how many refused facts one batch or load reports.
const MaxErrors = 100

// FactErrors are the facts for which a batch or a load was refused, at most MaxErrors.
type FactErrors []*FactError

// Error is one line for each fact.
func (e FactErrors) Error() string {
	lines := make([]string, len(e))
	for i, each := range e {
		lines[i] = each.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap is the errors one by one, for errors.Is and errors.As.
func (e FactErrors) Unwrap() []error {
	list := make([]error, len(e))
	for i, each := range e {
		list[i] = each
	}
	return list
}
