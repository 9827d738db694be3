package indextest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// normal is the object in normal form: what is stated at its default is left out, lists are in
// order and without repetitions, references name their entity folded. An object that is malformed
// in itself, whatever the organisation holds, is ErrInvalid (15.4), and one that says two things
// of one place ErrDuplicate.
func normal(object graph.Object) (graph.Object, error) {
	switch o := object.(type) {
	case graph.Settings:
		return o, settingsForm(o)
	case graph.Entity:
		o.Privilege = unless(o.Privilege, o.Name)
		return o, errors.Join(graph.CheckEntityName(o.Name), optional(o.Privilege), valid(o.Ownership))
	case graph.BusinessUnit:
		o.Name = unless(o.Name, o.ID)
		return o, errors.Join(graph.CheckID(o.ID), optional(o.Parent))
	case graph.Position:
		o.Name = unless(o.Name, o.ID)
		return o, errors.Join(graph.CheckID(o.ID), optional(o.Parent))
	case graph.User:
		o.Name = unless(o.Name, o.ID)
		return o, errors.Join(graph.CheckID(o.ID), optional(o.BusinessUnit), optional(o.Manager), optional(o.Position))
	case graph.Team:
		o.Name = unless(o.Name, o.ID)
		return o, errors.Join(graph.CheckID(o.ID), graph.CheckID(o.BusinessUnit), valid(o.Type))
	case graph.Member:
		return o, errors.Join(graph.CheckID(o.Team), graph.CheckID(o.User))
	case graph.Privilege:
		return normalPrivilege(o)
	case graph.Role:
		return normalRole(o)
	case graph.RoleAssignment:
		return o, errors.Join(graph.CheckID(o.Role), holderForm(o.Principal), optional(o.BusinessUnit))
	case graph.Record:
		return normalRecord(o)
	case graph.Relationship:
		err := errors.Join(graph.CheckEntityName(o.Child), graph.CheckID(o.Lookup), graph.CheckEntityName(o.Parent),
			valid(o.Assign), valid(o.Share), valid(o.Unshare), valid(o.Reparent))
		o.Child, o.Parent = fold(o.Child), fold(o.Parent)
		return o, err
	case graph.RecordShare:
		return normalShare(o)
	case graph.Task:
		o.Title = unless(o.Title, o.Name)
		o.Requires = slices.Clone(o.Requires)
		err := graph.CheckID(o.Name)
		for _, privilege := range o.Requires {
			err = errors.Join(err, graph.CheckID(privilege))
		}
		return o, err
	}
	return object, fmt.Errorf("%w: %T is no object", graph.ErrInvalid, object)
}

// normalIdentity is the object with nothing but what identifies it, for a delete (15.2).
func normalIdentity(object graph.Object) (graph.Object, error) {
	switch o := object.(type) {
	case graph.Settings:
		return o, fmt.Errorf("%w: settings cannot be deleted", graph.ErrInvalid)
	case graph.Entity:
		return normal(graph.Entity{Name: o.Name})
	case graph.BusinessUnit:
		return normal(graph.BusinessUnit{ID: o.ID})
	case graph.Position:
		return normal(graph.Position{ID: o.ID})
	case graph.User:
		return normal(graph.User{ID: o.ID})
	case graph.Team:
		return graph.Team{ID: o.ID}, graph.CheckID(o.ID)
	case graph.Privilege:
		return normal(graph.Privilege{Name: o.Name})
	case graph.Role:
		return normal(graph.Role{ID: o.ID})
	case graph.Record:
		return normal(graph.Record{Entity: o.Entity, ID: o.ID})
	case graph.Relationship:
		return normal(graph.Relationship{Child: o.Child, Lookup: o.Lookup, Parent: o.Parent})
	case graph.RecordShare:
		return normal(graph.RecordShare{Record: o.Record, Principal: o.Principal})
	case graph.Task:
		return normal(graph.Task{Name: o.Name})
	}
	return normal(object)
}

func settingsForm(o graph.Settings) error {
	err := valid(o.HierarchyModel)
	if o.HierarchyDepth < 1 {
		err = errors.Join(err, fmt.Errorf("%w: hierarchy depth %d", graph.ErrInvalid, o.HierarchyDepth))
	}
	if o.HierarchyWriteLevels < 0 {
		err = errors.Join(err, fmt.Errorf("%w: hierarchy write levels %d", graph.ErrInvalid, o.HierarchyWriteLevels))
	}
	return err
}

func normalPrivilege(o graph.Privilege) (graph.Object, error) {
	o.ID = unless(o.ID, o.Name)
	err := errors.Join(graph.CheckID(o.Name), optional(o.ID))
	for _, depth := range o.Depths {
		err = errors.Join(err, valid(depth))
		if depth == graph.None {
			err = errors.Join(err, fmt.Errorf("%w: None is no depth that a privilege may have", graph.ErrInvalid))
		}
	}
	o.Depths = slices.Compact(slices.Sorted(slices.Values(o.Depths)))
	if len(o.Depths) == 0 {
		o.Depths = nil
	}
	return o, err
}

