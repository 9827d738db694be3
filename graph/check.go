package graph

import (
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

// Check is nil for an object that is well formed on its own: ids, names, values and masks (1.14,
// 15.4). Anything else is a FactError that unwraps to ErrInvalid or, where an object says a thing
// twice, to ErrDuplicate.
func Check(object Object) error {
	c := checker{object: object}
	switch o := object.(type) {
	case Settings:
		c.that(o.HierarchyModel.Valid(), "hierarchy_model", o.HierarchyModel.String())
		c.that(o.HierarchyDepth >= 1, "hierarchy_depth", fmt.Sprint(o.HierarchyDepth))
		c.that(o.HierarchyWriteLevels >= 0, "hierarchy_write_levels", fmt.Sprint(o.HierarchyWriteLevels))
	case Entity:
		c.entity("name", o.Name)
		c.that(o.Ownership.Valid(), "ownership", o.Ownership.String())
		c.optional("privilege", o.Privilege)
	case BusinessUnit:
		c.id("id", o.ID)
		c.label("name", o.Name)
		c.optional("parent", o.Parent)
	case Position:
		c.id("id", o.ID)
		c.label("name", o.Name)
		c.optional("parent", o.Parent)
	case User:
		c.id("id", o.ID)
		c.label("name", o.Name)
		c.optional("business_unit", o.BusinessUnit)
		c.optional("manager", o.Manager)
		c.optional("position", o.Position)
	case Team:
		c.id("id", o.ID)
		c.label("name", o.Name)
		c.id("business_unit", o.BusinessUnit)
		c.that(o.Type.Valid(), "type", o.Type.String())
	case Member:
		c.id("team", o.Team)
		c.id("user", o.User)
	case Privilege:
		c.id("name", o.Name)
		c.optional("id", o.ID)
		for _, depth := range o.Depths {
			c.that(depth.Valid() && depth != None, "depths", depth.String())
		}
	case Role:
		c.role(o)
	case RoleAssignment:
		c.id("role", o.Role)
		c.principal("principal", o.Principal, false)
		c.optional("business_unit", o.BusinessUnit)
	case Record:
		c.record(o)
	case Relationship:
		c.entity("child", o.Child)
		c.id("lookup", o.Lookup)
		c.entity("parent", o.Parent)
		c.that(o.Assign.Valid(), "assign", o.Assign.String())
		c.that(o.Share.Valid(), "share", o.Share.String())
		c.that(o.Unshare.Valid(), "unshare", o.Unshare.String())
		c.that(o.Reparent.Valid(), "reparent", o.Reparent.String())
	case RecordShare:
		c.share(o)
	case Task:
		c.id("name", o.Name)
		c.label("title", o.Title)
		for _, name := range o.Requires {
			c.id("requires", name)
		}
	case nil:
		return fmt.Errorf("%w: no object", ErrInvalid)
	default: // a pointer to one, say, which may even be nil
		return &FactError{Change: -1, Object: "object", Err: fmt.Errorf("%w: %T is none", ErrInvalid, object)}
	}
	if c.err != nil {
		return c.err
	}
	return nil
}

// checkID is Check of an id alone.
func checkID(object Object, id string) error {
	c := checker{object: object}
	if c.id("id", id); c.err != nil {
		return c.err
	}
	return nil
}

// checker keeps the first fault of an object.
type checker struct {
	object Object
	err    *FactError
}

func (c *checker) fail(field, value string, err error) {
	if c.err == nil {
		c.err = &FactError{Change: -1, Object: c.object.String(), Field: field, Value: value, Err: err}
	}
}

func (c *checker) that(holds bool, field, value string) {
	if !holds {
		c.fail(field, value, ErrInvalid)
	}
}

func (c *checker) id(field, id string) {
	if err := CheckID(id); err != nil {
		c.fail(field, id, err)
	}
}

// label tests a text that decides nothing (5.3): that it can be written out.
func (c *checker) label(field, text string) { c.that(utf8.ValidString(text), field, text) }

func (c *checker) optional(field, id string) {
	if id != "" {
		c.id(field, id)
	}
}

func (c *checker) entity(field, name string) {
	if err := CheckEntityName(name); err != nil {
		c.fail(field, name, err)
	}
}

func (c *checker) principal(field string, p Principal, organization bool) {
	switch {
	case p.Kind == OrganizationPrincipal:
		c.that(organization && p.ID == "", field, p.String())
	case p.Kind == UserPrincipal || p.Kind == TeamPrincipal:
		c.id(field, p.ID)
	default:
		c.fail(field, p.ID, ErrInvalid)
	}
}

func (c *checker) ref(field string, r Ref) {
	c.entity(field, r.Entity)
	c.id(field, r.ID)
}

func (c *checker) role(o Role) {
	c.id("id", o.ID)
	c.label("name", o.Name)
	c.label("template", o.Template)
	c.optional("business_unit", o.BusinessUnit)
	c.that(o.MemberInheritance.Valid(), "member_inheritance", o.MemberInheritance.String())
	names := make(map[string]bool, len(o.Privileges))
	for _, name := range slices.Sorted(maps.Keys(o.Privileges)) {
		depth := o.Privileges[name]
		c.id("privileges", name)
		c.that(depth.Valid(), "privileges", name)
		if names[fold(name)] {
			c.fail("privileges", name, ErrDuplicate)
		}
		names[fold(name)] = true
	}
	type place struct{ unit, privilege string }
	overrides := make(map[place]Depth, len(o.Overrides))
	for _, each := range o.Overrides {
		c.id("overrides", each.BusinessUnit)
		c.id("overrides", each.Privilege)
		c.that(each.Depth.Valid(), "overrides", each.Privilege)
		at := place{each.BusinessUnit, fold(each.Privilege)}
		if depth, twice := overrides[at]; twice && depth != each.Depth {
			c.fail("overrides", each.Privilege, ErrDuplicate)
		}
		overrides[at] = each.Depth
	}
}

func (c *checker) record(o Record) {
	c.entity("entity", o.Entity)
	c.id("id", o.ID)
	if !o.Owner.IsZero() {
		c.principal("owner", o.Owner, false)
	}
	c.optional("business_unit", o.BusinessUnit)
	if len(o.Lookups) == 0 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(o.Lookups)) {
		c.id("lookups", name)
		c.ref("lookups", o.Lookups[name])
	}
}

func (c *checker) share(o RecordShare) {
	c.ref("record", o.Record)
	c.principal("principal", o.Principal, true)
	c.that(o.Rights.Valid(), "rights", fmt.Sprint(uint32(o.Rights)))
	origins := make(map[Ref]Rights, len(o.Inherited))
	for _, from := range o.Inherited {
		if !from.Origin.IsZero() {
			c.ref("inherited", from.Origin)
		}
		c.that(from.Rights.Valid(), "inherited", fmt.Sprint(uint32(from.Rights)))
		origin := Ref{fold(from.Origin.Entity), from.Origin.ID}
		if rights, twice := origins[origin]; twice && rights != from.Rights {
			c.fail("inherited", from.Origin.String(), ErrDuplicate)
		}
		origins[origin] = from.Rights
	}
}
