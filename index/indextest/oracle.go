package indextest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/accessindex/ambit/graph"
)

// Oracle is an organisation that answers by the letter of the rules. One goroutine at a time may use
// it; a clone is independent but for the counts of Hits.
type Oracle struct {
	count *counter
	view  *view
}

// New is an oracle of an empty organisation with the default settings (2.1).
func New() *Oracle {
	count := &counter{taken: map[string]int{}}
	return &Oracle{count, newState(count).view()}
}

// Clone is an oracle of the same organisation that goes its own way. Both count into the same Hits.
func (o *Oracle) Clone() *Oracle { return &Oracle{o.count, o.view} }

// Load applies one batch that puts the objects, settings first (15.3). The same object twice is
// ErrDuplicate unless both say the same. Refused, it leaves the organisation as it was, and its error
// wraps the sentinel of every reason for which the load could be refused.
func (o *Oracle) Load(objects []graph.Object) error {
	var settings, others []graph.Change
	for _, object := range objects {
		if _, first := object.(graph.Settings); first {
			settings = append(settings, graph.PutObject{Object: object})
		} else {
			others = append(others, graph.PutObject{Object: object})
		}
	}
	b := o.view.begin()
	err := b.run(append(settings, others...))
	return o.publish(b, errors.Join(err, b.repeated(objects)))
}

// Apply applies a batch of changes in order, all or nothing (15.3). Refused, it leaves the organisation
// as it was. The error of a change refused as it is applied wraps its reasons; else the error wraps
// every sentinel that is found on the final state. Malformed changes are reported in either case.
func (o *Oracle) Apply(changes []graph.Change) error {
	b := o.view.begin()
	return o.publish(b, b.run(changes))
}

func (o *Oracle) publish(b *batch, err error) error {
	if err == nil {
		o.view = b.state.view()
	}
	return err
}

// repeated is ErrDuplicate for objects of a load that say different things of the same identity.
func (b *batch) repeated(objects []graph.Object) (err error) {
	said := map[string]graph.Object{}
	for _, object := range objects {
		object, malformed := normal(object)
		if malformed != nil {
			continue
		}
		object = b.canonicalLine(object)
		key := fmt.Sprintf("%q %q", object.Kind(), identityOf(object))
		if other, again := said[key]; again && !reflect.DeepEqual(object, other) {
			err = errors.Join(err, b.refuse(graph.ErrDuplicate, "15.3 load", object))
		}
		said[key] = object
	}
	return err
}

// canonicalLine is the canonical form as far as it can be told before the root is known: to state the
// root is not the same as to state no unit.
func (b *batch) canonicalLine(object graph.Object) graph.Object {
	switch o := b.canonical(object).(type) {
	case graph.User:
		o.BusinessUnit = object.(graph.User).BusinessUnit
		return o
	case graph.Role:
		o.BusinessUnit = object.(graph.Role).BusinessUnit
		return o
	default:
		return o
	}
}

// Check reports whether the user has the right on the record (section 3). An unknown user, right or
// record is ErrUnknown, a malformed id ErrInvalid, and the answer false (3.15).
func (o *Oracle) Check(user string, r graph.Right, ref graph.Ref) (bool, error) {
	err := errors.Join(o.askUser(user), o.askRight(r), o.askRecord(ref))
	if err != nil {
		return false, err
	}
	return o.view.check(user, r, foldRef(ref)), nil
}

// Rights is the mask of all rights that Check grants (3.10).
func (o *Oracle) Rights(user string, ref graph.Ref) (graph.Rights, error) {
	if err := errors.Join(o.askUser(user), o.askRecord(ref)); err != nil {
		return 0, err
	}
	var mask graph.Rights
	for _, r := range graph.EachRight {
		if o.view.check(user, r, foldRef(ref)) {
			mask |= graph.Rights(r)
		}
	}
	return mask, nil
}

// List is the ids of the records of an entity on which the user has the right, in byte order (3.12).
func (o *Oracle) List(user string, r graph.Right, entity string) ([]string, error) {
	if err := errors.Join(o.askUser(user), o.askRight(r), o.askEntity(entity)); err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(o.view.list(user, r, fold(entity)))), nil
}

// Users is the ids of all users with the right on the record, in byte order: who of rule 3.16.
func (o *Oracle) Users(r graph.Right, ref graph.Ref) ([]string, error) {
	if err := errors.Join(o.askRight(r), o.askRecord(ref)); err != nil {
		return nil, err
	}
	var users []string
	for _, user := range o.UserIDs() {
		if o.view.check(user, r, foldRef(ref)) {
			users = append(users, user)
		}
	}
	return users, nil
}

// UserIDs is the ids of all users in byte order.
func (o *Oracle) UserIDs() []string { return slices.Sorted(maps.Keys(o.view.users)) }

// EntityNames is the names of all entities as first declared, in byte order.
func (o *Oracle) EntityNames() []string {
	var names []string
	for _, entity := range o.view.entities {
		names = append(names, entity.Name)
	}
	slices.Sort(names)
	return names
}

// RecordRefs is the records of an entity by id in byte order, none of an unknown entity.
func (o *Oracle) RecordRefs(entity string) []graph.Ref {
	var refs []graph.Ref
	for ref := range o.view.records {
		if ref.Entity == fold(entity) {
			refs = append(refs, o.view.spelled(ref))
		}
	}
	slices.SortFunc(refs, func(a, b graph.Ref) int { return cmp.Compare(a.ID, b.ID) })
	return refs
}

func (o *Oracle) askUser(id string) error {
	_, found := o.view.users[id]
	return o.ask(graph.CheckID(id), found, "user", id)
}

func (o *Oracle) askRight(r graph.Right) error { return o.ask(nil, r.Valid(), "right", r.String()) }

func (o *Oracle) askEntity(name string) error {
	_, found := o.view.entities[fold(name)]
	return o.ask(graph.CheckEntityName(name), found, "entity", name)
}

func (o *Oracle) askRecord(ref graph.Ref) error {
	_, found := o.view.records[foldRef(ref)]
	return o.ask(refForm(ref), found, "record", ref.String())
}

func (o *Oracle) askPrincipal(p graph.Principal) error {
	return o.ask(principalForm(p), o.view.exists(p), "principal", p.String())
}

// ask is the error for something asked about that is malformed or not there (3.15).
func (o *Oracle) ask(malformed error, found bool, what, id string) error {
	if malformed != nil {
		o.count.hit("3.15 malformed " + what)
		return malformed
	}
	if !found {
		o.count.hit("3.15 unknown " + what)
		return fmt.Errorf("%w: %s %q", graph.ErrUnknown, what, id)
	}
	return nil
}
