package loader

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/accessindex/ambit/graph"
)

// parts are the rows of CSV files that are but parts of objects, by the object. They are all read
// before the rows that they are parts of, so that these need not be kept.
type parts struct {
	mutex    sync.Mutex // while rows are added
	settings map[uint32][]part[setting]
	roles    map[string]*partsOf[graph.Override]
	shares   map[shareKey]*partsOf[graph.InheritedShare]
}

// part is what one row says.
type part[T any] struct {
	at   graph.Place
	says T
}

// partsOf are the rows about one object.
type partsOf[T any] struct {
	rows  []part[T]
	taken atomic.Bool // there is a row of the object itself
}

// setting is the value of one setting.
type setting struct{ name, value string }

// shareKey is a share, the name of its entity folded (1.14).
type shareKey struct {
	record    graph.Ref
	principal graph.Principal
}

func keyOf(o *graph.RecordShare) shareKey {
	return shareKey{graph.RecordRef(strings.ToLower(o.Record.Entity), o.Record.ID), o.Principal}
}

func newParts() *parts {
	return &parts{
		settings: map[uint32][]part[setting]{},
		roles:    map[string]*partsOf[graph.Override]{},
		shares:   map[shareKey]*partsOf[graph.InheritedShare]{},
	}
}

func (p *parts) addSetting(at graph.Place, name, value string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.settings[at.Source] = append(p.settings[at.Source], part[setting]{at, setting{name, value}})
}

// addGrant takes in a privilege of a role; one without a unit is no override.
func (p *parts) addGrant(at graph.Place, role string, granted graph.Override) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	add(p.roles, role, part[graph.Override]{at, granted})
}

func (p *parts) addInherited(at graph.Place, share graph.RecordShare, from graph.InheritedShare) {
	from.Origin.Entity = strings.ToLower(from.Origin.Entity) // 1.14
	p.mutex.Lock()
	defer p.mutex.Unlock()
	add(p.shares, keyOf(&share), part[graph.InheritedShare]{at, from})
}

func add[K comparable, T any](all map[K]*partsOf[T], key K, row part[T]) {
	of := all[key]
	if of == nil {
		of = &partsOf[T]{}
		all[key] = of
	}
	of.rows = append(of.rows, row)
}

// complete is a role or a share with its parts, and any other object as it is.
func (p *parts) complete(o graph.Object) graph.Object {
	switch o := o.(type) {
	case graph.Role:
		return p.role(o)
	case graph.RecordShare:
		if of := p.shares[keyOf(&o)]; of != nil {
			of.taken.Store(true)
			o.Inherited = inherited(of.rows)
			return o
		}
	}
	return o
}

// role is a role with its privileges and overrides. None says nothing.
func (p *parts) role(o graph.Role) graph.Role {
	o.Privileges = map[string]graph.Depth{}
	of := p.roles[o.ID]
	if of == nil {
		return o
	}
	of.taken.Store(true)
	for _, row := range of.rows {
		switch granted := row.says; {
		case granted.Depth == graph.None:
		case granted.BusinessUnit == "":
			o.Privileges[granted.Privilege] = granted.Depth
		default:
			o.Overrides = append(o.Overrides, granted)
		}
	}
	return o
}

func inherited(rows []part[graph.InheritedShare]) []graph.InheritedShare {
	list := make([]graph.InheritedShare, len(rows))
	for i, row := range rows {
		list[i] = row.says
	}
	return list
}

// inOrder sorts rows by where they stand.
func inOrder[T any](rows []part[T]) {
	slices.SortFunc(rows, func(x, y part[T]) int {
		return cmp.Or(cmp.Compare(x.at.Source, y.at.Source), cmp.Compare(x.at.Line, y.at.Line))
	})
}
