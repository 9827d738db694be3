package loader

import "github.com/accessindex/ambit/graph"

func (d *decoder) privilege() graph.Object {
	var o graph.Privilege
	d.members(func(key []byte) bool {
		switch string(key) {
		case "name":
			o.Name = d.id()
		case "id":
			o.ID = d.reference()
		case "depths":
			o.Depths = d.depths()
		default:
			return false
		}
		return true
	}, "name")
	return o
}

func (d *decoder) role() graph.Object {
	var o graph.Role
	d.members(func(key []byte) bool {
		switch string(key) {
		case "id":
			o.ID = d.id()
		case "name":
			o.Name = d.label()
		case "business_unit":
			o.BusinessUnit = d.reference()
		case "member_inheritance":
			d.enum(&o.MemberInheritance)
		case "privileges":
			o.Privileges = d.privileges()
		case "overrides":
			o.Overrides = d.overrides()
		case "profile":
			o.Profile = d.flag()
		case "template":
			o.Template = d.reference()
		default:
			return false
		}
		return true
	}, "id", "privileges")
	return o
}

func (d *decoder) roleAssignment() graph.Object {
	var o graph.RoleAssignment
	d.members(func(key []byte) bool {
		switch string(key) {
		case "role":
			o.Role = d.reference()
		case "principal":
			o.Principal = d.principal()
		case "business_unit":
			o.BusinessUnit = d.reference()
		default:
			return false
		}
		return true
	}, "role", "principal")
	return o
}

func (d *decoder) task() graph.Object {
	var o graph.Task
	d.members(func(key []byte) bool {
		switch string(key) {
		case "name":
			o.Name = d.id()
		case "title":
			o.Title = d.label()
		case "requires":
			o.Requires = d.requires()
		case "offline":
			o.Offline = d.flag()
		default:
			return false
		}
		return true
	}, "name", "requires")
	return o
}
