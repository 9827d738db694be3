package index

import "github.com/accessindex/ambit/graph"

// The vocabulary of package graph, so that a program needs this import alone.
type (
	Right             = graph.Right
	Rights            = graph.Rights
	Depth             = graph.Depth
	Ownership         = graph.Ownership
	TeamType          = graph.TeamType
	MemberInheritance = graph.MemberInheritance
	HierarchyModel    = graph.HierarchyModel
	Cascade           = graph.Cascade

	Principal     = graph.Principal
	PrincipalKind = graph.PrincipalKind
	Ref           = graph.Ref
	Kind          = graph.Kind
	Object        = graph.Object
	Change        = graph.Change
	Revision      = graph.Revision
	Source        = graph.Source

	PutObject          = graph.PutObject
	DeleteObject       = graph.DeleteObject
	MoveUnit           = graph.MoveUnit
	EnableUnit         = graph.EnableUnit
	DisableUnit        = graph.DisableUnit
	EnableUser         = graph.EnableUser
	DisableUser        = graph.DisableUser
	TransferUser       = graph.TransferUser
	TransferTeam       = graph.TransferTeam
	AssignRecord       = graph.AssignRecord
	GrantShare         = graph.GrantShare
	ModifyShare        = graph.ModifyShare
	RevokeShare        = graph.RevokeShare
	LinkRecord         = graph.LinkRecord
	UnlinkRecord       = graph.UnlinkRecord
	RecomputeInherited = graph.RecomputeInherited

	Settings       = graph.Settings
	Entity         = graph.Entity
	BusinessUnit   = graph.BusinessUnit
	Position       = graph.Position
	User           = graph.User
	Team           = graph.Team
	Member         = graph.Member
	Privilege      = graph.Privilege
	Role           = graph.Role
	Override       = graph.Override
	RoleAssignment = graph.RoleAssignment
	Record         = graph.Record
	Relationship   = graph.Relationship
	RecordShare    = graph.RecordShare
	InheritedShare = graph.InheritedShare
	Task           = graph.Task

	FactError  = graph.FactError
	FactErrors = graph.FactErrors
)

// The eight rights (1.1) and their masks.
const (
	Read     = graph.Read
	Write    = graph.Write
	Append   = graph.Append
	AppendTo = graph.AppendTo
	Create   = graph.Create
	Delete   = graph.Delete
	Share    = graph.Share
	Assign   = graph.Assign

	AllRights  = graph.AllRights
	FullRights = graph.FullRights
)

// The depths (1.5).
const (
	None   = graph.None
	Basic  = graph.Basic
	Local  = graph.Local
	Deep   = graph.Deep
	Global = graph.Global
)

// The values of the other enumerations, the zero value of each first.
const (
	UserOwned         = graph.UserOwned
	BusinessOwned     = graph.BusinessOwned
	OrganizationOwned = graph.OrganizationOwned
	Unowned           = graph.Unowned

	OwnerTeam  = graph.OwnerTeam
	AccessTeam = graph.AccessTeam
	GroupTeam  = graph.GroupTeam

	InheritUser = graph.InheritUser
	InheritTeam = graph.InheritTeam

	NoHierarchy       = graph.NoHierarchy
	ManagerHierarchy  = graph.ManagerHierarchy
	PositionHierarchy = graph.PositionHierarchy

	NoCascade        = graph.NoCascade
	CascadeAll       = graph.CascadeAll
	CascadeActive    = graph.CascadeActive
	CascadeUserOwned = graph.CascadeUserOwned

	NoPrincipal           = graph.NoPrincipal
	UserPrincipal         = graph.UserPrincipal
	TeamPrincipal         = graph.TeamPrincipal
	OrganizationPrincipal = graph.OrganizationPrincipal
)

// Organization is the principal that stands for everybody (3.7).
var Organization = graph.Organization

// EachRight lists the eight rights in the order of rule 1.1.
var EachRight = graph.EachRight

// What a question or a change may be refused for; test with errors.Is. Each is described in package graph.
var (
	ErrUnknown          = graph.ErrUnknown
	ErrInvalid          = graph.ErrInvalid
	ErrDuplicate        = graph.ErrDuplicate
	ErrCycle            = graph.ErrCycle
	ErrRootBusinessUnit = graph.ErrRootBusinessUnit
	ErrNotDisabled      = graph.ErrNotDisabled
	ErrNotEmpty         = graph.ErrNotEmpty
	ErrOwnsRecords      = graph.ErrOwnsRecords
	ErrSystemRole       = graph.ErrSystemRole
	ErrDefaultTeam      = graph.ErrDefaultTeam
	ErrTeamType         = graph.ErrTeamType
	ErrAccessTeamOwns   = graph.ErrAccessTeamOwns
	ErrAccessTeamRole   = graph.ErrAccessTeamRole
	ErrRoleUnit         = graph.ErrRoleUnit
	ErrDepthNotAllowed  = graph.ErrDepthNotAllowed
	ErrOwnership        = graph.ErrOwnership
	ErrRecordUnit       = graph.ErrRecordUnit
	ErrCannotOwn        = graph.ErrCannotOwn
	ErrNotShareable     = graph.ErrNotShareable
	ErrStaleOrigin      = graph.ErrStaleOrigin
)

// UserRef names a user as a principal.
func UserRef(id string) Principal { return graph.UserRef(id) }

// TeamRef names a team as a principal.
func TeamRef(id string) Principal { return graph.TeamRef(id) }

// RecordRef names a record.
func RecordRef(entity, id string) Ref { return graph.RecordRef(entity, id) }

// RightsOf is the set of the given rights.
func RightsOf(rights ...Right) Rights { return graph.RightsOf(rights...) }

// ParseRight reads the name of a right as graph.ParseRight does.
func ParseRight(name string) (Right, error) { return graph.ParseRight(name) }

// ParseRef reads ENTITY:ID as graph.ParseRef does.
func ParseRef(text string) (Ref, error) { return graph.ParseRef(text) }

// ParsePrincipal reads user:ID, team:ID or organization as graph.ParsePrincipal does.
func ParsePrincipal(text string) (Principal, error) { return graph.ParsePrincipal(text) }

// DefaultSettings are the settings of an organization that states none (2.1).
func DefaultSettings() Settings { return graph.DefaultSettings() }
