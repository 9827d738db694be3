package graph

import (
	"bytes"
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
)

// Objects yields the objects of one kind in the order of a canonical dump: by identity, in byte
// order. Fields are empty where they have their default, undeclared default teams and memberships of
// default teams are left out, and so is the unit of an assignment that follows its holder. Settings
// are one object.
func (s *State) Objects(kind Kind) iter.Seq[Object] {
	switch kind {
	case KindSettings:
		return func(yield func(Object) bool) { yield(s.settings) }
	case KindEntity:
		return sequence(s.entityObjects())
	case KindBusinessUnit:
		return sequence(byIdentity(&s.units, func(u *unit) Object { return u.object() }))
	case KindPosition:
		return sequence(byIdentity(&s.positions, func(p *position) Object {
			fact := p.fact
			fact.Name = unless(fact.Name, fact.ID)
			return fact
		}))
	case KindUser:
		return sequence(s.userObjects())
	case KindTeam:
		return sequence(s.teamObjects())
	case KindMember:
		return sequence(s.memberObjects())
	case KindPrivilege:
		return sequence(s.privilegeObjects())
	case KindRole:
		return sequence(byIdentity(&s.roles, func(r *role) Object { return s.roleObject(r) }))
	case KindRoleAssignment:
		return sequence(s.assignmentObjects())
	case KindRecord:
		return s.recordObjects()
	case KindRelationship:
		return sequence(s.relationObjects())
	case KindShare:
		return s.shareObjects()
	case KindTask:
		return sequence(byIdentity(&s.tasks, func(t *Task) Object {
			fact := *t
			fact.Title = unless(fact.Title, fact.Name)
			return fact
		}))
	}
	return func(func(Object) bool) {}
}

// unless is the text, empty where it is the default.
func unless(text, otherwise string) string {
	if text == otherwise {
		return ""
	}
	return text
}

func sequence(objects []Object) iter.Seq[Object] { return slices.Values(objects) }

// byIdentity is the objects of a table by id.
func byIdentity[T any](t *table[T], object func(*T) Object) []Object {
	type keyed struct {
		id     string
		object Object
	}
	var all []keyed
	for number, each := range t.all() {
		all = append(all, keyed{t.id(number), object(each)})
	}
	slices.SortFunc(all, func(a, b keyed) int { return strings.Compare(a.id, b.id) })
	objects := make([]Object, len(all))
	for i, each := range all {
		objects[i] = each.object
	}
	return objects
}

func (u *unit) object() BusinessUnit {
	fact := u.fact
	fact.Name = unless(fact.Name, fact.ID)
	return fact
}

// declaredEntities are the entities by name.
func (s *State) declaredEntities() []*entity {
	var all []*entity
	for _, e := range s.entities.all() {
		if e.declared {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b *entity) int { return strings.Compare(a.fact.Name, b.fact.Name) })
	return all
}

func (s *State) entityObjects() []Object {
	var objects []Object
	for _, e := range s.declaredEntities() {
		fact := e.fact
		fact.Privilege = unless(fact.Privilege, fact.Name)
		objects = append(objects, fact)
	}
	return objects
}

func (s *State) userObjects() []Object {
	var objects []Object
	for n := range s.Users() {
		objects = append(objects, s.userObject(s.principals.at(uint32(n))))
	}
	slices.SortFunc(objects, func(a, b Object) int { return strings.Compare(a.(User).ID, b.(User).ID) })
	return objects
}

func (s *State) userObject(p *principal) User {
	fact := p.user
	fact.Name = unless(fact.Name, fact.ID)
	fact.BusinessUnit = unless(fact.BusinessUnit, s.units.id(uint32(s.tree.Root())))
	return fact
}

func (s *State) teamObjects() []Object {
	var objects []Object
	for row := range s.teams.length {
		p := s.principals.at(uint32(teamNumber(row)))
		if p == nil || p.kind != TeamPrincipal || p.implied {
			continue
		}
		fact := p.team
		fact.Name = unless(fact.Name, fact.ID)
		objects = append(objects, fact)
	}
	slices.SortFunc(objects, func(a, b Object) int { return strings.Compare(a.(Team).ID, b.(Team).ID) })
	return objects
}

func (s *State) memberObjects() []Object {
	objects := make([]Object, 0, s.members.length)
	for link := range s.members.all() {
		objects = append(objects, Member{Team: s.teams.id(link.first >> 1), User: s.users.id(link.second >> 1)})
	}
	slices.SortFunc(objects, func(a, b Object) int {
		x, y := a.(Member), b.(Member)
		return cmp.Or(strings.Compare(x.Team, y.Team), strings.Compare(x.User, y.User))
	})
	return objects
}

