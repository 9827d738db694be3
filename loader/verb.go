package loader

import (
	"slices"

	"github.com/accessindex/ambit/graph"
)

// verb reads the fields of a line that neither puts nor deletes; begin and commit have none and are no
// change. Of transfer, enable and disable there is none either where it is not clear of what.
func (d *decoder) verb(op Op) graph.Change {
	switch op {
	case OpAssign:
		return d.assign()
	case OpGrant:
		s := d.sharing("record", "principal", "rights")
		return graph.GrantShare{Record: s.Record, Principal: s.Principal, Rights: s.Rights}
	case OpModify:
		s := d.sharing("record", "principal", "rights")
		return graph.ModifyShare{Record: s.Record, Principal: s.Principal, Rights: s.Rights}
	case OpRevoke:
		s := d.sharing("record", "principal")
		return graph.RevokeShare{Record: s.Record, Principal: s.Principal}
	case OpMove:
		return d.move()
	case OpTransfer:
		return d.transfer()
	case OpEnable:
		return d.flagging(
			func(user string) graph.Change { return graph.EnableUser{User: user} },
			func(unit string) graph.Change { return graph.EnableUnit{BusinessUnit: unit} })
	case OpDisable:
		return d.flagging(
			func(user string) graph.Change { return graph.DisableUser{User: user} },
			func(unit string) graph.Change { return graph.DisableUnit{BusinessUnit: unit} })
	case OpLink:
		return d.linking("record", "lookup", "target")
	case OpUnlink:
		l := d.linking("record", "lookup")
		return graph.UnlinkRecord{Record: l.Record, Lookup: l.Lookup}
	case OpRecomputeInherited:
		return d.recomputing()
	}
	d.members(func([]byte) bool { return false })
	return nil
}

func (d *decoder) assign() graph.Change {
	var c graph.AssignRecord
	d.members(func(key []byte) bool {
		switch string(key) {
		case "record":
			c.Record = d.ref()
		case "owner":
			c.Owner = d.principal()
		case "business_unit":
			c.BusinessUnit = d.reference()
		default:
			return false
		}
		return true
	}, "record", "owner")
	return c
}

// sharing reads the fields of grant, modify and revoke, all of which are required.
func (d *decoder) sharing(fields ...string) graph.RecordShare {
	var s graph.RecordShare
	d.members(func(key []byte) bool {
		switch name := string(key); {
		case !slices.Contains(fields, name):
			return false
		case name == "record":
			s.Record = d.ref()
		case name == "principal":
			s.Principal = d.grantee()
		default:
			s.Rights = d.rights()
		}
		return true
	}, fields...)
	return s
}

func (d *decoder) move() graph.Change {
	var c graph.MoveUnit
	d.members(func(key []byte) bool {
		switch string(key) {
		case "business_unit":
			c.BusinessUnit = d.reference()
		case "parent":
			c.Parent = d.reference()
		default:
			return false
		}
		return true
	}, "business_unit", "parent")
	return c
}

// linking reads the fields of link and unlink, all of which are required.
func (d *decoder) linking(fields ...string) graph.LinkRecord {
	var c graph.LinkRecord
	d.members(func(key []byte) bool {
		switch name := string(key); {
		case !slices.Contains(fields, name):
			return false
		case name == "record":
			c.Record = d.ref()
		case name == "lookup":
			c.Lookup = d.reference()
		default:
			c.Target = d.ref()
		}
		return true
	}, fields...)
	return c
}

func (d *decoder) recomputing() graph.Change {
	var c graph.RecomputeInherited
	d.members(func(key []byte) bool {
		if string(key) != "record" {
			return false
		}
		c.Record = d.ref()
		return true
	})
	return c
}
