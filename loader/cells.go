package loader

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// object writes the rows of an object. What is at its default is an empty cell.
func (d *csvDump) object(o graph.Object) error {
	switch o := o.(type) {
	case graph.Settings:
		return d.settings(o)
	case graph.Entity:
		return d.row("entities", o.Name, unless(o.Ownership.String(), "user"), unless(o.Privilege, o.Name), flag(o.HierarchyExcluded))
	case graph.BusinessUnit:
		return d.row("business_units", o.ID, label(o.Name, o.ID), o.Parent, flag(o.Disabled))
	case graph.Position:
		return d.row("positions", o.ID, label(o.Name, o.ID), o.Parent)
	case graph.User:
		return d.row("users", o.ID, label(o.Name, o.ID), o.BusinessUnit, o.Manager, o.Position, flag(o.Disabled))
	case graph.Team:
		return d.row("teams", o.ID, label(o.Name, o.ID), o.BusinessUnit, unless(o.Type.String(), "owner"), flag(o.Default))
	case graph.Member:
		return d.row("members", o.Team, o.User)
	case graph.Privilege:
		return d.row("privileges", o.Name, unless(o.ID, o.Name), depthList(o.Depths))
	case graph.Role:
		return d.role(o)
	case graph.RoleAssignment:
		return d.row("role_assignments", o.Role, o.Principal.String(), o.BusinessUnit)
	case graph.Record:
		return d.record(o)
	case graph.Relationship:
		return d.row("relationships", o.Child, o.Lookup, o.Parent, unless(o.Assign.String(), "none"),
			unless(o.Share.String(), "none"), unless(o.Unshare.String(), "none"), unless(o.Reparent.String(), "none"))
	case graph.RecordShare:
		return d.share(o)
	case graph.Task:
		return d.row("tasks", o.Name, label(o.Title, o.Name), cellList(o.Requires), flag(o.Offline))
	}
	return nil
}

func (d *csvDump) settings(o graph.Settings) error {
	standard := graph.DefaultSettings()
	for _, each := range []struct {
		name            string
		value, standard any
	}{
		{"ownership_across_business_units", o.OwnershipAcrossBusinessUnits, standard.OwnershipAcrossBusinessUnits},
		{"always_move_record_to_owner_business_unit", o.AlwaysMoveRecordToOwnerBusinessUnit, standard.AlwaysMoveRecordToOwnerBusinessUnit},
		{"do_not_remove_roles_on_change_business_unit", o.DoNotRemoveRolesOnChangeBusinessUnit, standard.DoNotRemoveRolesOnChangeBusinessUnit},
		{"share_to_previous_owner_on_assign", o.ShareToPreviousOwnerOnAssign, standard.ShareToPreviousOwnerOnAssign},
		{"hierarchy_model", o.HierarchyModel, standard.HierarchyModel},
		{"hierarchy_depth", o.HierarchyDepth, standard.HierarchyDepth},
		{"hierarchy_write_levels", o.HierarchyWriteLevels, standard.HierarchyWriteLevels},
		{"managers_in_same_or_parent_business_unit", o.ManagersInSameOrParentBusinessUnit, standard.ManagersInSameOrParentBusinessUnit},
		{"role_depth_overrides", o.RoleDepthOverrides, standard.RoleDepthOverrides},
	} {
		if each.value == each.standard {
			continue
		}
		if err := d.row("settings", each.name, fmt.Sprint(each.value)); err != nil {
			return err
		}
	}
	return nil
}

func (d *csvDump) role(o graph.Role) error {
	err := d.row("roles", o.ID, label(o.Name, o.ID), o.BusinessUnit, unless(o.MemberInheritance.String(), "user"), flag(o.Profile), o.Template)
	for _, name := range slices.Sorted(maps.Keys(o.Privileges)) {
		if depth := o.Privileges[name]; err == nil && depth != graph.None {
			err = d.row("role_privileges", o.ID, name, depth.String())
		}
	}
	for _, each := range o.Overrides {
		if err == nil && each.Depth != graph.None {
			err = d.row("role_overrides", o.ID, each.BusinessUnit, each.Privilege, each.Depth.String())
		}
	}
	return err
}

func (d *csvDump) record(o graph.Record) error {
	cells := []string{o.Entity, o.ID, o.Owner.String(), o.BusinessUnit, flag(o.Inactive)}
	for _, name := range d.lookups {
		cells = append(cells, o.Lookups[name].String())
	}
	return d.row("records", cells...)
}

// share writes the explicit part of a share and the inherited ones.
func (d *csvDump) share(o graph.RecordShare) error {
	record, principal := o.Record.String(), o.Principal.String()
	if o.Rights != 0 || len(o.Inherited) == 0 {
		if err := d.row("shares", record, principal, rightList(o.Rights)); err != nil {
			return err
		}
	}
	for _, from := range o.Inherited {
		rights := rightList(from.Rights)
		if rights == "" {
			rights = "0" // the mask of none
		}
		if err := d.row("inherited_shares", record, principal, from.Origin.String(), rights); err != nil {
			return err
		}
	}
	return nil
}

// unless is a value, empty if it is at its default.
func unless(value, standard string) string {
	if value == standard {
		return ""
	}
	return value
}

// label is a name that does not identify, with what is not UTF-8 mended.
func label(name, standard string) string {
	return strings.ToValidUTF8(unless(name, standard), "\ufffd")
}

// flag is a value that is false by default.
func flag(value bool) string {
	if value {
		return "true"
	}
	return ""
}

func rightList(rights graph.Rights) string { return strings.ReplaceAll(rights.String(), " ", ";") }

// depthList is the depths that a privilege may have; nil stands for those of rule 4.7.
func depthList(depths []graph.Depth) string {
	if depths == nil {
		return ""
	}
	names := make([]string, len(depths))
	for i, depth := range depths {
		names[i] = depth.String()
	}
	return cellList(names)
}

// cellList is a list as a cell. A semicolon alone is one of nothing.
func cellList(elements []string) string {
	if len(elements) == 0 {
		return ";"
	}
	written := slices.Clone(elements)
	for i, each := range written {
		if strings.ContainsAny(each, `;"`) {
			written[i] = `"` + strings.ReplaceAll(each, `"`, `""`) + `"`
		}
	}
	return strings.Join(written, ";")
}
