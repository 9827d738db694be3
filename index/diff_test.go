package index_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// line is a change as text: the ids are those of a list, in its order.
func line(user, entity string, r graph.Right, gained, lost []string) string {
	return fmt.Sprintf("%q %q %v: +%q -%q", user, entity, r, gained, lost)
}

// listsOf are all lists of a snapshot, sorted, by user, folded entity and right; and the entities' names.
func listsOf(t *testing.T, s *index.Snapshot) (lists map[[3]string][]string, users []string, names map[string]string) {
	t.Helper()
	lists, names = map[[3]string][]string{}, map[string]string{}
	for object := range s.Objects(graph.KindUser) {
		users = append(users, object.(graph.User).ID)
	}
	for object := range s.Objects(graph.KindEntity) {
		names[strings.ToLower(object.(graph.Entity).Name)] = object.(graph.Entity).Name
	}
	for _, user := range users {
		for folded, name := range names {
			for _, r := range graph.EachRight {
				set, err := s.Records(user, r, name)
				require.NoError(t, err)
				lists[[3]string{user, folded, r.String()}] = slices.Sorted(set.All())
			}
		}
	}
	return lists, users, names
}

// without is the sorted ids of a that b lacks.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(id string) bool {
		_, found := slices.BinarySearch(b, id)
		return found
	})
}

// bruteDiff is what Diff should yield, from the lists of all users.
func bruteDiff(t *testing.T, before, after *index.Snapshot) []string {
	t.Helper()
	was, users, names := listsOf(t, before)
	is, more, newer := listsOf(t, after)
	for folded, name := range newer {
		names[folded] = name
	}
	var folds, lines []string
	for folded := range names {
		folds = append(folds, folded)
	}
	slices.SortFunc(folds, func(a, b string) int { return strings.Compare(names[a], names[b]) })
	users = append(users, more...)
	slices.Sort(users)
	for _, user := range slices.Compact(users) {
		for _, folded := range folds {
			for _, r := range graph.EachRight {
				key := [3]string{user, folded, r.String()}
				gained, lost := without(is[key], was[key]), without(was[key], is[key])
				if len(gained)+len(lost) > 0 {
					lines = append(lines, line(user, names[folded], r, gained, lost))
				}
			}
		}
	}
	return lines
}

// wrongDiff is how Diff yields something else than it should, or empty.
func wrongDiff(t *testing.T, before, after *index.Snapshot) string {
	t.Helper()
	want := bruteDiff(t, before, after)
	at := 0
	for change, err := range index.Diff(t.Context(), before, after) {
		require.NoError(t, err)
		gained, lost := slices.Sorted(change.Gained.All()), slices.Sorted(change.Lost.All())
		got := line(change.User, change.Entity, change.Right, gained, lost)
		switch {
		case at == len(want):
			return "too many: " + got
		case got != want[at]:
			return fmt.Sprintf("want %s\n got %s", want[at], got)
		case change.Gained.Len() != len(gained) || change.Lost.Len() != len(lost):
			return "wrong length: " + got
		case len(gained) > 0 && !change.Gained.Contains(gained[0]) || len(lost) > 0 && !change.Lost.Contains(lost[0]):
			return "does not contain what it yields: " + got
		}
		at++
	}
	if at < len(want) {
		return "missing: " + want[at]
	}
	return ""
}

