package index_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// BenchmarkExplain explains random rights of random users on random records of a generated
// organisation, each as check decides it.
func BenchmarkExplain(b *testing.B) {
	s, users, ids := benchSnapshot(b, benchRecords)
	dice := rand.New(rand.NewPCG(1, 1))
	byDecision := map[index.Decision][]index.Question{}
	for range 1 << 14 {
		q := index.Question{
			User: users[dice.IntN(len(users))], Right: graph.EachRight[dice.IntN(8)],
			Record: graph.RecordRef("account", ids[dice.IntN(len(ids))]),
		}
		decision, err := s.Check(q.User, q.Right, q.Record)
		require.NoError(b, err)
		byDecision[decision] = append(byDecision[decision], q)
	}
	for _, decision := range []index.Decision{index.Allow, index.Deny} {
		questions := byDecision[decision]
		b.Run(decision.String()+"/records="+strconv.Itoa(benchRecords), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				q := questions[i%len(questions)]
				x, err := s.Explain(q.User, q.Right, q.Record)
				if err != nil || x.Decision != decision {
					b.Fatalf("%v: %v, %v", q, x.Decision, err)
				}
			}
		})
	}
}
