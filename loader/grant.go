package loader

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/accessindex/ambit/graph"
)

// rights reads a list of names or an access mask (1.1).
func (d *decoder) rights() graph.Rights {
	var rights graph.Rights
	if !d.mask() {
		d.list(func() { rights |= graph.Rights(read(d, d.rightNames, parseRight)) })
		return rights
	}
	text := string(d.skip())
	mask, err := strconv.ParseUint(text, 10, 32)
	rights = graph.Rights(mask)
	if d.err == nil && (err != nil || !rights.Valid()) {
		d.fault(text, fmt.Errorf("%w: want a list of rights or an access mask of them", graph.ErrInvalid))
	}
	return rights
}

// parseRight is graph.ParseRight for facts, in which a bad name is ErrInvalid (15.4).
func parseRight(name string) (graph.Right, error) {
	right, err := graph.ParseRight(name)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", graph.ErrInvalid, err)
	}
	return right, nil
}

// depths reads the depths that a privilege may have (2.6). None among them says nothing.
func (d *decoder) depths() []graph.Depth {
	depths := []graph.Depth{}
	d.list(func() {
		var depth graph.Depth
		if d.enum(&depth); depth != graph.None {
			depths = append(depths, depth)
		}
	})
	return depths
}

// privileges reads the depths that a role grants by privilege. None is the same as absent.
func (d *decoder) privileges() map[string]graph.Depth {
	privileges := map[string]graph.Depth{}
	spelled := map[string]string{}
	d.entries(func(key []byte) {
		name := string(key)
		folded := strings.ToLower(name) // 1.14
		if other, ok := spelled[folded]; ok {
			d.drop(fmt.Errorf("%w: the privilege is given as %q too", graph.ErrDuplicate, clip(other)))
			return
		}
		spelled[folded] = name
		if err := graph.CheckID(name); err != nil {
			d.drop(err)
			return
		}
		var depth graph.Depth
		if d.enum(&depth); depth != graph.None {
			privileges[name] = depth
		}
	})
	return privileges
}

// overrides reads the overrides of a role (6.6). One to None says nothing.
func (d *decoder) overrides() []graph.Override {
	var overrides []graph.Override
	d.list(func() {
		var o graph.Override
		d.members(func(key []byte) bool {
			switch string(key) {
			case "business_unit":
				o.BusinessUnit = d.reference()
			case "privilege":
				o.Privilege = d.reference()
			case "depth":
				d.enum(&o.Depth)
			default:
				return false
			}
			return true
		}, "business_unit", "privilege", "depth")
		if o.Depth != graph.None {
			overrides = append(overrides, o)
		}
	})
	return overrides
}

// inherited reads what a share inherits, by origin (12.6).
func (d *decoder) inherited() []graph.InheritedShare {
	var inherited []graph.InheritedShare
	d.list(func() {
		var s graph.InheritedShare
		d.members(func(key []byte) bool {
			switch string(key) {
			case "origin":
				s.Origin = d.ref()
			case "rights":
				s.Rights = d.rights()
			default:
				return false
			}
			return true
		}, "rights")
		inherited = append(inherited, s)
	})
	return inherited
}

// lookups reads the records that a record points at, by lookup (2.8).
func (d *decoder) lookups() map[string]graph.Ref {
	if d.sheet != nil {
		return d.lookupCells()
	}
	var lookups map[string]graph.Ref
	d.entries(func(key []byte) {
		name, err := d.ids.get(key, checkID)
		if _, twice := lookups[name]; twice {
			err = fmt.Errorf("%w: the lookup is given twice", graph.ErrDuplicate)
		}
		if err != nil {
			d.drop(err)
			return
		}
		if lookups == nil {
			lookups = map[string]graph.Ref{}
		}
		lookups[name] = d.ref()
	})
	return lookups
}

// requires reads the privileges of a task (14.1).
func (d *decoder) requires() []string {
	requires := []string{}
	d.list(func() { requires = append(requires, d.reference()) })
	return requires
}
