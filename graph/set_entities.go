package graph

import "fmt"

// mention is the entity with a name, made now, undeclared, if there is none, and open to edits.
func (d *draft) mention(name string) (*entity, error) {
	number := d.entities.number(d.edit, fold(name))
	if number > maxEntities {
		return nil, fmt.Errorf("%w: more than %d entities", ErrInvalid, maxEntities)
	}
	old := d.entities.at(number)
	if old == nil {
		old = undeclared(EntityNumber(number), name)
	}
	if !old.declared {
		d.mentioned = append(d.mentioned, old.number)
	}
	if old.owner == d.edit {
		return old, nil
	}
	own := *old
	own.owner = d.edit
	d.entities.set(d.edit, number, &own)
	return &own, nil
}

// undeclared is an entity that is only known by name. It has no ordinals, so that they are the same
// after a restart.
func undeclared(number EntityNumber, name string) *entity {
	return &entity{number: number, fact: Entity{Name: name}}
}

func (d *draft) setEntity(o Entity) error {
	e, err := d.mention(o.Name)
	if err != nil {
		return err
	}
	o.Privilege = orElse(o.Privilege, o.Name)
	if e.declared {
		o.Name = e.fact.Name
		if fold(o.Privilege) == fold(e.fact.Privilege) {
			o.Privilege = e.fact.Privilege
		}
	}
	if fold(o.Privilege) == fold(o.Name) {
		o.Privilege = o.Name
	}
	arrived := !e.declared
	e.declared, e.fact = true, o
	for i, right := range EachRight {
		e.privileges[i] = d.privilegeNumber(privilegeName(right, o.Privilege))
	}
	if arrived && defaultOwner(e) != nil {
		d.ownByDefault(e)
	}
	d.effects.AllUsers = true
	d.note(PutObject{o})
	return nil
}

// dropEntity undeclares an entity; it keeps its number.
func (d *draft) dropEntity(o Entity) {
	number, old := d.entities.find(fold(o.Name))
	if old == nil || !old.declared {
		return
	}
	next := *old
	next.owner, next.declared, next.privileges = d.edit, false, [8]PrivilegeNumber{}
	d.entities.set(d.edit, number, &next)
	d.mentioned = append(d.mentioned, next.number)
	d.effects.AllUsers = true
	d.note(DeleteObject{Entity{Name: o.Name}})
}

// defaultOwner says what a record of a business-owned entity with a given id takes its unit from
// where it names none (4.3); nil for an entity whose records must name one.
func defaultOwner(e *entity) func(d *draft, id string) Holding {
	if e.fact.Ownership != BusinessOwned {
		return nil
	}
	switch fold(e.fact.Name) {
	case "businessunit":
		return func(d *draft, id string) Holding {
			return Holding{Unit: UnitNumber(d.units.number(d.edit, id))}
		}
	case "systemuser":
		return func(d *draft, id string) Holding { return Holding{Owner: d.principalNumber(UserRef(id))} }
	case "team":
		return func(d *draft, id string) Holding { return Holding{Owner: d.principalNumber(TeamRef(id))} }
	}
	return nil
}

// ownByDefault gives the records that came before their entity was declared what rule 4.3 gives them.
func (d *draft) ownByDefault(e *entity) {
	for row := range e.rows.length {
		holding := HoldingNumber(e.rows.at(row) & rowHolding)
		if holding == 0 || e.holdings.at(uint32(holding)) != (Holding{}) {
			continue
		}
		d.hold(e, Ordinal(row), defaultOwner(e)(d, e.keys.id(row)))
	}
}

// relation is the relationship with an identity, made now, undeclared, if there is none, and open to
// edits.
func (d *draft) relation(child *entity, lookup, parent string) (*relation, error) {
	number := d.relations.number(d.edit, relationKey(child.fact.Name, lookup, parent))
	old := d.relations.at(number)
	if old == nil {
		to, err := d.mention(parent)
		if err != nil {
			return nil, err
		}
		old = &relation{
			number: number, child: child.number, parent: to.number,
			fact: Relationship{Child: child.fact.Name, Lookup: lookup, Parent: to.fact.Name},
		}
	}
	if old.owner == d.edit {
		return old, nil
	}
	own := *old
	own.owner = d.edit
	d.relations.set(d.edit, number, &own)
	return &own, nil
}

func (d *draft) setRelationship(o Relationship) error {
	child, err := d.mention(o.Child)
	if err != nil {
		return err
	}
	r, err := d.relation(child, o.Lookup, o.Parent)
	if err != nil {
		return err
	}
	r.declared, r.fact = true, o
	d.note(PutObject{o})
	return nil
}

func (d *draft) dropRelationship(o Relationship) {
	number, old := d.relations.find(relationKey(o.Child, o.Lookup, o.Parent))
	if old == nil || !old.declared {
		return
	}
	next := *old
	next.owner, next.declared = d.edit, false
	d.relations.set(d.edit, number, &next)
	d.note(DeleteObject{Relationship{Child: o.Child, Lookup: o.Lookup, Parent: o.Parent}})
}
