package index_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader/generate"
)

const benchRecords = 100_000

// benchSnapshot is a generated organisation, its users and its records.
func benchSnapshot(tb testing.TB, records int) (s *index.Snapshot, users, ids []string) {
	config := generate.Default(records)
	config.Seed = 1
	objects := slices.Collect(generate.Objects(config))
	for _, each := range objects {
		switch o := each.(type) {
		case graph.User:
			users = append(users, o.ID)
		case graph.Record:
			ids = append(ids, o.ID)
		}
	}
	return index.NewSnapshot(loaded(tb, objects), 1, 1), users, ids
}

// widest is the user who reads the most records.
func widest(tb testing.TB, s *index.Snapshot, users []string) (user string, records index.RecordSet) {
	for _, each := range users {
		found, err := s.Records(each, graph.Read, "account")
		require.NoError(tb, err)
		if found.Len() < benchRecords && found.Len() > records.Len() {
			user, records = each, found
		}
	}
	return user, records
}

func BenchmarkSnapshot(b *testing.B) {
	s, users, ids := benchSnapshot(b, benchRecords)
	dice := rand.New(rand.NewPCG(1, 1))
	questions := make([]index.Question, 1<<16)
	for i := range questions {
		questions[i] = index.Question{
			users[dice.IntN(len(users))], graph.EachRight[dice.IntN(8)],
			graph.RecordRef("account", ids[dice.IntN(len(ids))]),
		}
	}
	at := "records=" + strconv.Itoa(benchRecords)

	b.Run("check/"+at, func(b *testing.B) {
		s.CheckMany(questions)
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			q := &questions[i%len(questions)]
			if _, err := s.Check(q.User, q.Right, q.Record); err != nil {
				b.Fatal(err)
			}
			i++
		}
	})
	b.Run("handle/"+at, func(b *testing.B) {
		user, err := s.User(users[0])
		require.NoError(b, err)
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			q := &questions[i%len(questions)]
			if _, err := user.Check(q.Right, q.Record); err != nil {
				b.Fatal(err)
			}
			i++
		}
	})
	b.Run("rights/"+at, func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			q := &questions[i%len(questions)]
			if _, err := s.Rights(q.User, q.Record); err != nil {
				b.Fatal(err)
			}
			i++
		}
	})
	user, records := widest(b, s, users)
	b.Run("list/"+at, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			found, err := s.Records(user, graph.Read, "account")
			if err != nil || found.Len() != records.Len() {
				b.Fatal(found.Len(), err)
			}
		}
		b.ReportMetric(float64(records.Len()), "found")
	})
	b.Run("count/"+at, func(b *testing.B) {
		for b.Loop() {
			if records.Len() == 0 {
				b.Fatal()
			}
		}
	})
	b.Run("page/"+at, func(b *testing.B) {
		b.ReportAllocs()
		token, walked := "", 0
		for b.Loop() {
			ids, next, err := records.Page(token, 100)
			if err != nil || len(ids) == 0 {
				b.Fatal(err)
			}
			if walked += len(ids); next == "" {
				require.Equal(b, records.Len(), walked)
				walked = 0
			}
			token = next
		}
	})
	b.Run("ids/"+at, func(b *testing.B) {
		for b.Loop() {
			n := 0
			for range records.All() {
				n++
			}
			if n != records.Len() {
				b.Fatal(n)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(records.Len()), "ns/record")
	})
	b.Run("intersect/"+at, func(b *testing.B) {
		candidates := ids[:10_000]
		for b.Loop() {
			records.Intersect(candidates)
		}
	})
	b.Run("put/"+at, func(b *testing.B) {
		b.ReportAllocs()
		at, i := s, 0
		for b.Loop() {
			put := graph.Record{Entity: "account", ID: ids[i%len(ids)], Owner: graph.UserRef(users[i%len(users)])}
			state, effects, err := at.State().Apply([]graph.Change{graph.PutObject{Object: put}})
			if err != nil {
				b.Fatal(err)
			}
			at = at.Next(state, effects)
			i++
		}
	})
}

// What a transfer costs does not depend on how many records the user owns (4.2).
func BenchmarkTransfer(b *testing.B) {
	for _, owned := range []int{10, 100_000} {
		objects := []graph.Object{
			graph.Entity{Name: "account"}, graph.BusinessUnit{ID: "root"},
			graph.BusinessUnit{ID: "a", Parent: "root"}, graph.BusinessUnit{ID: "b", Parent: "root"},
			graph.User{ID: "u", BusinessUnit: "a"},
		}
		for i := range owned {
			objects = append(objects, graph.Record{Entity: "account", ID: strconv.Itoa(i), Owner: graph.UserRef("u")})
		}
		s := index.NewSnapshot(loaded(b, objects), 1, 1)
		b.Run("owned="+strconv.Itoa(owned), func(b *testing.B) {
			i := 0
			for b.Loop() {
				put := graph.User{ID: "u", BusinessUnit: []string{"b", "a"}[i%2]}
				state, effects, err := s.State().Apply([]graph.Change{graph.PutObject{Object: put}})
				if err != nil {
					b.Fatal(err)
				}
				s = s.Next(state, effects)
				i++
			}
		})
	}
}
