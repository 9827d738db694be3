package graph

import "fmt"

// Kind names a kind of object as the org stream spells it.
type Kind string

// The kinds of object, in the order of a canonical dump.
const (
	KindSettings       Kind = "settings"
	KindEntity         Kind = "entity"
	KindBusinessUnit   Kind = "business_unit"
	KindPosition       Kind = "position"
	KindUser           Kind = "user"
	KindTeam           Kind = "team"
	KindMember         Kind = "member"
	KindPrivilege      Kind = "privilege"
	KindRole           Kind = "role"
	KindRoleAssignment Kind = "role_assignment"
	KindRecord         Kind = "record"
	KindRelationship   Kind = "relationship"
	KindShare          Kind = "share"
	KindTask           Kind = "task"
)

// Kinds lists all kinds of object in the order of a canonical dump.
var Kinds = []Kind{
	KindSettings, KindEntity, KindBusinessUnit, KindPosition, KindUser, KindTeam, KindMember,
	KindPrivilege, KindRole, KindRoleAssignment, KindRecord, KindRelationship, KindShare, KindTask,
}

// Object is one fact of the organisation: a value of one of the structs of this package (section 2).
// Its JSON form is that of the org stream, without the kind.
type Object interface {
	Kind() Kind
	// String is the kind and the identity, such as `user "u1"`.
	String() string
	object()
}

// Settings of the organization (2.1). Start from DefaultSettings: the zero value is not valid.
type Settings struct {
	OwnershipAcrossBusinessUnits         bool           `json:"ownership_across_business_units"`
	AlwaysMoveRecordToOwnerBusinessUnit  bool           `json:"always_move_record_to_owner_business_unit"`
	DoNotRemoveRolesOnChangeBusinessUnit bool           `json:"do_not_remove_roles_on_change_business_unit"`
	ShareToPreviousOwnerOnAssign         bool           `json:"share_to_previous_owner_on_assign"`
	HierarchyModel                       HierarchyModel `json:"hierarchy_model"`
	HierarchyDepth                       int            `json:"hierarchy_depth"`        // 1 or more (8.2)
	HierarchyWriteLevels                 int            `json:"hierarchy_write_levels"` // 0 or more (8.2)
	ManagersInSameOrParentBusinessUnit   bool           `json:"managers_in_same_or_parent_business_unit"`
	RoleDepthOverrides                   bool           `json:"role_depth_overrides"`
}

// DefaultSettings are the settings of an organization that states none (2.1).
func DefaultSettings() Settings {
	return Settings{
		AlwaysMoveRecordToOwnerBusinessUnit: true,
		HierarchyDepth:                      3,
		HierarchyWriteLevels:                1,
		ManagersInSameOrParentBusinessUnit:  true,
	}
}

// Entity is a table of records (2.7). Names compare without regard to case (1.14).
type Entity struct {
	Name              string    `json:"name"`
	Ownership         Ownership `json:"ownership,omitzero"`
	Privilege         string    `json:"privilege,omitzero"` // the privilege name (1.16); empty: the entity's name
	HierarchyExcluded bool      `json:"hierarchy_excluded,omitzero"`
}

// BusinessUnit is a unit of the tree (2.2).
type BusinessUnit struct {
	ID       string `json:"id"`
	Name     string `json:"name,omitzero"`   // empty: the id
	Parent   string `json:"parent,omitzero"` // empty for the root
	Disabled bool   `json:"disabled,omitzero"`
}

// Position is a position of the hierarchy of positions (2.11).
type Position struct {
	ID     string `json:"id"`
	Name   string `json:"name,omitzero"`   // empty: the id
	Parent string `json:"parent,omitzero"` // empty at the top
}

// User is a person (2.3).
type User struct {
	ID           string `json:"id"`
	Name         string `json:"name,omitzero"`          // empty: the id
	BusinessUnit string `json:"business_unit,omitzero"` // empty: the root (5.8)
	Manager      string `json:"manager,omitzero"`       // a user, or empty
	Position     string `json:"position,omitzero"`      // a position, or empty
	Disabled     bool   `json:"disabled,omitzero"`
}

// Team is a group of users that sits in a unit (2.4).
type Team struct {
	ID           string   `json:"id"`
	Name         string   `json:"name,omitzero"` // empty: the id
	BusinessUnit string   `json:"business_unit"`
	Type         TeamType `json:"type,omitzero"`
	Default      bool     `json:"default,omitzero"` // the default team of its unit (5.2)
}

// Member is the membership of a user in a team other than a default team (2.4).
type Member struct {
	Team string `json:"team"`
	User string `json:"user"`
}

// Privilege declares the id of a privilege and the depths that it may have (2.6).
type Privilege struct {
	Name   string  `json:"name"`
	ID     string  `json:"id,omitzero"`     // empty: the name
	Depths []Depth `json:"depths,omitzero"` // nil: those of rule 4.7
}

// Role grants privileges at depths (2.5).
type Role struct {
	ID                string            `json:"id"`
	Name              string            `json:"name,omitzero"`          // empty: the id
	BusinessUnit      string            `json:"business_unit,omitzero"` // the home unit; empty: the root (5.8)
	MemberInheritance MemberInheritance `json:"member_inheritance,omitzero"`
	Privileges        map[string]Depth  `json:"privileges"` // privilege name to depth
	Overrides         []Override        `json:"overrides,omitzero"`
	Profile           bool              `json:"profile,omitzero"`  // a staff profile (14.2)
	Template          string            `json:"template,omitzero"` // role template id (6.7), or empty
}

