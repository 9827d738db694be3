package index_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// A walk goes on across revisions: what stays is met once. After a load it begins again.
func TestPagesAcrossRevisions(t *testing.T) {
	s := workedSnapshot(t)
	for i := range 100 {
		s = applied(t, s, graph.PutObject{Object: graph.Record{
			Entity: "account", ID: fmt.Sprint("x", i), Owner: graph.UserRef("ben"),
		}})
	}
	met, token := map[string]int{}, ""
	for i := 0; ; i++ {
		records, err := s.Records("ben", graph.Read, "account")
		require.NoError(t, err)
		ids, next, err := records.Page(token, 7)
		require.NoError(t, err)
		require.LessOrEqual(t, len(ids), 7)
		for _, id := range ids {
			met[id]++
		}
		if next == "" {
			break
		}
		token = next
		s = applied(t, s, // one goes, one comes
			graph.DeleteObject{Object: graph.Record{Entity: "account", ID: fmt.Sprint("x", 99-i)}},
			graph.PutObject{Object: graph.Record{Entity: "account", ID: fmt.Sprint("y", i), Owner: graph.UserRef("ben")}})
	}
	for i := range 80 {
		require.Equal(t, 1, met[fmt.Sprint("x", i)], "x%d", i)
	}
	for id, times := range met {
		require.Equal(t, 1, times, id)
	}

	records, err := s.Records("ben", graph.Read, "account")
	require.NoError(t, err)
	for _, malformed := range []string{"x", "7.1", "7.1.", "7.1.zzzzzzzz", "7.1.1.1", "7.-1.1", "é", "7.zz.1"} {
		ids, next, err := records.Page(malformed, 1)
		require.ErrorIs(t, err, graph.ErrInvalid, malformed)
		require.Empty(t, ids)
		require.Empty(t, next)
	}
	_, _, err = records.Page("", 0)
	require.ErrorIs(t, err, graph.ErrInvalid)
	records, err = index.NewSnapshot(s.State(), s.Revision(), 8).Records("ben", graph.Read, "account")
	require.NoError(t, err)
	_, _, err = records.Page(token, 7)
	require.ErrorIs(t, err, index.ErrPageExpired)
}
