package bench_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// part is a part of the organisation that the oracle knows, with its own units, users, teams, roles and
// entities, and with relationships and hierarchies. It is drawn from a fixed set of ids, so that it stays
// as large as it is whatever is done to it.
type part struct {
	sync.Mutex
	*rand.Rand
	oracle    *indextest.Oracle
	units     []string // without the root and the highest of the part
	users     []string
	teams     []string
	positions []string
	roles     []graph.Role
	records   map[string][]string // by entity
	commits   int
	refused   int
}

// partLinks are the relationships: rights run down from folders to documents to notes.
var partLinks = []graph.Relationship{
	{Child: "document", Lookup: "folder", Parent: "folder",
		Assign: graph.CascadeAll, Share: graph.CascadeAll, Unshare: graph.CascadeAll, Reparent: graph.CascadeAll},
	{Child: "note", Lookup: "document", Parent: "document",
		Assign: graph.CascadeUserOwned, Share: graph.CascadeActive, Unshare: graph.CascadeAll, Reparent: graph.CascadeAll},
	{Child: "note", Lookup: "site", Parent: "site"},
}

// partEntities are the entities, and of a hundred records how many are theirs.
var partEntities = []struct {
	graph.Entity
	percent int
}{
	{graph.Entity{Name: "folder"}, 10},
	{graph.Entity{Name: "document"}, 40},
	{graph.Entity{Name: "note"}, 42},
	{graph.Entity{Name: "site", Ownership: graph.BusinessOwned}, 5},
	{graph.Entity{Name: "tag", Ownership: graph.OrganizationOwned}, 3},
}

// makePart draws a part, and yields its objects to put, the root and the roles of the divisions among them.
func makePart(records int, put func(graph.Object)) (*part, error) {
	p := &part{Rand: rand.New(rand.NewPCG(seed, 0)), oracle: indextest.New(), records: map[string][]string{}}
	var objects []graph.Object
	say := func(o graph.Object) { objects = append(objects, o) }
	settings := graph.DefaultSettings()
	settings.HierarchyModel = graph.ManagerHierarchy
	say(settings)
	say(graph.Entity{Name: "account", HierarchyExcluded: true})
	say(graph.BusinessUnit{ID: "root"})
	say(graph.BusinessUnit{ID: "part", Parent: "root"})
	for depth := graph.Basic; depth <= graph.Global; depth++ {
		say(graph.Role{ID: "account-" + depth.String(), Privileges: privilegesOn("account", depth)})
	}
	for i := range 14 {
		p.units = append(p.units, fmt.Sprint("part-", i))
		say(graph.BusinessUnit{ID: p.units[i], Parent: pickOf(p.Rand, append([]string{"part"}, p.units[:i]...))})
	}
	for i := range 6 {
		p.positions = append(p.positions, fmt.Sprint("position-", i))
		say(graph.Position{ID: p.positions[i], Parent: pickOf(p.Rand, append([]string{""}, p.positions[:i]...))})
	}
	for i := range 40 {
		p.users = append(p.users, fmt.Sprint("person-", i))
		say(p.user(i))
	}
	for i := range 8 {
		p.teams = append(p.teams, fmt.Sprint("crew-", i))
		say(graph.Team{ID: p.teams[i], BusinessUnit: pickOf(p.Rand, p.units), Type: crewType(i)})
	}
	for i := range 8 {
		p.roles = append(p.roles, p.role(fmt.Sprint("part-role-", i)))
		say(p.roles[i])
	}
	for _, each := range partEntities {
		say(each.Entity)
		for i := range records * each.percent / 100 {
			p.records[each.Name] = append(p.records[each.Name], fmt.Sprintf("%s-%d", each.Name, i))
		}
	}
	for _, link := range partLinks {
		say(link)
	}
	for _, user := range p.users {
		say(graph.RoleAssignment{Role: pickOf(p.Rand, p.roles).ID, Principal: graph.UserRef(user)})
	}
	for _, entity := range slices.Sorted(maps.Keys(p.records)) {
		for _, id := range p.records[entity] {
			r := p.record(entity, id)
			r.Lookups = p.lookups(entity)
			say(r)
		}
	}
	for _, o := range objects {
		put(o)
	}
	return p, p.oracle.Load(objects)
}

// privilegesOn is all eight rights on an entity at one depth.
func privilegesOn(entity string, depth graph.Depth) map[string]graph.Depth {
	all := map[string]graph.Depth{}
	for _, right := range graph.EachRight {
		all["prv"+right.String()+entity] = depth
	}
	return all
}

// crewType has two access teams and two group teams among eight.
func crewType(i int) graph.TeamType {
	return []graph.TeamType{0, 0, graph.GroupTeam, graph.AccessTeam}[i%4]
}

func (p *part) user(i int) graph.User {
	user := graph.User{ID: p.users[i], BusinessUnit: pickOf(p.Rand, p.units), Position: pickOf(p.Rand, p.positions)}
	if i > 0 {
		user.Manager = pickOf(p.Rand, p.users[:i])
	}
	return user
}

// role draws what a role grants: one right at no depth now and then.
func (p *part) role(id string) graph.Role {
	role := graph.Role{ID: id, Privileges: map[string]graph.Depth{}, MemberInheritance: graph.MemberInheritance(p.IntN(2))}
	for _, each := range partEntities {
		depth := graph.Basic + graph.Depth(p.IntN(4))
		if each.Ownership == graph.OrganizationOwned {
			depth = graph.Global
		}
		for _, right := range graph.EachRight {
			if each.Ownership == graph.OrganizationOwned && (right == graph.Assign || right == graph.Share) || p.IntN(12) == 0 {
				continue
			}
			role.Privileges["prv"+right.String()+each.Name] = depth
		}
	}
	return role
}

func (p *part) record(entity, id string) graph.Record {
	r := graph.Record{Entity: entity, ID: id, Inactive: p.IntN(8) == 0}
	switch entity {
	case "tag":
	case "site":
		r.BusinessUnit = pickOf(p.Rand, p.units)
	default:
		if r.Owner = graph.UserRef(pickOf(p.Rand, p.users)); p.IntN(5) == 0 {
			r.Owner = graph.TeamRef(pickOf(p.Rand, p.units)) // the default team
		}
	}
	return r
}

// lookups draws at what a record of an entity points.
func (p *part) lookups(entity string) map[string]graph.Ref {
	lookups := map[string]graph.Ref{}
	for _, link := range partLinks {
		if link.Child == entity && p.IntN(3) > 0 {
			lookups[link.Lookup] = graph.RecordRef(link.Parent, pickOf(p.Rand, p.records[link.Parent]))
		}
	}
	return lookups
}
