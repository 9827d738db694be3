package index_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
)

// 16.12: a consistent renaming changes no answer.
func TestLawOfNames(t *testing.T) {
	eachWorld(t, func(w world) {
		names := map[string]string{"": ""}
		rename := func(id string) string {
			if _, known := names[id]; !known {
				names[id] = fmt.Sprintf("%x-renamed", w.Uint64())
			}
			return names[id]
		}
		var objects []graph.Object
		for _, object := range w.objects() {
			objects = append(objects, renamed(object, rename))
		}
		w.Shuffle(len(objects), func(i, j int) { objects[i], objects[j] = objects[j], objects[i] })
		want := map[asked][]string{}
		for question, ids := range w.reach() {
			question.user = rename(question.user)
			for _, id := range ids {
				want[question] = append(want[question], rename(id))
			}
			slices.Sort(want[question])
		}
		require.Equal(t, want, w.with(objects).reach(), "seed %d: 16.12", w.seed)
	})
}

// renamed is the object with other ids and labels; entities and privileges keep their names, which
// belong together (1.16).
func renamed(object graph.Object, rename func(string) string) graph.Object {
	ref := func(r graph.Ref) graph.Ref { return graph.RecordRef(r.Entity, rename(r.ID)) }
	principal := func(p graph.Principal) graph.Principal { return graph.Principal{Kind: p.Kind, ID: rename(p.ID)} }
	switch o := object.(type) {
	case graph.BusinessUnit:
		return graph.BusinessUnit{ID: rename(o.ID), Name: rename(o.Name), Parent: rename(o.Parent), Disabled: o.Disabled}
	case graph.Position:
		return graph.Position{ID: rename(o.ID), Name: rename(o.Name), Parent: rename(o.Parent)}
	case graph.User:
		o.ID, o.Name, o.BusinessUnit, o.Manager, o.Position = rename(o.ID), rename(o.Name), rename(o.BusinessUnit), rename(o.Manager), rename(o.Position)
		return o
	case graph.Team:
		o.ID, o.Name, o.BusinessUnit = rename(o.ID), rename(o.Name), rename(o.BusinessUnit)
		return o
	case graph.Member:
		return graph.Member{Team: rename(o.Team), User: rename(o.User)}
	case graph.Role:
		o.ID, o.Name, o.BusinessUnit = rename(o.ID), rename(o.Name), rename(o.BusinessUnit)
		o.Overrides = slices.Clone(o.Overrides)
		for i := range o.Overrides {
			o.Overrides[i].BusinessUnit = rename(o.Overrides[i].BusinessUnit)
		}
		return o
	case graph.RoleAssignment:
		return graph.RoleAssignment{Role: rename(o.Role), Principal: principal(o.Principal), BusinessUnit: rename(o.BusinessUnit)}
	case graph.Record:
		o.ID, o.Owner, o.BusinessUnit = rename(o.ID), principal(o.Owner), rename(o.BusinessUnit)
		lookups := o.Lookups
		o.Lookups = map[string]graph.Ref{}
		for name, target := range lookups {
			o.Lookups[rename(name)] = ref(target)
		}
		return o
	case graph.Relationship:
		o.Lookup = rename(o.Lookup)
		return o
	case graph.RecordShare:
		o.Record, o.Principal, o.Inherited = ref(o.Record), principal(o.Principal), slices.Clone(o.Inherited)
		for i, each := range o.Inherited {
			if !each.Origin.IsZero() {
				o.Inherited[i].Origin = ref(each.Origin)
			}
		}
		return o
	}
	return object
}

// 16.15: without the records of one entity, and without what roles grant on it, another answers the
// same, unless they share a privilege name or rights came from one to the other.
func TestLawOfEntities(t *testing.T) {
	compared := 0
	eachWorld(t, func(w world) {
		for _, gone := range all[graph.Entity](w) {
			var objects []graph.Object
			touched := map[string]bool{gone.Name: true}
			for _, object := range w.objects() {
				switch o := object.(type) {
				case graph.Role:
					object = withoutEntity(o, gone)
				case graph.Relationship:
					if o.Child == gone.Name || o.Parent == gone.Name {
						continue
					}
				case graph.Record:
					if o.Entity == gone.Name {
						continue
					}
					lookups := o.Lookups
					o.Lookups = map[string]graph.Ref{}
					for name, target := range lookups {
						if target.Entity != gone.Name {
							o.Lookups[name] = target
						}
					}
					object = o
				case graph.RecordShare:
					if o.Record.Entity == gone.Name {
						continue
					}
					if slices.ContainsFunc(o.Inherited, func(i graph.InheritedShare) bool { return i.Origin.Entity == gone.Name }) {
						touched[o.Record.Entity] = true
						continue
					}
				}
				objects = append(objects, object)
			}
			less := w.with(objects)
			for _, entity := range all[graph.Entity](w) {
				if touched[entity.Name] || strings.EqualFold(privilegeNameOf(entity), privilegeNameOf(gone)) {
					continue
				}
				for _, user := range all[graph.User](w) {
					for _, right := range graph.EachRight {
						require.Equal(t, w.list(user.ID, right, entity.Name), less.list(user.ID, right, entity.Name), "seed %d: 16.15: %s without %s", w.seed, entity.Name, gone.Name)
					}
				}
				compared++
			}
		}
	})
	require.Positive(t, compared)
}

