package loader

import (
	"maps"
	"strconv"

	"github.com/accessindex/ambit/graph"
)

func (e *encoder) settings(o graph.Settings) {
	standard := graph.DefaultSettings()
	e.flagUnless("ownership_across_business_units", o.OwnershipAcrossBusinessUnits, standard.OwnershipAcrossBusinessUnits)
	e.flagUnless("always_move_record_to_owner_business_unit", o.AlwaysMoveRecordToOwnerBusinessUnit, standard.AlwaysMoveRecordToOwnerBusinessUnit)
	e.flagUnless("do_not_remove_roles_on_change_business_unit", o.DoNotRemoveRolesOnChangeBusinessUnit, standard.DoNotRemoveRolesOnChangeBusinessUnit)
	e.flagUnless("share_to_previous_owner_on_assign", o.ShareToPreviousOwnerOnAssign, standard.ShareToPreviousOwnerOnAssign)
	e.textUnless("hierarchy_model", o.HierarchyModel.String(), standard.HierarchyModel.String())
	if o.HierarchyDepth != standard.HierarchyDepth {
		e.key("hierarchy_depth")
		e.line = strconv.AppendInt(e.line, int64(o.HierarchyDepth), 10)
	}
	if o.HierarchyWriteLevels != standard.HierarchyWriteLevels {
		e.key("hierarchy_write_levels")
		e.line = strconv.AppendInt(e.line, int64(o.HierarchyWriteLevels), 10)
	}
	e.flagUnless("managers_in_same_or_parent_business_unit", o.ManagersInSameOrParentBusinessUnit, standard.ManagersInSameOrParentBusinessUnit)
	e.flagUnless("role_depth_overrides", o.RoleDepthOverrides, standard.RoleDepthOverrides)
}

func (e *encoder) entity(o graph.Entity) {
	e.text("name", o.Name)
	e.textUnless("ownership", o.Ownership.String(), graph.UserOwned.String())
	e.textUnless("privilege", o.Privilege, o.Name)
	e.flagUnless("hierarchy_excluded", o.HierarchyExcluded, false)
}

func (e *encoder) businessUnit(o graph.BusinessUnit) {
	e.text("id", o.ID)
	e.textUnless("name", o.Name, o.ID)
	e.textUnless("parent", o.Parent, "")
	e.flagUnless("disabled", o.Disabled, false)
}

func (e *encoder) position(o graph.Position) {
	e.text("id", o.ID)
	e.textUnless("name", o.Name, o.ID)
	e.textUnless("parent", o.Parent, "")
}

func (e *encoder) user(o graph.User) {
	e.text("id", o.ID)
	e.textUnless("name", o.Name, o.ID)
	e.textUnless("business_unit", o.BusinessUnit, "")
	e.textUnless("manager", o.Manager, "")
	e.textUnless("position", o.Position, "")
	e.flagUnless("disabled", o.Disabled, false)
}

func (e *encoder) team(o graph.Team) {
	e.text("id", o.ID)
	e.textUnless("name", o.Name, o.ID)
	e.text("business_unit", o.BusinessUnit)
	e.textUnless("type", o.Type.String(), graph.OwnerTeam.String())
	e.flagUnless("default", o.Default, false)
}

func (e *encoder) member(o graph.Member) {
	e.text("team", o.Team)
	e.text("user", o.User)
}

func (e *encoder) privilege(o graph.Privilege) {
	e.text("name", o.Name)
	e.textUnless("id", o.ID, o.Name)
	if o.Depths != nil {
		list(e, "depths", o.Depths, func(d graph.Depth) { e.line = appendQuoted(e.line, d.String()) })
	}
}

func (e *encoder) role(o graph.Role) {
	e.text("id", o.ID)
	e.textUnless("name", o.Name, o.ID)
	e.textUnless("business_unit", o.BusinessUnit, "")
	e.textUnless("member_inheritance", o.MemberInheritance.String(), graph.InheritUser.String())
	granted := o.Privileges
	for _, depth := range granted {
		if depth == graph.None {
			granted = maps.Clone(granted)
			maps.DeleteFunc(granted, func(_ string, d graph.Depth) bool { return d == graph.None })
			break
		}
	}
	entries(e, "privileges", granted, graph.Depth.String)
	if len(o.Overrides) > 0 {
		list(e, "overrides", o.Overrides, func(each graph.Override) {
			e.line = append(e.line, `{"business_unit":`...)
			e.line = appendQuoted(e.line, each.BusinessUnit)
			e.text("privilege", each.Privilege)
			e.text("depth", each.Depth.String())
			e.line = append(e.line, '}')
		})
	}
	e.flagUnless("profile", o.Profile, false)
	e.textUnless("template", o.Template, "")
}

func (e *encoder) roleAssignment(o graph.RoleAssignment) {
	e.text("role", o.Role)
	e.principal("principal", o.Principal)
	e.textUnless("business_unit", o.BusinessUnit, "")
}

func (e *encoder) record(o graph.Record) {
	e.text("entity", o.Entity)
	e.text("id", o.ID)
	if !o.Owner.IsZero() {
		e.principal("owner", o.Owner)
	}
	e.textUnless("business_unit", o.BusinessUnit, "")
	e.flagUnless("inactive", o.Inactive, false)
	if len(o.Lookups) > 0 {
		entries(e, "lookups", o.Lookups, graph.Ref.String)
	}
}

func (e *encoder) relationship(o graph.Relationship) {
	e.text("child", o.Child)
	e.text("lookup", o.Lookup)
	e.text("parent", o.Parent)
	none := graph.NoCascade.String()
	e.textUnless("assign", o.Assign.String(), none)
	e.textUnless("share", o.Share.String(), none)
	e.textUnless("unshare", o.Unshare.String(), none)
	e.textUnless("reparent", o.Reparent.String(), none)
}

func (e *encoder) share(o graph.RecordShare) {
	e.ref("record", o.Record.Entity, o.Record.ID)
	e.principal("principal", o.Principal)
	if o.Rights != 0 {
		e.rights("rights", o.Rights)
	}
	if len(o.Inherited) > 0 {
		list(e, "inherited", o.Inherited, func(each graph.InheritedShare) {
			start := len(e.line)
			if !each.Origin.IsZero() {
				e.ref("origin", each.Origin.Entity, each.Origin.ID)
			}
			e.rights("rights", each.Rights)
			e.line[start] = '{' // in the place of the first comma
			e.line = append(e.line, '}')
		})
	}
}

func (e *encoder) task(o graph.Task) {
	e.text("name", o.Name)
	e.textUnless("title", o.Title, o.Name)
	list(e, "requires", o.Requires, func(name string) { e.line = appendQuoted(e.line, name) })
	e.flagUnless("offline", o.Offline, false)
}
