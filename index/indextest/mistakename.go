package indextest

import "github.com/accessindex/ambit/graph"

// nameMistakes name what is not there, or what can be the name of nothing.
var nameMistakes = []func(*draft) []graph.Change{
	func(w *draft) []graph.Change { return deletes(w.named("not there")) }, // ErrUnknown
	func(w *draft) []graph.Change { return deletes(w.named("not there")) },
	func(w *draft) []graph.Change { return deletes(w.named(pick(w.dice, malformed))) }, // ErrInvalid
	func(w *draft) []graph.Change { return puts(w.named(pick(w.dice, malformed))) },
	func(w *draft) []graph.Change { return puts(w.named(pick(w.dice, malformed))) },
	func(w *draft) []graph.Change { return puts(w.dangling("not there")) }, // ErrUnknown
	func(w *draft) []graph.Change { return puts(w.dangling("not there")) },
	func(w *draft) []graph.Change { return puts(w.dangling("not there")) },
	func(w *draft) []graph.Change { return puts(w.dangling(pick(w.dice, malformed[1:]))) }, // ErrInvalid
	func(w *draft) []graph.Change { return deletes(w.settings) },                           // ErrInvalid
	func(w *draft) []graph.Change { // a value that its field does not have: ErrInvalid
		s, team, entity, role, relationship := w.settings, w.drawTeam(), graph.Entity{Name: "Fresh"}, w.drawRole(), w.drawRelationship()
		switch w.IntN(9) {
		case 0:
			s.HierarchyDepth = -w.IntN(2)
			return puts(s)
		case 1:
			s.HierarchyWriteLevels = -1
			return puts(s)
		case 2:
			s.HierarchyModel = 3
			return puts(s)
		case 3:
			team.Type, team.Default = 3, false
			return puts(team)
		case 4:
			entity.Ownership = 4
			return puts(entity)
		case 5:
			entity.Name = "with:colon"
			return puts(entity)
		case 6:
			role.MemberInheritance = 2
			return puts(role)
		case 7:
			role.Privileges = map[string]graph.Depth{"prvGoOffline": 5}
			return puts(role)
		}
		relationship.Unshare = 4
		return puts(relationship)
	},
	func(w *draft) []graph.Change { // what is deleted in the same batch and still referred to: ErrUnknown, ErrNotEmpty, ErrOwnsRecords
		user, role := w.drawUser(), w.drawRole()
		manager := graph.User{ID: user.ID + "+", Manager: user.ID}
		assignment := graph.RoleAssignment{Role: role.ID, Principal: graph.UserRef(pick(w.dice, w.users).ID)}
		if w.chance(50) {
			return append(append(puts(user), deletes(user)...), puts(manager)...)
		}
		return append(append(puts(role), deletes(role)...), puts(assignment)...)
	},
	func(w *draft) []graph.Change { // any object deleted that something may refer to, and put after it what did
		object := w.anyObject()
		return append(deletes(object), puts(w.anyObject())...)
	},
	func(w *draft) []graph.Change { return deletes(w.anyObject()) },
}

// named is an object of any kind but settings with the given identity.
func (w *draft) named(id string) graph.Object {
	return pick(w.dice, []graph.Object{
		graph.Entity{Name: id}, graph.BusinessUnit{ID: id, Parent: w.root()}, graph.Position{ID: id}, graph.User{ID: id},
		graph.Team{ID: id, BusinessUnit: w.root()}, graph.Privilege{Name: id},
		graph.Member{Team: id, User: pick(w.dice, w.users).ID},
		graph.Member{Team: pick(w.dice, w.teams).ID, User: id},
		graph.Role{ID: id, Privileges: map[string]graph.Depth{}},
		graph.RoleAssignment{Role: id, Principal: graph.UserRef(pick(w.dice, w.users).ID)},
		graph.RoleAssignment{Role: pick(w.dice, w.roles).ID, Principal: graph.TeamRef(id)},
		graph.Record{Entity: pick(w.dice, w.entities).Name, ID: id, Owner: pick(w.dice, w.holders()), BusinessUnit: w.root()},
		graph.Record{Entity: id, ID: "1"},
		graph.Relationship{Child: id, Lookup: "parentid", Parent: pick(w.dice, w.entities).Name},
		graph.Relationship{Child: pick(w.dice, w.entities).Name, Lookup: id, Parent: pick(w.dice, w.entities).Name},
		graph.RecordShare{Record: graph.RecordRef(pick(w.dice, w.entities).Name, id), Principal: graph.Organization, Rights: 1},
		graph.RecordShare{Record: pick(w.dice, w.records).Ref(), Principal: graph.UserRef(id), Rights: 1},
		graph.Task{Name: id, Requires: []string{"prvGoOffline"}},
	})
}

// dangling is an object of any kind that refers to the given id.
func (w *draft) dangling(id string) graph.Object {
	unit, user, team, position, role := w.drawUnit(), w.drawUser(), w.drawTeam(), w.drawPosition(), w.drawRole()
	record, _ := w.drawRecord()
	share, _ := w.drawShare()
	assignment, _ := w.drawAssignment()
	relationship := w.drawRelationship()
	switch w.IntN(17) {
	case 0:
		unit.Parent = id
		return unit
	case 1:
		user.BusinessUnit = id
		return user
	case 2:
		user.Manager = id
		return user
	case 3:
		user.Position = id
		return user
	case 4:
		team.BusinessUnit = id
		return team
	case 5:
		position.Parent = id
		return position
	case 6:
		role.BusinessUnit = id
		return role
	case 7:
		role.Overrides = []graph.Override{{BusinessUnit: id, Privilege: "prvGoOffline", Depth: graph.Basic}}
		return role
	case 8:
		assignment.BusinessUnit = id
		return assignment
	case 9:
		record.Owner = pick(w.dice, []graph.Principal{graph.UserRef(id), graph.TeamRef(id)})
		return record
	case 10:
		record.BusinessUnit = id
		return record
	case 11:
		if r := pick(w.dice, w.relationships); r.Child != "" {
			return graph.Record{Entity: r.Child, ID: "dangling", Owner: pick(w.dice, w.holders()), Lookups: map[string]graph.Ref{r.Lookup: graph.RecordRef(r.Parent, id)}}
		}
		record.Lookups = map[string]graph.Ref{id: record.Ref()}
		return record
	case 12:
		share.Inherited = []graph.InheritedShare{{Origin: graph.RecordRef(pick(w.dice, w.entities).Name, id), Rights: 1}}
		return share
	case 13:
		relationship.Parent = id
		return relationship
	case 14:
		role.Privileges = map[string]graph.Depth{id: graph.Global}
		return role
	case 15:
		return graph.Task{Name: "dangling", Requires: []string{id}}
	}
	return graph.Privilege{Name: "prvDangling", ID: id}
}
