package loader

import (
	"fmt"

	"github.com/accessindex/ambit/graph"
)

// object reads the fields of an object; nil for a kind that does not exist.
func (d *decoder) object(kind string) graph.Object {
	switch graph.Kind(kind) {
	case graph.KindRecord:
		return d.record()
	case graph.KindShare:
		return d.share()
	case graph.KindSettings:
		return d.settings()
	case graph.KindEntity:
		return d.table()
	case graph.KindBusinessUnit:
		return d.businessUnit()
	case graph.KindPosition:
		return d.position()
	case graph.KindUser:
		return d.user()
	case graph.KindTeam:
		return d.team()
	case graph.KindMember:
		return d.member()
	case graph.KindPrivilege:
		return d.privilege()
	case graph.KindRole:
		return d.role()
	case graph.KindRoleAssignment:
		return d.roleAssignment()
	case graph.KindRelationship:
		return d.relationship()
	case graph.KindTask:
		return d.task()
	case "":
		d.refuse("kind", "", fmt.Errorf("%w: the field is required", graph.ErrInvalid))
	default:
		d.refuse("kind", kind, fmt.Errorf("%w: no such kind", graph.ErrInvalid))
	}
	d.skip()
	return nil
}

func (d *decoder) settings() graph.Object {
	o := graph.DefaultSettings()
	d.members(func(key []byte) bool {
		switch string(key) {
		case "ownership_across_business_units":
			o.OwnershipAcrossBusinessUnits = d.flag()
		case "always_move_record_to_owner_business_unit":
			o.AlwaysMoveRecordToOwnerBusinessUnit = d.flag()
		case "do_not_remove_roles_on_change_business_unit":
			o.DoNotRemoveRolesOnChangeBusinessUnit = d.flag()
		case "share_to_previous_owner_on_assign":
			o.ShareToPreviousOwnerOnAssign = d.flag()
		case "hierarchy_model":
			d.enum(&o.HierarchyModel)
		case "hierarchy_depth":
			o.HierarchyDepth = d.number(1)
		case "hierarchy_write_levels":
			o.HierarchyWriteLevels = d.number(0)
		case "managers_in_same_or_parent_business_unit":
			o.ManagersInSameOrParentBusinessUnit = d.flag()
		case "role_depth_overrides":
			o.RoleDepthOverrides = d.flag()
		default:
			return false
		}
		return true
	})
	return o
}

func (d *decoder) record() graph.Object {
	var o graph.Record
	if d.sheet != nil {
		o.Entity = d.sheet.entity
	}
	d.members(func(key []byte) bool {
		switch string(key) {
		case "entity":
			o.Entity = d.owningEntity()
		case "id":
			o.ID = d.id()
		case "owner":
			o.Owner = d.principal()
		case "business_unit":
			o.BusinessUnit = d.reference()
		case "inactive":
			o.Inactive = d.flag()
		case "lookups":
			o.Lookups = d.lookups()
		default:
			return false
		}
		return true
	}, "entity", "id")
	return o
}

func (d *decoder) share() graph.Object {
	var o graph.RecordShare
	d.members(func(key []byte) bool {
		switch string(key) {
		case "record":
			o.Record = d.ref()
		case "principal":
			o.Principal = d.grantee()
		case "rights":
			o.Rights = d.rights()
		case "inherited":
			o.Inherited = d.inherited()
		default:
			return false
		}
		return true
	}, "record", "principal")
	return o
}

func (d *decoder) relationship() graph.Object {
	var o graph.Relationship
	d.members(func(key []byte) bool {
		switch string(key) {
		case "child":
			o.Child = d.entity()
		case "lookup":
			o.Lookup = d.reference()
		case "parent":
			o.Parent = d.entity()
		case "assign":
			d.enum(&o.Assign)
		case "share":
			d.enum(&o.Share)
		case "unshare":
			d.enum(&o.Unshare)
		case "reparent":
			d.enum(&o.Reparent)
		default:
			return false
		}
		return true
	}, "child", "lookup", "parent")
	return o
}

// table reads an entity.
func (d *decoder) table() graph.Object {
	var o graph.Entity
	d.members(func(key []byte) bool {
		switch string(key) {
		case "name":
			o.Name = d.entity()
		case "ownership":
			d.enum(&o.Ownership)
		case "privilege":
			o.Privilege = d.reference()
		case "hierarchy_excluded":
			o.HierarchyExcluded = d.flag()
		default:
			return false
		}
		return true
	}, "name")
	return o
}
