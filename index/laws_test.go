package index_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// The laws of rule section 16 are tested here on random organisations, except for 16.1 (compare_test.go
// and others), 16.2 (explain_law_test.go), and what refusals leave behind (property_test.go).

// lawSeeds is how many random organisations each law is tested on.
const lawSeeds = 12

// world is an organisation whose answers are compared with those of another.
type world struct {
	*testing.T
	*rand.Rand
	seed  uint64
	snap  *index.Snapshot
	known *remembered
}

// remembered is the reach of one snapshot, kept since a law compares many others with it.
type remembered struct {
	snap    *index.Snapshot
	reached map[asked][]string
}

// eachWorld tests a law on random organisations, each as it is and some changes later.
func eachWorld(t *testing.T, law func(world)) {
	t.Parallel()
	for seed := range uint64(lawSeeds) {
		w := worldOf(t, seed, indextest.Organisation(seed, indextest.Shape{Records: 30}))
		history := indextest.NewHistory(seed, w.objects())
		for range 10 {
			if next, err := w.snap.Try(history.Next(w.objects())...); err == nil {
				w.snap = next
			}
		}
		law(w)
		if t.Failed() {
			t.Logf("seed %d", seed)
			return
		}
	}
}

func worldOf(t *testing.T, seed uint64, objects []graph.Object) world {
	t.Helper()
	return world{t, rand.New(rand.NewPCG(seed, 16)), seed, index.NewSnapshot(loaded(t, objects), 1, 1), &remembered{}}
}

// with is the world with other objects.
func (w world) with(objects []graph.Object) world {
	w.Helper()
	w.snap = index.NewSnapshot(loaded(w.T, objects), 1, 1)
	return w
}

// try is the world after the changes, and whether they are accepted.
func (w world) try(changes ...graph.Change) (world, bool) {
	next, err := w.snap.Try(changes...)
	w.snap = next
	return w, err == nil
}

// must is the world after changes that have to be accepted.
func (w world) must(changes ...graph.Change) world {
	w.Helper()
	next, err := w.snap.Try(changes...)
	require.NoError(w, err, "seed %d: %v", w.seed, changes)
	w.snap = next
	return w
}

// objects are the facts in canonical form.
func (w world) objects() []graph.Object {
	var objects []graph.Object
	for _, kind := range graph.Kinds {
		objects = slices.AppendSeq(objects, w.snap.Objects(kind))
	}
	return objects
}

// all are the objects of one kind.
func all[T graph.Object](w world) []T {
	var list []T
	var none T
	for object := range w.snap.Objects(none.Kind()) {
		list = append(list, object.(T))
	}
	return list
}

// some is one of the list, or the zero value.
func some[T any](w world, list []T) (one T) {
	if len(list) > 0 {
		one = list[w.IntN(len(list))]
	}
	return one
}

// asked is a question for a list.
type asked struct {
	user   string
	right  graph.Right
	entity string
}

// reach is the answer to every question for a list that is not empty.
func (w world) reach() map[asked][]string {
	if w.known.snap == w.snap {
		return w.known.reached
	}
	reached := map[asked][]string{}
	entities := all[graph.Entity](w)
	for _, user := range all[graph.User](w) {
		for _, entity := range entities {
			for _, right := range graph.EachRight {
				if ids := w.list(user.ID, right, entity.Name); len(ids) > 0 {
					reached[asked{user.ID, right, entity.Name}] = ids
				}
			}
		}
	}
	return reached
}

// list is the ids that a user reaches, in order.
func (w world) list(user string, right graph.Right, entity string) []string {
	set, err := w.snap.Records(user, right, entity)
	require.NoError(w, err, "seed %d", w.seed)
	return slices.Sorted(set.All())
}

// requireWithin tests that what the one world reaches the other reaches as well.
func (w world) requireWithin(more world, law string) {
	w.Helper()
	wide := more.reach()
	for question, ids := range w.reach() {
		for _, id := range ids {
			_, found := slices.BinarySearch(wide[question], id)
			require.True(w, found, "seed %d: %s: %v %s", w.seed, law, question, id)
		}
	}
}

// requireSame tests that two worlds hold the same facts and answer alike.
func (w world) requireSame(other world, law string, about ...any) {
	w.Helper()
	require.Equal(w, w.objects(), other.objects(), "seed %d: %s: %v", w.seed, law, about)
	*w.known = remembered{w.snap, w.reach()}
	require.Equal(w, w.known.reached, other.reach(), "seed %d: %s: %v", w.seed, law, about)
}

