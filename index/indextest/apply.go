package indextest

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/accessindex/ambit/graph"
)

// systemAdministrator is the role template of rule 1.10.
const systemAdministrator = "627090ff-40a3-4053-8790-584edc5be201"

// batch is a state on its way to the next (15.3).
type batch struct {
	*state
	root    string             // the root before the batch
	deleted map[identity]bool  // what the batch deleted, put again or not (15.4)
	up      map[graph.Ref]bool // records whose lookups the present verb followed
	down    map[graph.Ref]bool // records whose children the present verb looked for
}

// identity names an object by its kind and id; default teams that go with their unit are among them.
type identity struct {
	kind graph.Kind
	id   any
}

func (s *state) begin() *batch {
	return &batch{
		state: s.clone(), root: s.root(), deleted: map[identity]bool{},
		up: map[graph.Ref]bool{}, down: map[graph.Ref]bool{},
	}
}

// run applies the changes in order and tests the final state. It returns every error that may be given
// for a refusal: of malformed objects anywhere in the batch; of the first change that is refused
// as it is applied, if no malformed one stands before it; else all those of the final state (15.3).
func (b *batch) run(changes []graph.Change) error {
	var refused, malformed error
	for i, change := range changes {
		step, err := b.step(change)
		if err != nil {
			b.count.hit("refused malformed 15.4")
			malformed = errors.Join(malformed, fmt.Errorf("change %d: %w", i, err))
		}
		if malformed == nil && refused == nil {
			if err := step(); err != nil {
				refused = fmt.Errorf("change %d: %w", i, err)
			}
			b.settle()
		}
	}
	if err := errors.Join(malformed, refused); err != nil {
		return err
	}
	return b.faults()
}

// step is what a change does to the batch; the error says that the change is malformed.
func (b *batch) step(change graph.Change) (func() error, error) {
	switch c := change.(type) {
	case graph.PutObject:
		object, err := normal(c.Object)
		return func() error { return b.put(object) }, err
	case graph.DeleteObject:
		object, err := normalIdentity(c.Object)
		return func() error { return b.delete(object) }, err
	}
	verb, err := b.verb(change)
	return func() error { return b.walking(verb) }, err
}

// put states a fact (15.2) and tests what rule 15.3 tests of a put as it is applied.
func (b *batch) put(object graph.Object) error {
	switch o := object.(type) {
	case graph.Settings:
		b.putSettings(o)
	case graph.Entity:
		return b.putEntity(o)
	case graph.BusinessUnit:
		b.units[o.ID] = o
	case graph.Position:
		b.positions[o.ID] = o
	case graph.User:
		b.users[o.ID] = o
	case graph.Team:
		return b.putTeam(o)
	case graph.Member:
		if team, _ := b.team(o.Team); team.Default {
			return b.refuse(graph.ErrDefaultTeam, "7.5 put member", o)
		}
		b.members[o] = true
	case graph.Privilege:
		o = b.canonical(o).(graph.Privilege)
		b.privileges[fold(o.Name)] = o
	case graph.Role:
		return b.putRole(o)
	case graph.RoleAssignment:
		b.assignments[o] = true
	case graph.Record:
		b.records[o.Ref()] = o
	case graph.Relationship:
		b.relationships[link{o.Child, o.Lookup, o.Parent}] = o
	case graph.RecordShare:
		b.putShare(o)
	case graph.Task:
		b.tasks[o.Name] = o
	}
	return nil
}

// putSettings replaces all settings. Leaving matrix mode clears the own units of user-owned records (13.5).
func (b *batch) putSettings(o graph.Settings) {
	if b.matrix() && !o.OwnershipAcrossBusinessUnits {
		for ref, record := range b.records {
			if !record.Owner.IsZero() && record.BusinessUnit != "" {
				b.count.hit("13.5 own unit cleared")
				record.BusinessUnit = ""
				b.records[ref] = record
			}
		}
	}
	b.settings = o
}

