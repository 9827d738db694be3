package graph

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
)

// bulkLoad is how many records and shares make a load a bulk one.
const bulkLoad = 10_000

// Loaded is a State that a load led to.
type Loaded struct {
	State *State
	// Changes and Effects are those of the load as a batch. They are nil after a bulk load, which
	// numbers the records anew, along the tree.
	Changes []Change
	Effects *Effects
}

// Load takes in what a Builder collected as one batch of puts, settings first (15.3). It is refused
// with FactErrors that say where the objects at fault stood. An object that stands twice is taken once
// where both say the same, and is ErrDuplicate otherwise.
func (s *State) Load(ctx context.Context, b *Builder) (Loaded, error) {
	heavy := 0
	for _, section := range b.sections {
		heavy += section.records.length + len(section.shares)
	}
	if heavy >= bulkLoad {
		return s.loadBulk(ctx, b)
	}
	return s.loadBatch(ctx, b)
}

// loadBatch loads as Apply applies.
func (s *State) loadBatch(ctx context.Context, b *Builder) (Loaded, error) {
	objects, err := b.distinct(b.all())
	if err != nil {
		return Loaded{}, err
	}
	batch := s.batch()
	var changes []Change
	for _, each := range objects {
		if err := ctx.Err(); err != nil {
			return Loaded{}, err
		}
		change := PutObject{each.object}
		batch.cause = cause{change: -1, place: each.place}
		if err := batch.apply(change); err != nil {
			return Loaded{}, err
		}
		changes = append(changes, change)
	}
	next, effects, err := batch.conclude(changes)
	if err != nil {
		return Loaded{}, err
	}
	return Loaded{next, changes, effects}, nil
}

// light is the objects but records and shares.
func (b *Builder) light() []placed[Object] {
	var all []placed[Object]
	for _, s := range b.sections {
		all = append(all, s.objects...)
	}
	return inOrder(all)
}

// all is every object.
func (b *Builder) all() []placed[Object] {
	all := b.light()
	for _, s := range b.sections {
		s.records.each(func(r *loadedRecord) {
			all = append(all, placed[Object]{r.place, s.record(r)})
		})
		for _, share := range s.shares {
			all = append(all, placed[Object]{share.place, share.object})
		}
	}
	return inOrder(all)
}

// inOrder puts the settings first and all else where it stood.
func inOrder(objects []placed[Object]) []placed[Object] {
	rank := func(o Object) int {
		if o.Kind() == KindSettings {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(objects, func(x, y placed[Object]) int {
		return cmp.Or(cmp.Compare(rank(x.object), rank(y.object)), x.place.compare(y.place))
	})
	return objects
}

func (p Place) compare(q Place) int {
	return pair{p.Source, p.Line}.compare(pair{q.Source, q.Line})
}

// distinct leaves out what is said a second time; two objects of one identity that differ are
// ErrDuplicate.
func (b *Builder) distinct(objects []placed[Object]) ([]placed[Object], error) {
	first := make(map[string]placed[Object], len(objects))
	var kept []placed[Object]
	var errs FactErrors
	for _, each := range objects {
		key := identity(each.object)
		there, twice := first[key]
		switch {
		case !twice:
			first[key] = each
			kept = append(kept, each)
		case !sameObject(there.object, each.object) && len(errs) < MaxErrors:
			errs = append(errs, &FactError{
				Change: -1, Place: each.place, Also: there.place, Object: each.object.String(), Err: ErrDuplicate,
			})
		}
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return kept, nil
}

// identity tells an object from every other one, whatever the case of the names that have none.
func identity(object Object) string {
	key := func(parts ...any) string { return fmt.Sprintf("%q", append([]any{object.Kind()}, parts...)) }
	switch o := object.(type) {
	case Settings:
		return key()
	case Entity:
		return key(fold(o.Name))
	case BusinessUnit:
		return key(o.ID)
	case Position:
		return key(o.ID)
	case User:
		return key(o.ID)
	case Team:
		return key(o.ID)
	case Member:
		return key(o.Team, o.User)
	case Privilege:
		return key(fold(o.Name))
	case Role:
		return key(o.ID)
	case RoleAssignment:
		return key(o.Role, o.Principal.String(), o.BusinessUnit)
	case Record:
		return key(fold(o.Entity), o.ID)
	case Relationship:
		return key(fold(o.Child), o.Lookup, fold(o.Parent))
	case RecordShare:
		return key(fold(o.Record.Entity), o.Record.ID, o.Principal.String())
	case Task:
		return key(o.Name)
	}
	return ""
}

// sameObject reports whether two objects of one identity say the same.
func sameObject(x, y Object) bool { return reflect.DeepEqual(normal(x), normal(y)) }

// normal is an object with defaults filled in, and with names folded that compare in any case.
func normal(object Object) Object {
	switch o := object.(type) {
	case Entity:
		o.Name, o.Privilege = fold(o.Name), fold(orElse(o.Privilege, o.Name))
		return o
	case BusinessUnit:
		o.Name = orElse(o.Name, o.ID)
		return o
	case Position:
		o.Name = orElse(o.Name, o.ID)
		return o
	case User:
		o.Name = orElse(o.Name, o.ID)
		return o
	case Team:
		o.Name = orElse(o.Name, o.ID)
		return o
	case Privilege:
		o.ID = orElse(o.ID, o.Name)
		o.Name = fold(o.Name)
		o.Depths = slices.Compact(slices.Sorted(slices.Values(o.Depths)))
		return o
	case Role:
		return comparableRole(o)
	case Record:
		return comparableRecord(o)
	case Relationship:
		o.Child, o.Parent = fold(o.Child), fold(o.Parent)
		return o
	case RecordShare:
		return comparableShare(o)
	case Task:
		o.Title = orElse(o.Title, o.Name)
		return o
	}
	return object
}

func comparableRole(o Role) Role {
	o.Name = orElse(o.Name, o.ID)
	depths := map[string]Depth{}
	for name, depth := range granted(o.Privileges) {
		depths[fold(name)] = depth
	}
	o.Privileges = depths
	overrides := []Override{}
	for _, each := range o.Overrides {
		each.Privilege = fold(each.Privilege)
		overrides = append(overrides, each)
	}
	slices.SortFunc(overrides, func(a, b Override) int {
		return cmp.Or(cmp.Compare(a.BusinessUnit, b.BusinessUnit), cmp.Compare(a.Privilege, b.Privilege), cmp.Compare(a.Depth, b.Depth))
	})
	o.Overrides = slices.Compact(overrides)
	return o
}

func comparableRecord(o Record) Record {
	o.Entity = fold(o.Entity)
	lookups := map[string]Ref{}
	for name, to := range o.Lookups {
		lookups[name] = Ref{fold(to.Entity), to.ID}
	}
	o.Lookups = lookups
	return o
}

func comparableShare(o RecordShare) RecordShare {
	o.Record.Entity = fold(o.Record.Entity)
	from := map[Ref]Rights{}
	for _, each := range o.Inherited {
		if each.Rights != 0 {
			from[Ref{fold(each.Origin.Entity), each.Origin.ID}] = each.Rights
		}
	}
	o.Inherited = nil
	for origin, rights := range from {
		o.Inherited = append(o.Inherited, InheritedShare{origin, rights})
	}
	slices.SortFunc(o.Inherited, func(a, b InheritedShare) int {
		return cmp.Or(cmp.Compare(a.Origin.Entity, b.Origin.Entity), cmp.Compare(a.Origin.ID, b.Origin.ID))
	})
	return o
}