// Override raises the depth of a privilege for the instance of a role in one unit (6.6).
type Override struct {
	BusinessUnit string `json:"business_unit"`
	Privilege    string `json:"privilege"`
	Depth        Depth  `json:"depth"`
}

// RoleAssignment gives a role to a user or a team at a base unit (6.3).
type RoleAssignment struct {
	Role         string    `json:"role"`
	Principal    Principal `json:"principal"`
	BusinessUnit string    `json:"business_unit,omitzero"` // empty: the holder's unit, which it follows
}

// Record is a row of an entity (2.8).
type Record struct {
	Entity       string         `json:"entity"`
	ID           string         `json:"id"`
	Owner        Principal      `json:"owner,omitzero"`         // user-owned entities only
	BusinessUnit string         `json:"business_unit,omitzero"` // own unit; empty: the owner's, or that of rule 4.3
	Inactive     bool           `json:"inactive,omitzero"`
	Lookups      map[string]Ref `json:"lookups,omitzero"` // lookup name, where case matters, to the record it points at
}

// Relationship says that a lookup of child records may point at parent records, and what cascades (2.10).
type Relationship struct {
	Child    string  `json:"child"`
	Lookup   string  `json:"lookup"`
	Parent   string  `json:"parent"`
	Assign   Cascade `json:"assign,omitzero"`
	Share    Cascade `json:"share,omitzero"`
	Unshare  Cascade `json:"unshare,omitzero"`
	Reparent Cascade `json:"reparent,omitzero"`
}

// RecordShare gives a principal rights on one record (2.9, 11.5).
type RecordShare struct {
	Record    Ref              `json:"record"`
	Principal Principal        `json:"principal"`
	Rights    Rights           `json:"rights,omitzero"`    // explicit
	Inherited []InheritedShare `json:"inherited,omitzero"` // at most one an origin
}

// InheritedShare is what a share inherits from one origin (12.6).
type InheritedShare struct {
	Origin Ref    `json:"origin,omitzero"` // zero where it is not known
	Rights Rights `json:"rights"`
}

// Task is something that takes a set of privileges, whatever the record (2.14, 14.1).
type Task struct {
	Name     string   `json:"name"`
	Title    string   `json:"title,omitzero"` // empty: the name
	Requires []string `json:"requires"`       // privilege names, in which $entity stands for an entity's privilege name
	Offline  bool     `json:"offline,omitzero"`
}

// Kind of the object.
func (Settings) Kind() Kind       { return KindSettings }
func (Entity) Kind() Kind         { return KindEntity }
func (BusinessUnit) Kind() Kind   { return KindBusinessUnit }
func (Position) Kind() Kind       { return KindPosition }
func (User) Kind() Kind           { return KindUser }
func (Team) Kind() Kind           { return KindTeam }
func (Member) Kind() Kind         { return KindMember }
func (Privilege) Kind() Kind      { return KindPrivilege }
func (Role) Kind() Kind           { return KindRole }
func (RoleAssignment) Kind() Kind { return KindRoleAssignment }
func (Record) Kind() Kind         { return KindRecord }
func (Relationship) Kind() Kind   { return KindRelationship }
func (RecordShare) Kind() Kind    { return KindShare }
func (Task) Kind() Kind           { return KindTask }

func (Settings) String() string       { return "settings" }
func (o Entity) String() string       { return named(KindEntity, o.Name) }
func (o BusinessUnit) String() string { return named(KindBusinessUnit, o.ID) }
func (o Position) String() string     { return named(KindPosition, o.ID) }
func (o User) String() string         { return named(KindUser, o.ID) }
func (o Team) String() string         { return named(KindTeam, o.ID) }
func (o Member) String() string       { return named(KindMember, o.Team, o.User) }
func (o Privilege) String() string    { return named(KindPrivilege, o.Name) }
func (o Role) String() string         { return named(KindRole, o.ID) }
func (o RoleAssignment) String() string {
	return named(KindRoleAssignment, o.Role, o.Principal.String(), o.BusinessUnit)
}
func (o Record) String() string       { return named(KindRecord, o.Ref().String()) }
func (o Relationship) String() string { return named(KindRelationship, o.Child, o.Lookup, o.Parent) }
func (o RecordShare) String() string {
	return named(KindShare, o.Record.String(), o.Principal.String())
}
func (o Task) String() string { return named(KindTask, o.Name) }

func (Settings) object()       {}
func (Entity) object()         {}
func (BusinessUnit) object()   {}
func (Position) object()       {}
func (User) object()           {}
func (Team) object()           {}
func (Member) object()         {}
func (Privilege) object()      {}
func (Role) object()           {}
func (RoleAssignment) object() {}
func (Record) object()         {}
func (Relationship) object()   {}
func (RecordShare) object()    {}
func (Task) object()           {}

// Ref names the record.
func (o Record) Ref() Ref { return Ref{o.Entity, o.ID} }

// empty reports whether a share gives nothing (11.5).
func (o RecordShare) empty() bool {
	for _, from := range o.Inherited {
		if from.Rights != 0 {
			return false
		}
	}
	return o.Rights == 0
}

func named(kind Kind, identity ...string) string {
	text := string(kind)
	for _, part := range identity {
		if part != "" {
			text += fmt.Sprintf(" %q", clip(part))
		}
	}
	return text
}