func (s *State) privilegeObjects() []Object {
	var objects []Object
	for _, p := range s.privileges.all() {
		if p.declared == nil {
			continue
		}
		fact := *p.declared
		fact.ID = unless(fact.ID, fact.Name)
		fact.Depths = slices.Clone(fact.Depths)
		slices.Sort(fact.Depths)
		fact.Depths = slices.Compact(fact.Depths)
		objects = append(objects, fact)
	}
	slices.SortFunc(objects, func(a, b Object) int { return strings.Compare(a.(Privilege).Name, b.(Privilege).Name) })
	return objects
}

func (s *State) roleObject(r *role) Object {
	fact := r.fact
	fact.Name = unless(fact.Name, fact.ID)
	fact.BusinessUnit = unless(fact.BusinessUnit, s.units.id(uint32(s.tree.Root())))
	fact.Privileges = make(map[string]Depth, len(r.grants))
	for name, depth := range r.fact.Privileges {
		fact.Privileges[s.spelled(name)] = depth
	}
	fact.Overrides = nil
	for i, each := range r.overrides {
		fact.Overrides = append(fact.Overrides, Override{r.fact.Overrides[i].BusinessUnit, s.spelled(r.fact.Overrides[i].Privilege), each.depth})
	}
	slices.SortFunc(fact.Overrides, func(a, b Override) int {
		return cmp.Or(strings.Compare(a.BusinessUnit, b.BusinessUnit), strings.Compare(a.Privilege, b.Privilege))
	})
	return fact
}

func (s *State) assignmentObjects() []Object {
	objects := make([]Object, 0, s.assignments.length)
	for a := range s.assignments.all() {
		objects = append(objects, s.roleAssignment(a))
	}
	slices.SortFunc(objects, func(a, b Object) int {
		x, y := a.(RoleAssignment), b.(RoleAssignment)
		return cmp.Or(strings.Compare(x.Role, y.Role), strings.Compare(x.Principal.String(), y.Principal.String()),
			strings.Compare(x.BusinessUnit, y.BusinessUnit))
	})
	return objects
}

func (s *State) relationObjects() []Object {
	var objects []Object
	for _, r := range s.relations.all() {
		if !r.declared {
			continue
		}
		fact := r.fact
		fact.Child = s.entities.at(uint32(r.child)).fact.Name
		fact.Parent = s.entities.at(uint32(r.parent)).fact.Name
		objects = append(objects, fact)
	}
	slices.SortFunc(objects, func(a, b Object) int {
		x, y := a.(Relationship), b.(Relationship)
		return cmp.Or(strings.Compare(x.Child, y.Child), strings.Compare(x.Lookup, y.Lookup), strings.Compare(x.Parent, y.Parent))
	})
	return objects
}

func (s *State) recordObjects() iter.Seq[Object] {
	return func(yield func(Object) bool) {
		for _, e := range s.declaredEntities() {
			for _, ordinal := range e.byID(s) {
				if !yield(s.record(e, ordinal)) {
					return
				}
			}
		}
	}
}

func (s *State) shareObjects() iter.Seq[Object] {
	return func(yield func(Object) bool) {
		for _, e := range s.declaredEntities() {
			if e.shares.length == 0 {
				continue
			}
			for _, ordinal := range e.byID(s) {
				if e.rows.at(uint32(ordinal))&rowShared == 0 {
					continue
				}
				for _, share := range s.sharesByPrincipal(e, ordinal) {
					if !yield(share) {
						return
					}
				}
			}
		}
	}
}

// sharesByPrincipal are the shares of a record, by principal and then origin.
func (s *State) sharesByPrincipal(e *entity, ordinal Ordinal) []RecordShare {
	shares := map[string]RecordShare{}
	for _, p := range s.principalsOf(e, ordinal) {
		share := s.share(e, ordinal, p)
		slices.SortFunc(share.Inherited, func(a, b InheritedShare) int {
			return strings.Compare(a.Origin.String(), b.Origin.String())
		})
		shares[share.Principal.String()] = share
	}
	var all []RecordShare
	for _, p := range slices.Sorted(maps.Keys(shares)) {
		all = append(all, shares[p])
	}
	return all
}

// byID are the ordinals of an entity's records, by id.
func (e *entity) byID(s *State) []Ordinal {
	all := make([]Ordinal, 0, e.count)
	for ordinal := range e.rows.length {
		if e.rows.at(ordinal)&rowHolding != 0 {
			all = append(all, Ordinal(ordinal))
		}
	}
	slices.SortFunc(all, func(a, b Ordinal) int { return e.keys.compareIDs(uint32(a), uint32(b)) })
	return all
}

// compareIDs orders two keys by their bytes. GUIDs in canonical form compare as they are packed.
func (k *keys) compareIDs(a, b uint32) int {
	p, i, q, j := k.pages[a/pageRows], a%pageRows, k.pages[b/pageRows], b%pageRows
	if x, y := p.isGUID(i), q.isGUID(j); x && y {
		return bytes.Compare(p.slots[i][:], q.slots[j][:])
	} else if !x && !y {
		return bytes.Compare(p.textID(i), q.textID(j))
	}
	return strings.Compare(k.id(a), k.id(b))
}