func put(objects ...graph.Object) []graph.Change {
	var changes []graph.Change
	for _, object := range objects {
		changes = append(changes, graph.PutObject{Object: object})
	}
	return changes
}

// 16.3: what Basic reaches is within what Local reaches, and so on to Global. 16.4, 3.13: Deep at the
// root reaches what Global does, where units own.
func TestLawOfDepths(t *testing.T) {
	widened, compared := 0, 0
	eachWorld(t, func(w world) {
		for range 12 {
			entity, right := some(w, all[graph.Entity](w)), some(w, graph.EachRight[:])
			name := privilegeNameOf(entity)
			assignment := some(w, all[graph.RoleAssignment](w))
			assignment.Role = "the role of the law"
			var last *world
			for _, depth := range []graph.Depth{graph.Basic, graph.Local, graph.Deep, graph.Global} {
				role := graph.Role{ID: assignment.Role, Privileges: map[string]graph.Depth{"prv" + right.String() + name: depth}}
				next, ok := w.try(put(role, assignment)...)
				if !ok {
					continue // a depth that the privilege may not have (6.2)
				}
				if last != nil {
					last.requireWithin(next, "16.3")
					widened++
				}
				last = &next
			}
			var root string
			for _, unit := range all[graph.BusinessUnit](w) {
				if unit.Parent == "" {
					root = unit.ID
				}
			}
			top := graph.User{ID: "the user of the law", BusinessUnit: root}
			held := graph.RoleAssignment{Role: assignment.Role, Principal: graph.UserRef(top.ID)}
			deep := graph.Role{ID: assignment.Role, Privileges: map[string]graph.Depth{"prv" + right.String() + name: graph.Deep}}
			global := graph.Role{ID: assignment.Role, Privileges: map[string]graph.Depth{"prv" + right.String() + name: graph.Global}}
			a, mayDeep := w.try(put(top, held, deep)...)
			b, mayGlobal := w.try(put(top, held, global)...)
			if mayDeep && mayGlobal && entity.Ownership < graph.OrganizationOwned {
				require.Equal(t, b.list(top.ID, right, entity.Name), a.list(top.ID, right, entity.Name), "seed %d: 16.4 %s %s", w.seed, right, entity.Name)
				compared++
			}
		}
	})
	require.Positive(t, widened)
	require.Positive(t, compared)
}

// 16.4, 3.13: with a single unit Local reaches what Global does.
func TestLawOfASingleUnit(t *testing.T) {
	t.Parallel()
	for seed := range uint64(lawSeeds) {
		dice := rand.New(rand.NewPCG(seed, 4))
		objects := []graph.Object{graph.Entity{Name: "account"}, graph.Entity{Name: "invoice", Ownership: graph.BusinessOwned}, graph.BusinessUnit{ID: "root"}, graph.Team{ID: "team", BusinessUnit: "root"}}
		owners := []graph.Principal{graph.TeamRef("root"), graph.TeamRef("team")}
		for _, id := range []string{"a", "b", "c"} {
			objects = append(objects, graph.User{ID: id}, graph.Record{Entity: "invoice", ID: id, BusinessUnit: "root"})
			owners = append(owners, graph.UserRef(id))
		}
		for i := range 20 {
			objects = append(objects, graph.Record{Entity: "account", ID: string(rune('a' + i)), Owner: owners[dice.IntN(len(owners))]})
		}
		w := worldOf(t, seed, objects)
		at := func(depth graph.Depth) world {
			return w.must(put(graph.Role{ID: "r", Privileges: map[string]graph.Depth{"prvReadAccount": depth, "prvReadInvoice": depth}},
				graph.RoleAssignment{Role: "r", Principal: owners[dice.IntN(2)+2]})...)
		}
		dice = rand.New(rand.NewPCG(seed, 5))
		local := at(graph.Local)
		dice = rand.New(rand.NewPCG(seed, 5))
		require.Equal(t, at(graph.Global).reach(), local.reach(), "seed %d", seed)
	}
}

