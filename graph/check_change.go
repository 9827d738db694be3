package graph

import "fmt"

// CheckChange is nil for a change that is well formed on its own (1.14, 15.4). Anything else is a
// FactError as of Check.
func CheckChange(change Change) error {
	switch c := change.(type) {
	case nil:
		return fmt.Errorf("%w: no change", ErrInvalid)
	case PutObject:
		return Check(c.Object)
	case DeleteObject:
		return checkIdentity(c.Object)
	}
	if word(change) == "" {
		return &FactError{Change: -1, Object: "change", Err: fmt.Errorf("%w: %T is none", ErrInvalid, change)}
	}
	c := checker{object: change.Subject()}
	c.verb(change)
	if c.err != nil {
		return c.err
	}
	return nil
}

func (c *checker) verb(change Change) {
	switch v := change.(type) {
	case MoveUnit:
		c.id("business_unit", v.BusinessUnit)
		c.id("parent", v.Parent)
	case EnableUnit:
		c.id("business_unit", v.BusinessUnit)
	case DisableUnit:
		c.id("business_unit", v.BusinessUnit)
	case EnableUser:
		c.id("user", v.User)
	case DisableUser:
		c.id("user", v.User)
	case TransferUser:
		c.id("user", v.User)
		c.id("business_unit", v.BusinessUnit)
	case TransferTeam:
		c.id("team", v.Team)
		c.id("business_unit", v.BusinessUnit)
	case AssignRecord:
		c.ref("record", v.Record)
		c.principal("owner", v.Owner, true) // who can own is another question (10.2)
		c.optional("business_unit", v.BusinessUnit)
	case GrantShare:
		c.grant(v.Record, v.Principal, v.Rights)
	case ModifyShare:
		c.grant(v.Record, v.Principal, v.Rights)
	case RevokeShare:
		c.grant(v.Record, v.Principal, 0)
	case LinkRecord:
		c.ref("record", v.Record)
		c.id("lookup", v.Lookup)
		c.ref("target", v.Target)
	case UnlinkRecord:
		c.ref("record", v.Record)
		c.id("lookup", v.Lookup)
	case RecomputeInherited:
		if !v.Record.IsZero() {
			c.ref("record", v.Record)
		}
	}
}

func (c *checker) grant(record Ref, p Principal, rights Rights) {
	c.ref("record", record)
	c.principal("principal", p, true)
	c.that(rights.Valid(), "rights", fmt.Sprint(uint32(rights)))
}
