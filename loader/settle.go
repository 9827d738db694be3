package loader

import (
	"fmt"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// settle brings the parts into order when all are read: what is said twice is kept once. The settings
// are then whole.
func (w *worker) settle() {
	var faults []part[*ParseError]
	differ := func(row, other graph.Place, o graph.Object, field, value string) {
		faults = append(faults, part[*ParseError]{row, &ParseError{
			Object: o.String(), Field: clip(field), Value: clip(value), Also: locate(w.inputs, other), Err: graph.ErrDuplicate,
		}})
	}
	for source, rows := range w.parts.settings {
		w.parts.settings[source] = distinct(rows, func(s setting) string { return s.name }, func(row, other part[setting]) {
			differ(row.at, other.at, graph.Settings{}, row.says.name, row.says.value)
		})
	}
	for role, of := range w.parts.roles {
		of.rows = distinct(of.rows, foldedGrant, func(row, other part[graph.Override]) {
			differ(row.at, other.at, graph.Role{ID: role}, "privilege", row.says.Privilege)
		})
	}
	for key, of := range w.parts.shares {
		of.rows = distinct(of.rows, originOf, func(row, other part[graph.InheritedShare]) {
			differ(row.at, other.at, graph.RecordShare{Record: key.record, Principal: key.principal}, "origin", row.says.Origin.String())
		})
	}
	w.refuseInOrder(faults)
	for _, rows := range w.parts.settings {
		w.putSettings(rows)
	}
}

// distinct sorts rows and leaves out those that say what another one does. Of those that say something
// else about the same thing it tells.
func distinct[K, T comparable](rows []part[T], key func(T) K, differ func(row, other part[T])) []part[T] {
	if len(rows) == 1 {
		return rows
	}
	inOrder(rows)
	first := make(map[K]part[T], len(rows))
	kept := rows[:0]
	for _, row := range rows {
		other, again := first[key(row.says)]
		switch {
		case !again:
			first[key(row.says)] = row
			kept = append(kept, row)
		case other.says != row.says:
			differ(row, other)
		}
	}
	return kept
}

// foldedGrant is which privilege of a role a row is about, and in which unit. Two spellings are not the
// same (1.14), but about the same.
func foldedGrant(o graph.Override) graph.Override {
	return graph.Override{BusinessUnit: o.BusinessUnit, Privilege: strings.ToLower(o.Privilege)}
}

// originOf is which origin a row is about.
func originOf(from graph.InheritedShare) graph.Ref { return from.Origin }

// putSettings puts what a settings.csv says, each row of which has been found right.
func (w *worker) putSettings(rows []part[setting]) {
	names, values := make([]string, len(rows)), make([][]byte, len(rows))
	for i, row := range rows {
		names[i], values[i] = row.says.name, []byte(row.says.value)
	}
	if o, faults := w.decoder.row(settingsOf(names), values); len(faults) == 0 {
		w.put(rows[0].at, o)
	}
}

// rest takes care of the parts of objects that have no row of their own: a share may be inherited alone,
// but a role that is not there is unknown. What else is wrong may be the reason, and then this is not told.
func (w *worker) rest() {
	if w.found.Load() > 0 {
		return
	}
	var faults []part[*ParseError]
	for role, of := range w.parts.roles {
		if of.taken.Load() {
			continue
		}
		for _, row := range of.rows {
			faults = append(faults, part[*ParseError]{row.at, &ParseError{
				Field: "role", Value: clip(role), Err: fmt.Errorf("%w: no roles.csv has it", graph.ErrUnknown),
			}})
		}
	}
	w.refuseInOrder(faults)
	for key, of := range w.parts.shares {
		if !of.taken.Load() {
			w.put(of.rows[0].at, graph.RecordShare{Record: key.record, Principal: key.principal, Inherited: inherited(of.rows)})
		}
	}
}

// refuseInOrder refuses rows in the order in which they stand.
func (w *worker) refuseInOrder(faults []part[*ParseError]) {
	inOrder(faults)
	for _, each := range faults {
		w.refuse(each.at, each.says)
	}
}
