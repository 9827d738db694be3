package bench_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader/generate"
)

// division is a generated organisation as a subtree of a larger one: its users, teams and records have to
// do with one another alone, but for users with a Global role, who reach the records of all divisions.
// One writer at a time holds its lock for as long as the index and the truth may differ.
type division struct {
	*world
	sync.RWMutex
	number   int
	prefix   string   // of all ids but those of records, which are GUIDs
	top      string   // its highest unit
	units    []string // all others
	ownTeams []string // those that are not default
	offUser  map[string]bool
	offUnit  map[string]bool
	// What is to be undone, the oldest first, so that the division stays as large as it is.
	given    [][2]string // record and principal
	offUsers []string
	offUnits []string
	made     int
}

// makeDivision generates a division, and yields its objects to put.
func makeDivision(tb testing.TB, number, records int, put func(graph.Object)) *division {
	d := &division{
		world: &world{
			unitOf: map[string]string{}, parent: map[string]string{}, depth: map[string]graph.Depth{}, teams: map[string][]string{},
			owner: map[string]string{}, shared: map[string][]string{}, byOwner: map[string][]string{},
		},
		number: number, prefix: fmt.Sprintf("d%d-", number), offUser: map[string]bool{}, offUnit: map[string]bool{},
	}
	config := generate.Default(records)
	config.Seed = seed + uint64(number)
	for object := range generate.Objects(config) {
		switch o := object.(type) {
		case graph.Entity, graph.Role: // those of all divisions are the same
			continue
		case graph.BusinessUnit:
			if object = d.unit(o); d.top == "" {
				d.top = d.prefix + o.ID
			} else {
				d.units = append(d.units, d.prefix+o.ID)
			}
		case graph.User:
			o.ID, o.BusinessUnit = d.prefix+o.ID, d.prefix+o.BusinessUnit
			if o.Manager != "" {
				o.Manager = d.prefix + o.Manager
			}
			object = o
		case graph.Team:
			d.ownTeams = append(d.ownTeams, d.prefix+o.ID)
			object = graph.Team{ID: d.prefix + o.ID, BusinessUnit: d.prefix + o.BusinessUnit}
		case graph.Member:
			object = graph.Member{Team: d.prefix + o.Team, User: d.prefix + o.User}
		case graph.RoleAssignment:
			object = graph.RoleAssignment{Role: o.Role, Principal: d.principal(o.Principal)}
		case graph.Record:
			o.Owner = d.principal(o.Owner)
			object = o
		case graph.RecordShare:
			o.Principal = d.principal(o.Principal)
			object = o
		}
		d.add(tb, object)
		put(object)
	}
	d.byOwner = nil // changes do not keep it
	return d
}

// unit is a generated unit with the ids of the division; the highest lies below the root of all.
func (d *division) unit(o graph.BusinessUnit) graph.BusinessUnit {
	if o.Parent == "" {
		return graph.BusinessUnit{ID: d.prefix + o.ID, Parent: "root"}
	}
	return graph.BusinessUnit{ID: d.prefix + o.ID, Parent: d.prefix + o.Parent}
}

func (d *division) principal(p graph.Principal) graph.Principal {
	p.ID = d.prefix + p.ID
	return p
}

// may reports whether a user of this division may read a record of another or the same one.
func (d *division) may(user string, other *division, record string) bool {
	if d.offUser[user] {
		return false
	}
	for at := d.unitOf["user:"+user]; at != ""; at = d.parent[at] {
		if d.offUnit[at] {
			return false
		}
	}
	return d.depth[user] == graph.Global || d == other && d.reads(user, record)
}

// within reports whether a unit is another one or lies below it.
func (d *division) within(unit, top string) bool {
	for at := unit; at != ""; at = d.parent[at] {
		if at == top {
			return true
		}
	}
	return false
}

// gains and loses say what a principal has of a record by share.
func (d *division) gains(record, principal string) {
	if !slices.Contains(d.shared[record], principal) {
		d.shared[record] = append(d.shared[record], principal)
	}
}

func (d *division) loses(record, principal string) {
	left := slices.DeleteFunc(d.shared[record], func(p string) bool { return p == principal })
	if d.shared[record] = left; len(left) == 0 {
		delete(d.shared, record)
	}
}

// create is a new record of a random owner; drop deletes a random one.
func (d *division) create(dice *rand.Rand) graph.Record {
	d.made++
	owner := "user:" + pickOf(dice, d.users)
	if dice.IntN(5) == 0 {
		owner = "team:" + pickOf(dice, d.ownTeams)
	}
	id := fmt.Sprintf("%08x-0000-4000-8000-%012x", d.number, d.made)
	d.records = append(d.records, id)
	d.owner[id] = owner
	return graph.Record{Entity: "account", ID: id, Owner: named(owner)}
}

func (d *division) drop(dice *rand.Rand) index.Change {
	at, last := dice.IntN(len(d.records)), len(d.records)-1
	id := d.records[at]
	d.records[at] = d.records[last]
	d.records = d.records[:last]
	delete(d.owner, id)
	delete(d.shared, id)
	return index.DeleteObject{Object: graph.Record{Entity: "account", ID: id}}
}

// named is a principal by its name.
func named(name string) graph.Principal {
	p, err := graph.ParsePrincipal(name)
	if err != nil {
		panic(err) // no principal of a division is
	}
	return p
}

func pickOf[T any](dice *rand.Rand, list []T) T { return list[dice.IntN(len(list))] }
