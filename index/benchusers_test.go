package index_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

const (
	benchUnitUsers = 50 // in each unit
	benchGlobal    = 10 // users with Global
)

// benchTree is an organisation that grows by units of benchUnitUsers users, four units below each. In
// every unit the first user has Deep and manages the others, the next five have Local, the rest Basic; a
// team of ten, from the unit and others, owns a record in it, which is shared with two users.
func benchTree(users int) []graph.Object {
	objects := []graph.Object{graph.Entity{Name: "account"}}
	settings := graph.DefaultSettings()
	settings.HierarchyModel = graph.ManagerHierarchy
	objects = append(objects, settings)
	for depth := graph.Basic; depth <= graph.Global; depth++ {
		objects = append(objects, graph.Role{ID: depth.String(), Privileges: map[string]graph.Depth{"prvReadAccount": depth}})
	}
	units := users / benchUnitUsers
	unitOf := func(n int) string { return fmt.Sprint("b", n) }
	userOf := func(n int) string { return fmt.Sprint("u", n%users) }
	for n := range units {
		unit, first := graph.BusinessUnit{ID: unitOf(n)}, n*benchUnitUsers
		if n > 0 {
			unit.Parent = unitOf((n - 1) / 4)
		}
		team, account := fmt.Sprint("t", n), graph.RecordRef("account", fmt.Sprint("a", n))
		objects = append(objects, unit, graph.Team{ID: team, BusinessUnit: unit.ID},
			graph.Record{Entity: account.Entity, ID: account.ID, Owner: graph.TeamRef(team)})
		for i := range benchUnitUsers {
			user, role := graph.User{ID: userOf(first + i), BusinessUnit: unit.ID, Manager: userOf(first)}, graph.Basic
			switch {
			case i == 0:
				role, user.Manager = graph.Deep, ""
			case i < 6:
				role = graph.Local
			case n == units-1 && i >= benchUnitUsers-benchGlobal:
				role = graph.Global
			}
			objects = append(objects, user, graph.RoleAssignment{Role: role.String(), Principal: graph.UserRef(user.ID)})
		}
		for i := range 10 {
			objects = append(objects, graph.Member{Team: team, User: userOf(first + 17*i)})
		}
		for i := range 2 {
			objects = append(objects, graph.RecordShare{
				Record: account, Principal: graph.UserRef(userOf(first + 3*benchUnitUsers + 7*i)), Rights: graph.RightsOf(graph.Read),
			})
		}
	}
	return objects
}

// BenchmarkUsers shows that who costs what the record's path has, however many users there are, beside
// a loop over check. "first" is after a change of a user, "many" is per record.
func BenchmarkUsers(b *testing.B) {
	for _, users := range []int{1_000, 10_000, 100_000} {
		s := index.NewSnapshot(loaded(b, benchTree(users)), 1, 1)
		var ids []string
		for object := range s.Objects(graph.KindUser) {
			ids = append(ids, object.(graph.User).ID)
		}
		units := users / benchUnitUsers
		var refs []graph.Ref
		for n := range 100 {
			refs = append(refs, graph.RecordRef("account", fmt.Sprint("a", (units-1)-n*(units-1)/400)))
		}
		loop := func(ref graph.Ref) (may []string) {
			for _, id := range ids {
				if d, err := s.Check(id, graph.Read, ref); err != nil {
					b.Fatal(err)
				} else if d {
					may = append(may, id)
				}
			}
			return may
		}
		found := 0
		for _, ref := range refs[:20] {
			set, err := s.Users(graph.Read, ref)
			require.NoError(b, err)
			want := loop(ref)
			require.Equal(b, slices.Sorted(slices.Values(want)), slices.Sorted(set.All()))
			found += len(want)
		}
		at := fmt.Sprintf("users=%d", users)
		ask := func(b *testing.B, s *index.Snapshot, ref graph.Ref) {
			if set, err := s.Users(graph.Read, ref); err != nil || set.Len() == 0 {
				b.Fatal(set.Len(), err)
			}
		}
		b.Run("who/"+at, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				ask(b, s, refs[i%len(refs)])
			}
			b.ReportMetric(float64(found)/20, "found")
		})
		b.Run("first/"+at, func(b *testing.B) {
			user := graph.User{ID: ids[0], BusinessUnit: "b0"}
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				next := applied(b, s, graph.PutObject{Object: user})
				b.StartTimer()
				ask(b, next, refs[i%len(refs)])
			}
		})
		b.Run("many/"+at, func(b *testing.B) {
			for b.Loop() {
				for _, answer := range s.UsersMany(graph.Read, refs) {
					if answer.Err != nil {
						b.Fatal(answer.Err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(refs)), "ns/record")
		})
		b.Run("loop/"+at, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				loop(refs[i%len(refs)])
			}
		})
	}
}
