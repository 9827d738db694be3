package loader

import "github.com/accessindex/ambit/graph"

// AppendChange appends a change as a line of an apply file, without the line feed: a put as AppendObject
// writes its object, a delete with what identifies its object alone. Text that is not UTF-8 is mended
// with U+FFFD.
func AppendChange(dst []byte, change graph.Change) []byte {
	e := encoder{dst}
	switch c := change.(type) {
	case graph.PutObject:
		return AppendObject(dst, c.Object)
	case graph.DeleteObject:
		e.op(OpDelete)
		e.text("kind", string(c.Object.Kind()))
		e.identity(c.Object)
	case graph.AssignRecord:
		e.op(OpAssign)
		e.recordRef(c.Record)
		e.principal("owner", c.Owner)
		e.textUnless("business_unit", c.BusinessUnit, "")
	case graph.GrantShare:
		e.op(OpGrant)
		e.sharing(c.Record, c.Principal)
		e.rights("rights", c.Rights)
	case graph.ModifyShare:
		e.op(OpModify)
		e.sharing(c.Record, c.Principal)
		e.rights("rights", c.Rights)
	case graph.RevokeShare:
		e.op(OpRevoke)
		e.sharing(c.Record, c.Principal)
	case graph.MoveUnit:
		e.op(OpMove)
		e.text("business_unit", c.BusinessUnit)
		e.text("parent", c.Parent)
	case graph.TransferUser:
		e.op(OpTransfer)
		e.text("user", c.User)
		e.text("business_unit", c.BusinessUnit)
	case graph.TransferTeam:
		e.op(OpTransfer)
		e.text("team", c.Team)
		e.text("business_unit", c.BusinessUnit)
	case graph.EnableUser:
		e.op(OpEnable)
		e.text("user", c.User)
	case graph.EnableUnit:
		e.op(OpEnable)
		e.text("business_unit", c.BusinessUnit)
	case graph.DisableUser:
		e.op(OpDisable)
		e.text("user", c.User)
	case graph.DisableUnit:
		e.op(OpDisable)
		e.text("business_unit", c.BusinessUnit)
	case graph.LinkRecord:
		e.op(OpLink)
		e.recordRef(c.Record)
		e.text("lookup", c.Lookup)
		e.ref("target", c.Target.Entity, c.Target.ID)
	case graph.UnlinkRecord:
		e.op(OpUnlink)
		e.recordRef(c.Record)
		e.text("lookup", c.Lookup)
	case graph.RecomputeInherited:
		e.op(OpRecomputeInherited)
		if !c.Record.IsZero() {
			e.recordRef(c.Record)
		}
	}
	return append(e.line, '}')
}

// op appends the start of a change.
func (e *encoder) op(op Op) {
	e.line = append(e.line, `{"op":"`...)
	e.line = append(e.line, op...)
	e.line = append(e.line, '"')
}

// recordRef appends the record that a change is about.
func (e *encoder) recordRef(record graph.Ref) { e.ref("record", record.Entity, record.ID) }

// sharing appends what identifies a share.
func (e *encoder) sharing(record graph.Ref, principal graph.Principal) {
	e.recordRef(record)
	e.principal("principal", principal)
}