// putEntity keeps the spelling of the first declaration (1.14). Its ownership is fixed while it has records.
func (b *batch) putEntity(o graph.Entity) error {
	if old, found := b.entities[fold(o.Name)]; found && old.Ownership != o.Ownership {
		for ref := range b.records {
			if ref.Entity == fold(o.Name) {
				return b.refuse(graph.ErrOwnership, "15 put entity", o)
			}
		}
	}
	o = b.canonical(o).(graph.Entity)
	b.entities[fold(o.Name)] = o
	return nil
}

// putTeam tests rules 7.5 and 7.6. What becomes of records and roles is tested on the final state.
func (b *batch) putTeam(o graph.Team) error {
	old, declared := b.teams[o.ID]
	switch {
	case o.Default && o.Type != graph.OwnerTeam:
		return b.refuse(graph.ErrDefaultTeam, "7.5 type", o)
	case declared && old.Default && !o.Default:
		return b.refuse(graph.ErrDefaultTeam, "7.5 undeclared", o)
	case declared && old.Default && o.BusinessUnit != old.BusinessUnit:
		return b.refuse(graph.ErrDefaultTeam, "7.5 transferred", o)
	case declared && old.Type != o.Type && (old.Type != graph.OwnerTeam || o.Type != graph.AccessTeam):
		return b.refuse(graph.ErrTeamType, "7.6", o)
	}
	b.teams[o.ID] = o
	return nil
}

// putRole refuses to replace the System Administrator role by a different one (6.7).
func (b *batch) putRole(o graph.Role) error {
	if old, found := b.roles[o.ID]; found && old.Template == systemAdministrator {
		as := func(r graph.Role) graph.Role { return lowered(b.canonical(r).(graph.Role)) } // 1.14: case is no difference
		if !reflect.DeepEqual(as(old.Role), as(o)) {
			return b.refuse(graph.ErrSystemRole, "6.7 replaced", o)
		}
		b.count.hit("6.7 put again")
	}
	b.setRole(o)
	return nil
}

// setRole stores a role with what is looked up in it.
func (b *batch) setRole(o graph.Role) {
	stored := role{Role: o, grants: map[string]graph.Depth{}, raised: map[overridePlace]graph.Depth{}}
	for name, depth := range o.Privileges {
		stored.grants[fold(name)] = depth
	}
	for _, each := range o.Overrides {
		stored.raised[overridePlace{each.BusinessUnit, fold(each.Privilege)}] = each.Depth
	}
	b.roles[o.ID] = stored
}

// putShare stores a share; one with neither part is gone (11.5).
func (b *batch) putShare(o graph.RecordShare) {
	stored := share{explicit: o.Rights, inherited: map[graph.Ref]graph.Rights{}}
	for _, each := range o.Inherited {
		stored.inherited[each.Origin] = each.Rights
	}
	b.setShare(shareKey{o.Record, o.Principal}, stored)
}

func (b *batch) setShare(key shareKey, stored share) {
	if stored.total() == 0 {
		b.count.hit("11.5 gone")
		delete(b.shares, key)
		return
	}
	b.shares[key] = stored
}

// settle drops, in classic mode, own units that equal the owner's unit and base units that equal
// the holder's (13.1, 6.3). It runs after each change.
func (b *batch) settle() {
	if b.matrix() {
		return
	}
	for ref, record := range b.records {
		if record.BusinessUnit != "" && !record.Owner.IsZero() && record.BusinessUnit == b.unitOf(record.Owner) {
			b.count.hit("13.1 own unit dropped")
			record.BusinessUnit = ""
			b.records[ref] = record
		}
	}
	for assignment := range b.assignments {
		if assignment.BusinessUnit != "" && assignment.BusinessUnit == b.unitOf(assignment.Principal) {
			b.count.hit("13.1 base unit dropped")
			delete(b.assignments, assignment)
			assignment.BusinessUnit = ""
			b.assignments[assignment] = true
		}
	}
}