func privilegeNameOf(e graph.Entity) string {
	if e.Privilege != "" {
		return e.Privilege
	}
	return e.Name
}

// withoutEntity is the role without what it grants on an entity.
func withoutEntity(role graph.Role, e graph.Entity) graph.Role {
	governs := func(privilege string) bool {
		return slices.ContainsFunc(graph.EachRight[:], func(r graph.Right) bool {
			return strings.EqualFold(privilege, "prv"+r.String()+privilegeNameOf(e))
		})
	}
	privileges := map[string]graph.Depth{}
	for name, depth := range role.Privileges {
		if !governs(name) {
			privileges[name] = depth
		}
	}
	role.Privileges = privileges
	role.Overrides = slices.DeleteFunc(slices.Clone(role.Overrides), func(o graph.Override) bool { return governs(o.Privilege) })
	return role
}

// 16.16: in classic mode, with no own units and no roles on teams, roles reach what the user owns, alone
// or by team, and the subtree of the user's unit, unless a depth is Global.
func TestLawOfClassicMode(t *testing.T) {
	reached := 0
	eachWorld(t, func(w world) {
		var objects []graph.Object
		for _, object := range w.objects() {
			switch o := object.(type) {
			case graph.Settings:
				o.OwnershipAcrossBusinessUnits, o.HierarchyModel = false, graph.NoHierarchy
				object = o
			case graph.RoleAssignment:
				if o.Principal.Kind == graph.TeamPrincipal || o.BusinessUnit != "" {
					continue
				}
			case graph.Record:
				if !o.Owner.IsZero() {
					o.BusinessUnit = ""
				}
				object = o
			case graph.RecordShare:
				continue
			}
			objects = append(objects, object)
		}
		w = w.with(objects)
		homes, member := w.homes(), map[graph.Member]bool{}
		for _, each := range all[graph.Member](w) {
			member[each] = true
		}
		for _, user := range all[graph.User](w) {
			for _, entity := range all[graph.Entity](w) {
				for _, right := range graph.EachRight {
					if entity.Ownership != graph.UserOwned || w.holdsGlobally(user.ID, "prv"+right.String()+privilegeNameOf(entity)) {
						continue
					}
					ids := w.list(user.ID, right, entity.Name)
					for _, record := range all[graph.Record](w) {
						if record.Entity != entity.Name || !slices.Contains(ids, record.ID) {
							continue
						}
						own := record.Owner == graph.UserRef(user.ID) ||
							record.Owner.Kind == graph.TeamPrincipal && member[graph.Member{Team: record.Owner.ID, User: user.ID}]
						require.True(t, own || w.within(homes[record.Owner], homes[graph.UserRef(user.ID)]),
							"seed %d: 16.16: %s %s %v", w.seed, user.ID, right, record)
						reached++
					}
				}
			}
		}
	})
	require.Positive(t, reached)
}

// homes are the units of all users and teams.
func (w world) homes() map[graph.Principal]string {
	homes, root := map[graph.Principal]string{}, ""
	for _, unit := range all[graph.BusinessUnit](w) {
		homes[graph.TeamRef(unit.ID)] = unit.ID // its default team, unless another is declared (5.2)
		if unit.Parent == "" {
			root = unit.ID
		}
	}
	for _, team := range all[graph.Team](w) {
		homes[graph.TeamRef(team.ID)] = team.BusinessUnit
	}
	for _, user := range all[graph.User](w) {
		homes[graph.UserRef(user.ID)] = cmp.Or(user.BusinessUnit, root) // 5.8
	}
	return homes
}

// holdsGlobally reports whether a role of the user gives a privilege at Global, anywhere.
func (w world) holdsGlobally(user, privilege string) bool {
	global := map[string]bool{}
	for _, role := range all[graph.Role](w) {
		for name, depth := range role.Privileges {
			global[role.ID] = global[role.ID] || depth == graph.Global && strings.EqualFold(name, privilege)
		}
		for _, o := range role.Overrides {
			global[role.ID] = global[role.ID] || o.Depth == graph.Global && strings.EqualFold(o.Privilege, privilege)
		}
	}
	return slices.ContainsFunc(all[graph.RoleAssignment](w), func(a graph.RoleAssignment) bool {
		return a.Principal == graph.UserRef(user) && global[a.Role]
	})
}
