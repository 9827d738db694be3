package graph

import (
	"slices"
)

// draft is a State that is being edited. Its setters, in the files named set_…, set and remove single
// facts: they keep what follows from the facts up to date and note each effect, but know no rule and
// take references to objects that are not there (yet).
type draft struct {
	*State
	edit      *edit
	effects   *Effects
	stale     bool           // the tree is to be planted anew
	reserved  []recordKey    // ordinals that may have no record in the end
	mentioned []EntityNumber // entities that may be undeclared in the end
}

func (s *State) draft() *draft {
	next := *s
	return &draft{State: &next, edit: &edit{}, effects: &Effects{}}
}

// Replay sets and removes facts as the effects of batches say, one batch after the other. No rule runs.
func (s *State) Replay(batches ...[]Change) (*State, error) {
	d := s.draft()
	for _, effects := range batches {
		for _, effect := range effects {
			if err := d.replay(effect); err != nil {
				return nil, err
			}
		}
		d.freeReserved()
	}
	return d.finish(), nil
}

func (d *draft) replay(effect Change) error {
	switch effect := effect.(type) {
	case PutObject:
		return d.set(effect.Object)
	case DeleteObject:
		return d.drop(effect.Object)
	case dropOwnUnits:
		d.dropOwnUnits()
	case placeOwned:
		unit := UnitNumber(0)
		if effect.BusinessUnit != "" {
			unit = UnitNumber(d.units.number(d.edit, effect.BusinessUnit))
		}
		d.placeOwned(d.principalNumber(effect.Owner), unit)
	}
	return nil
}

// finish is the State that the draft has become.
func (d *draft) finish() *State {
	if d.stale {
		d.tree = d.plant()
		d.stale = false
	}
	d.freeReserved()
	d.effects.Clones = d.edit.clones
	return d.State
}

// note adds an effect.
func (d *draft) note(effect Change) { d.effects.Changes = append(d.effects.Changes, effect) }

// set states one fact.
func (d *draft) set(object Object) error {
	switch o := object.(type) {
	case Settings:
		d.setSettings(o)
	case Entity:
		return d.setEntity(o)
	case BusinessUnit:
		d.setUnit(o)
	case Position:
		d.setPosition(o)
	case User:
		d.setUser(o)
	case Team:
		d.setTeam(o)
	case Member:
		d.setMember(o)
	case Privilege:
		d.setPrivilege(o)
	case Role:
		d.setRole(o)
	case RoleAssignment:
		d.setAssignment(o)
	case Record:
		return d.setRecord(o)
	case Relationship:
		return d.setRelationship(o)
	case RecordShare:
		return d.setShare(o)
	case Task:
		d.setTask(o)
	}
	return nil
}

// drop removes one fact, named by what identifies it. One that is not there is left alone.
func (d *draft) drop(object Object) error {
	switch o := object.(type) {
	case Entity:
		d.dropEntity(o)
	case BusinessUnit:
		d.dropUnit(o)
	case Position:
		d.dropPosition(o)
	case User:
		d.dropPrincipal(UserRef(o.ID))
	case Team:
		d.dropPrincipal(TeamRef(o.ID))
	case Member:
		d.dropMember(o)
	case Privilege:
		d.dropPrivilege(o)
	case Role:
		d.dropRole(o)
	case RoleAssignment:
		d.dropAssignment(o)
	case Record:
		d.dropRecord(o)
	case Relationship:
		d.dropRelationship(o)
	case RecordShare:
		return d.setShare(RecordShare{Record: o.Record, Principal: o.Principal})
	case Task:
		d.dropTask(o)
	}
	return nil
}

func (d *draft) setSettings(o Settings) {
	if o == d.settings {
		return
	}
	d.settings = o
	d.effects.AllUsers = true
	d.note(PutObject{o})
}

func (d *draft) setTask(o Task) {
	o.Title = orElse(o.Title, o.Name)
	o.Requires = slices.Clone(o.Requires)
	d.tasks.set(d.edit, d.tasks.number(d.edit, o.Name), &o)
	d.note(PutObject{o})
}

func (d *draft) dropTask(o Task) {
	if number, task := d.tasks.find(o.Name); task != nil {
		d.tasks.set(d.edit, number, nil)
		d.note(DeleteObject{Task{Name: o.Name}})
	}
}

// orElse is the text, or what stands for it where it is empty.
func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
