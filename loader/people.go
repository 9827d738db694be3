package loader

import (
	"bytes"

	"github.com/accessindex/ambit/graph"
)

func (d *decoder) businessUnit() graph.Object {
	var o graph.BusinessUnit
	d.members(func(key []byte) bool {
		switch string(key) {
		case "id":
			o.ID = d.id()
		case "name":
			o.Name = d.label()
		case "parent":
			o.Parent = d.parent()
		case "disabled":
			o.Disabled = d.flag()
		default:
			return false
		}
		return true
	}, "id")
	return o
}

// parent reads the parent of a unit: the one field that may be null, for the root.
func (d *decoder) parent() string {
	if d.peek() == 'n' && bytes.Equal(d.skip(), []byte("null")) {
		return ""
	}
	return d.reference()
}

func (d *decoder) position() graph.Object {
	var o graph.Position
	d.members(func(key []byte) bool {
		switch string(key) {
		case "id":
			o.ID = d.id()
		case "name":
			o.Name = d.label()
		case "parent":
			o.Parent = d.reference()
		default:
			return false
		}
		return true
	}, "id")
	return o
}

func (d *decoder) user() graph.Object {
	var o graph.User
	d.members(func(key []byte) bool {
		switch string(key) {
		case "id":
			o.ID = d.id()
		case "name":
			o.Name = d.label()
		case "business_unit":
			o.BusinessUnit = d.reference()
		case "manager":
			o.Manager = d.reference()
		case "position":
			o.Position = d.reference()
		case "disabled":
			o.Disabled = d.flag()
		default:
			return false
		}
		return true
	}, "id")
	return o
}

func (d *decoder) team() graph.Object {
	var o graph.Team
	d.members(func(key []byte) bool {
		switch string(key) {
		case "id":
			o.ID = d.id()
		case "name":
			o.Name = d.label()
		case "business_unit":
			o.BusinessUnit = d.reference()
		case "type":
			d.enum(&o.Type)
		case "default":
			o.Default = d.flag()
		default:
			return false
		}
		return true
	}, "id", "business_unit")
	return o
}

func (d *decoder) member() graph.Object {
	var o graph.Member
	d.members(func(key []byte) bool {
		switch string(key) {
		case "team":
			o.Team = d.reference()
		case "user":
			o.User = d.reference()
		default:
			return false
		}
		return true
	}, "team", "user")
	return o
}