// Diff is the difference of all lists (3.12): between a try and what it was tried on, between tries,
// between snapshots of a line, and between those of different lines.
func TestDiffIsTheDifferenceOfAllLists(t *testing.T) {
	seeds := uint64(40)
	if testing.Short() {
		seeds = 10
	}
	for seed := range seeds {
		random := rand.New(rand.NewPCG(seed, 3))
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects))
		s := index.NewSnapshot(loaded(t, objects), 1, 1)
		history := indextest.NewHistory(seed, objects)
		all := []*index.Snapshot{s, index.NewSnapshot(loaded(t, o.Objects()), 1, 1)} // numbered otherwise
		for range 10 {
			batch := history.Next(o.Objects())
			tried, err := s.Try(batch...)
			if err != nil {
				continue
			}
			require.Empty(t, wrongDiff(t, s, tried), "seed %d: %v", seed, batch)
			all = append(all, tried)
			if random.IntN(3) == 0 {
				continue // a try that comes to nothing
			}
			require.NoError(t, o.Apply(batch))
			state, effects, err := s.State().Apply(batch)
			require.NoError(t, err)
			state.Settle()
			s = s.Next(state, effects)
			all = append(all, s)
			require.Empty(t, wrongDiff(t, tried, s), "seed %d: a try and the same published: %v", seed, batch)
		}
		all = append(all, index.NewSnapshot(loaded(t, o.Objects()), 1, 1), index.NewSnapshot(graph.NewState(), 0, 0),
			index.NewSnapshot(loaded(t, indextest.Organisation(seed+1000, indextest.Shape{})), 1, 1))
		for range 12 {
			i, j := random.IntN(len(all)), random.IntN(len(all))
			require.Empty(t, wrongDiff(t, all[i], all[j]), "seed %d: from %d to %d", seed, i, j)
		}
	}
}

// A load that numbers all records anew changes no access, but for what it says.
func TestDiffAcrossALoad(t *testing.T) {
	ix, err := index.Open(t.TempDir(), nil)
	require.NoError(t, err)
	defer ix.Close()
	objects := indextest.Organisation(3, indextest.Shape{Records: 200})
	_, err = ix.Load(t.Context(), source(objects))
	require.NoError(t, err)
	before := ix.Snapshot()
	slices.Reverse(objects)
	fresh, err := index.Open(t.TempDir(), nil)
	require.NoError(t, err)
	defer fresh.Close()
	_, err = fresh.Load(t.Context(), source(objects))
	require.NoError(t, err)
	for range index.Diff(t.Context(), before, fresh.Snapshot()) {
		require.Fail(t, "16.12: the order of a load changes nothing")
	}
	more := indextest.Organisation(3, indextest.Shape{Records: 230})
	_, err = fresh.Load(t.Context(), source(more))
	require.NoError(t, err)
	require.Empty(t, wrongDiff(t, before, fresh.Snapshot()))
	require.Empty(t, wrongDiff(t, fresh.Snapshot(), before))
}

// Entities that are spelled otherwise are the same (1.14); the later spelling counts.
func TestDiffFoldsEntityNames(t *testing.T) {
	before := workedSnapshot(t)
	var objects []graph.Object
	for _, o := range indextest.Worked() {
		switch o := o.(type) {
		case graph.Entity:
			o.Name, o.Privilege = strings.ToUpper(o.Name), o.Name
			if o.Name == "TASK" {
				o.Privilege = "Activity"
			}
			objects = append(objects, o)
		case graph.Record:
			if o.ID != "a5" {
				objects = append(objects, o)
			}
		default:
			objects = append(objects, o)
		}
	}
	after := index.NewSnapshot(loaded(t, objects), 1, 1)
	require.Empty(t, wrongDiff(t, before, after))
	var got []string
	for change, err := range index.Diff(t.Context(), before, after) {
		require.NoError(t, err)
		got = append(got, fmt.Sprint(change.User, " ", change.Right, " ", change.Entity, " ", change.Gained.Len(), " ", slices.Collect(change.Lost.All())))
	}
	require.Equal(t, []string{"cy Read ACCOUNT 0 [a5]"}, got)
}

// The sequence ends where its reader does, and where the context does.
func TestDiffEnds(t *testing.T) {
	before := workedSnapshot(t)
	after, err := before.Try(graph.DeleteObject{Object: graph.RoleAssignment{Role: "lead", Principal: graph.UserRef("ben")}})
	require.NoError(t, err)
	met := 0
	for range index.Diff(t.Context(), before, after) {
		met++
		break
	}
	require.Equal(t, 1, met)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	met = 0
	for change, err := range index.Diff(ctx, before, after) {
		require.ErrorIs(t, err, context.Canceled)
		require.Empty(t, change)
		met++
	}
	require.Equal(t, 1, met)
	for range index.Diff(t.Context(), before, before) {
		require.Fail(t, "nothing differs")
	}
}

