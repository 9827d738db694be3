package loader

import (
	"fmt"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// begin turns to a row of a CSV file, whose cells the fields are then read from.
func (d *decoder) begin(s *sheet, cells [][]byte) {
	d.reset(nil)
	d.sheet, d.cells = s, cells
}

// row reads a row that is an object.
func (d *decoder) row(s *sheet, cells [][]byte) (graph.Object, []*ParseError) {
	d.begin(s, cells)
	o := d.object(string(s.form.kind))
	return o, d.conclude(o)
}

// grant reads a row of role_privileges.csv, or of role_overrides.csv, which has a unit.
func (d *decoder) grant(s *sheet, cells [][]byte) (role string, granted graph.Override, faults []*ParseError) {
	d.begin(s, cells)
	d.members(func(key []byte) bool {
		switch string(key) {
		case "role":
			role = d.reference()
		case "business_unit":
			granted.BusinessUnit = d.reference()
		case "privilege":
			granted.Privilege = d.reference()
		case "depth":
			d.enum(&granted.Depth)
		}
		return true
	})
	return role, granted, d.conclude(graph.Role{ID: role})
}

// inheritance reads a row of inherited_shares.csv.
func (d *decoder) inheritance(s *sheet, cells [][]byte) (share graph.RecordShare, from graph.InheritedShare, faults []*ParseError) {
	d.begin(s, cells)
	d.members(func(key []byte) bool {
		switch string(key) {
		case "record":
			share.Record = d.ref()
		case "principal":
			share.Principal = d.grantee()
		case "origin":
			from.Origin = d.ref()
		case "rights":
			from.Rights = d.rights()
		}
		return true
	})
	return share, from, d.conclude(share)
}

// setting reads a row of settings.csv, and sees whether there is such a setting with such a value.
func (d *decoder) setting(s *sheet, cells [][]byte) (name, value string, faults []*ParseError) {
	d.begin(s, cells)
	d.members(func(key []byte) bool {
		switch string(key) {
		case "name":
			name = d.label()
		case "value":
			value = d.label()
		}
		return true
	})
	if len(d.faults) == 0 {
		_, faults := d.row(settingsOf([]string{name}), [][]byte{[]byte(value)})
		return name, value, faults
	}
	return "", "", d.conclude(graph.Settings{})
}

// settingsOf is a sheet on which each setting has a column of its own.
func settingsOf(names []string) *sheet {
	s := &sheet{form: &form{kind: graph.KindSettings}}
	for _, name := range names {
		s.columns = append(s.columns, column{name: []byte(name), field: []byte(name)})
	}
	return s
}

// fields reads the cells of the row that are not empty.
func (d *decoder) fields(member func(key []byte) bool) {
	d.path = append(d.path, step{})
	lookups := false
	for i, cell := range d.cells {
		c := &d.sheet.columns[i]
		d.path[0].key = c.name
		switch {
		case len(cell) == 0 && c.required:
			d.fault("", fmt.Errorf("%w: the cell is required", graph.ErrInvalid))
		case len(cell) == 0 || c.lookup != "" && lookups:
		default:
			lookups = lookups || c.lookup != ""
			if d.cell = cell; !member(c.field) {
				d.drop(fmt.Errorf("%w: no such field", graph.ErrInvalid))
			}
		}
	}
	d.path = d.path[:0]
}

// lookupCells reads the records that a record points at out of all columns that hold lookups.
func (d *decoder) lookupCells() map[string]graph.Ref {
	lookups := map[string]graph.Ref{}
	for i, cell := range d.cells {
		if c := &d.sheet.columns[i]; c.lookup != "" && len(cell) > 0 {
			d.path[0].key, d.cell = c.name, cell
			lookups[c.lookup] = d.ref()
		}
	}
	return lookups
}

// elements reads the cell as a list, whose elements are written as cells are, with semicolons between
// them. A semicolon alone is a list of nothing.
func (d *decoder) elements(element func()) {
	rest := d.cell
	if len(rest) == 1 && rest[0] == ';' {
		return
	}
	d.path = append(d.path, step{})
	for i, more := 0, true; more && d.err == nil; i++ {
		text, n, err := cell(rest, ';', ';')
		d.path[len(d.path)-1].index = i
		if err != nil {
			d.fault(string(rest), fmt.Errorf("%w: %w", graph.ErrInvalid, err))
			break
		}
		d.cell = text
		element()
		if more = n < len(rest); more {
			rest = rest[n+1:]
		}
	}
	d.path = d.path[:len(d.path)-1]
}

// mask reports whether the rights that come next are an access mask rather than a list.
func (d *decoder) mask() bool {
	if d.sheet != nil {
		return '0' <= d.cell[0] && d.cell[0] <= '9'
	}
	return d.peek() != '['
}

// owningEntity reads the entity of a record, which the name of its file may have told.
func (d *decoder) owningEntity() string {
	name := d.entity()
	if d.sheet != nil && d.sheet.entity != "" && !strings.EqualFold(name, d.sheet.entity) {
		d.fault(name, fmt.Errorf("%w: the name of the file says %s", graph.ErrInvalid, d.sheet.entity))
	}
	return name
}
