package loader

import "github.com/accessindex/ambit/graph"

// identities are the fields that identify an object of a kind, and all that a delete takes.
// Settings have none: they cannot be deleted.
func identities(kind string) []string {
	switch graph.Kind(kind) {
	case graph.KindMember:
		return []string{"team", "user"}
	case graph.KindRoleAssignment:
		return []string{"role", "principal", "business_unit"}
	case graph.KindShare:
		return []string{"record", "principal"}
	case graph.KindRelationship:
		return []string{"child", "lookup", "parent"}
	case graph.KindRecord:
		return []string{"entity", "id"}
	case graph.KindEntity, graph.KindPrivilege, graph.KindTask:
		return []string{"name"}
	}
	return []string{"id"}
}

// identity appends the fields that identify an object.
func (e *encoder) identity(o graph.Object) {
	switch o := o.(type) {
	case graph.Member:
		e.member(o)
	case graph.RoleAssignment:
		e.roleAssignment(o)
	case graph.RecordShare:
		e.sharing(o.Record, o.Principal)
	case graph.Relationship:
		e.relationship(graph.Relationship{Child: o.Child, Lookup: o.Lookup, Parent: o.Parent})
	case graph.Record:
		e.record(graph.Record{Entity: o.Entity, ID: o.ID})
	case graph.Entity:
		e.text("name", o.Name)
	case graph.Privilege:
		e.text("name", o.Name)
	case graph.Task:
		e.text("name", o.Name)
	case graph.BusinessUnit:
		e.text("id", o.ID)
	case graph.Position:
		e.text("id", o.ID)
	case graph.User:
		e.text("id", o.ID)
	case graph.Team:
		e.text("id", o.ID)
	case graph.Role:
		e.text("id", o.ID)
	}
}