// Who loses a report by what happens to neither of them is told: a unit that moves away (8.7), a position
// that is put elsewhere (8.8).
func TestDiffOfTheHierarchy(t *testing.T) {
	for _, each := range []struct {
		settings graph.Settings
		change   graph.Change
	}{
		{graph.Settings{HierarchyModel: graph.ManagerHierarchy, HierarchyDepth: 2, ManagersInSameOrParentBusinessUnit: true},
			graph.MoveUnit{BusinessUnit: "below", Parent: "beside"}},
		{graph.Settings{HierarchyModel: graph.PositionHierarchy, HierarchyDepth: 2},
			graph.PutObject{Object: graph.Position{ID: "middle"}}},
	} {
		before := index.NewSnapshot(loaded(t, []graph.Object{
			each.settings, graph.Entity{Name: "account"},
			graph.BusinessUnit{ID: "root"}, graph.BusinessUnit{ID: "above", Parent: "root"},
			graph.BusinessUnit{ID: "beside", Parent: "root"}, graph.BusinessUnit{ID: "below", Parent: "above"},
			graph.BusinessUnit{ID: "far below", Parent: "below"}, graph.BusinessUnit{ID: "apart", Parent: "root"},
			graph.Position{ID: "top"}, graph.Position{ID: "middle", Parent: "top"}, graph.Position{ID: "bottom", Parent: "middle"},
			graph.User{ID: "chief", BusinessUnit: "above", Position: "top"},
			graph.User{ID: "report", BusinessUnit: "far below", Position: "bottom", Manager: "chief"},
			graph.Role{ID: "reader", Privileges: map[string]graph.Depth{"prvReadAccount": graph.Basic}},
			graph.Team{ID: "readers", BusinessUnit: "apart"}, graph.Member{Team: "readers", User: "chief"},
			graph.RoleAssignment{Role: "reader", Principal: graph.TeamRef("readers")},
			graph.Record{Entity: "account", ID: "1", Owner: graph.UserRef("report")},
		}), 1, 1)
		after, err := before.Try(each.change)
		require.NoError(t, err)
		require.Equal(t, []string{line("chief", "account", graph.Read, []string{}, []string{"1"})}, bruteDiff(t, before, after))
		require.Empty(t, wrongDiff(t, before, after))
		require.Empty(t, wrongDiff(t, after, before))
	}
}

// One's own systemuser record is gained wherever it lies (4.3).
func TestDiffOfOnesOwnUser(t *testing.T) {
	before := index.NewSnapshot(loaded(t, []graph.Object{
		graph.Entity{Name: "systemuser", Ownership: graph.BusinessOwned},
		graph.BusinessUnit{ID: "root"}, graph.BusinessUnit{ID: "here", Parent: "root"}, graph.BusinessUnit{ID: "there", Parent: "root"},
		graph.User{ID: "one", BusinessUnit: "here"}, graph.User{ID: "other", BusinessUnit: "here"},
		graph.Role{ID: "reader", Privileges: map[string]graph.Depth{"prvReadSystemUser": graph.Basic}},
		graph.RoleAssignment{Role: "reader", Principal: graph.UserRef("one")},
		graph.RoleAssignment{Role: "reader", Principal: graph.UserRef("other")},
		graph.Record{Entity: "systemuser", ID: "other"},
	}), 1, 1)
	after, err := before.Try(graph.PutObject{Object: graph.Record{Entity: "systemuser", ID: "one", BusinessUnit: "there"}})
	require.NoError(t, err)
	require.Equal(t, []string{line("one", "systemuser", graph.Read, []string{"one"}, []string{})}, bruteDiff(t, before, after))
	require.Empty(t, wrongDiff(t, before, after))
	require.Empty(t, wrongDiff(t, after, before))
}