// 16.5: adding an assignment, a share or a membership, or raising a depth, removes no access; removing adds none.
func TestLawOfAdding(t *testing.T) {
	added := 0
	eachWorld(t, func(w world) {
		for range 20 {
			record, user, team, role := some(w, all[graph.Record](w)), some(w, all[graph.User](w)), some(w, all[graph.Team](w)), some(w, all[graph.Role](w))
			holder := some(w, []graph.Principal{graph.UserRef(user.ID), graph.TeamRef(team.ID)})
			raised := role
			raised.Privileges = map[string]graph.Depth{}
			for name, depth := range role.Privileges {
				raised.Privileges[name] = min(depth+graph.Depth(w.IntN(2)), graph.Global)
			}
			var more graph.Change
			switch w.IntN(4) {
			case 0:
				more = graph.PutObject{Object: graph.RoleAssignment{Role: role.ID, Principal: holder}}
			case 1:
				more = graph.GrantShare{Record: record.Ref(), Principal: holder, Rights: graph.Rights(some(w, graph.EachRight[:]))}
			case 2:
				more = graph.PutObject{Object: graph.Member{Team: team.ID, User: user.ID}}
			case 3:
				more = graph.PutObject{Object: raised}
			}
			*w.known = remembered{w.snap, w.reach()}
			if next, ok := w.try(more); ok {
				w.requireWithin(next, "16.5")
				added++
			}
			less := some(w, []graph.Object{
				some(w, all[graph.RoleAssignment](w)), some(w, all[graph.RecordShare](w)), some(w, all[graph.Member](w)),
			})
			if next, ok := w.try(graph.DeleteObject{Object: less}); ok {
				next.requireWithin(w, "16.5")
				added++
			}
		}
	})
	require.Positive(t, added)
}

// 16.6: disabled users, and users in a disabled subtree, reach nothing and can do no task; disable then
// enable is an identity on what was enabled.
func TestLawOfDisabling(t *testing.T) {
	eachWorld(t, func(w world) {
		tasks := all[graph.Task](w)
		idle := func(off world, user, why string) {
			for question := range off.reach() {
				require.NotEqual(t, user, question.user, "seed %d: 16.6: %s", w.seed, why)
			}
			for _, task := range tasks {
				may, _, err := off.snap.CanDoTask(user, task.Name, some(w, all[graph.Entity](w)).Name, false)
				require.NoError(t, err)
				require.Equal(t, index.Deny, may, "seed %d: 16.6: %s", w.seed, why)
			}
		}
		for range 3 {
			user, unit := some(w, all[graph.User](w)), some(w, all[graph.BusinessUnit](w))
			off := w.must(graph.DisableUser{User: user.ID})
			idle(off, user.ID, "user")
			if !user.Disabled {
				w.requireSame(off.must(graph.EnableUser{User: user.ID}), "16.6")
			}
			if unit.Parent == "" || unit.Disabled {
				continue
			}
			off = w.must(graph.DisableUnit{BusinessUnit: unit.ID})
			for _, each := range all[graph.User](w) {
				if w.within(each.BusinessUnit, unit.ID) {
					idle(off, each.ID, "unit")
				}
			}
			w.requireSame(off.must(graph.EnableUnit{BusinessUnit: unit.ID}), "16.6")
		}
	})
}

// within reports whether a unit is another one or lies below it. The empty unit is the root (5.8).
func (w world) within(unit, top string) bool {
	parents := map[string]string{}
	for _, each := range all[graph.BusinessUnit](w) {
		parents[each.ID] = each.Parent
		if each.Parent == "" && unit == "" {
			unit = each.ID
		}
	}
	for ; unit != ""; unit = parents[unit] {
		if unit == top {
			return true
		}
	}
	return false
}

// 16.7: without the gate there is nothing, whatever one owns or is given.
func TestLawOfTheGate(t *testing.T) {
	eachWorld(t, func(w world) {
		for range 4 {
			entity, right := some(w, all[graph.Entity](w)), some(w, graph.EachRight[:])
			name := privilegeNameOf(entity)
			objects := w.objects()
			for i, object := range objects {
				if role, ok := object.(graph.Role); ok {
					privileges := map[string]graph.Depth{}
					for each, depth := range role.Privileges {
						if !strings.EqualFold(each, "prv"+right.String()+name) {
							privileges[each] = depth
						}
					}
					role.Privileges = privileges
					role.Overrides = slices.DeleteFunc(slices.Clone(role.Overrides), func(o graph.Override) bool {
						return strings.EqualFold(o.Privilege, "prv"+right.String()+name)
					})
					objects[i] = role
				}
			}
			shut := w.with(objects)
			for _, user := range all[graph.User](w) {
				require.Empty(t, shut.list(user.ID, right, entity.Name), "seed %d: 16.7", w.seed)
			}
		}
	})
}