func normalRole(o graph.Role) (graph.Object, error) {
	o.Name = unless(o.Name, o.ID)
	err := errors.Join(graph.CheckID(o.ID), optional(o.BusinessUnit), valid(o.MemberInheritance), optional(o.Template))
	stated, spelled := o.Privileges, map[string]bool{}
	o.Privileges = map[string]graph.Depth{}
	for name, depth := range stated {
		err = errors.Join(err, graph.CheckID(name), valid(depth))
		if spelled[fold(name)] {
			err = errors.Join(err, fmt.Errorf("%w: two spellings of %q", graph.ErrDuplicate, name))
		}
		spelled[fold(name)] = true
		if depth != graph.None { // 1.5: None is the same as absent
			o.Privileges[name] = depth
		}
	}
	overrides, conflict := normalOverrides(o.Overrides)
	o.Overrides = overrides
	return o, errors.Join(err, conflict)
}

func normalOverrides(stated []graph.Override) (overrides []graph.Override, err error) {
	place := func(o graph.Override) overridePlace { return overridePlace{o.BusinessUnit, fold(o.Privilege)} }
	seen := map[overridePlace]graph.Depth{}
	for _, each := range stated {
		err = errors.Join(err, graph.CheckID(each.BusinessUnit), graph.CheckID(each.Privilege), valid(each.Depth))
		if depth, again := seen[place(each)]; again {
			if depth != each.Depth {
				err = errors.Join(err, fmt.Errorf("%w: two overrides of %q in %q", graph.ErrDuplicate, each.Privilege, each.BusinessUnit))
			}
			continue
		}
		seen[place(each)] = each.Depth
		if each.Depth != graph.None {
			overrides = append(overrides, each)
		}
	}
	slices.SortFunc(overrides, func(a, b graph.Override) int {
		return cmp.Or(cmp.Compare(a.BusinessUnit, b.BusinessUnit), cmp.Compare(a.Privilege, b.Privilege))
	})
	return overrides, err
}

func normalRecord(o graph.Record) (graph.Object, error) {
	err := errors.Join(refForm(o.Ref()), optional(o.BusinessUnit))
	if o.Owner == graph.Organization {
		// Neither a principal that may own (4.2) nor one that the field may hold.
		err = errors.Join(err, fmt.Errorf("%w: the organization owns no record", graph.ErrInvalid), graph.ErrOwnership)
	} else if !o.Owner.IsZero() {
		err = errors.Join(err, principalForm(o.Owner))
	}
	stated := o.Lookups
	o.Entity, o.Lookups = fold(o.Entity), nil
	if len(stated) > 0 {
		o.Lookups = maps.Clone(stated)
	}
	for name, target := range stated {
		err = errors.Join(err, graph.CheckID(name), refForm(target))
		o.Lookups[name] = foldRef(target)
	}
	return o, err
}

func normalShare(o graph.RecordShare) (graph.Object, error) {
	err := errors.Join(refForm(o.Record), principalForm(o.Principal), valid(o.Rights))
	o.Record = foldRef(o.Record)
	stated, seen := o.Inherited, map[graph.Ref]graph.Rights{}
	o.Inherited = nil
	for _, each := range stated {
		if !each.Origin.IsZero() {
			err = errors.Join(err, refForm(each.Origin))
		}
		err = errors.Join(err, valid(each.Rights))
		each.Origin = foldRef(each.Origin)
		if rights, again := seen[each.Origin]; again {
			if rights != each.Rights {
				err = errors.Join(err, fmt.Errorf("%w: two entries of origin %q", graph.ErrDuplicate, each.Origin))
			}
			continue
		}
		seen[each.Origin] = each.Rights
		if each.Rights != 0 {
			o.Inherited = append(o.Inherited, each)
		}
	}
	return o, err
}

func principalForm(p graph.Principal) error {
	switch p.Kind {
	case graph.UserPrincipal, graph.TeamPrincipal:
		return graph.CheckID(p.ID)
	case graph.OrganizationPrincipal:
		if p.ID == "" {
			return nil
		}
	}
	return fmt.Errorf("%w: principal %v", graph.ErrInvalid, p)
}

// holderForm is the form of who may hold roles: the organization holds none (6.4).
func holderForm(p graph.Principal) error {
	if p.Kind == graph.OrganizationPrincipal {
		return fmt.Errorf("%w: the organization holds no role", graph.ErrInvalid)
	}
	return principalForm(p)
}

func refForm(ref graph.Ref) error {
	return errors.Join(graph.CheckEntityName(ref.Entity), graph.CheckID(ref.ID))
}

func optional(id string) error {
	if id == "" {
		return nil
	}
	return graph.CheckID(id)
}

func valid(value interface{ Valid() bool }) error {
	if !value.Valid() {
		return fmt.Errorf("%w: value %v", graph.ErrInvalid, value)
	}
	return nil
}

// unless is value, or empty where it is at its default.
func unless(value, byDefault string) string {
	if value == byDefault {
		return ""
	}
	return value
}
