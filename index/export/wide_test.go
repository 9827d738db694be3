package export_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/export"
)

const (
	wideRecords = 40_000 // some pieces
	wideUsers   = 3_000  // who reach nothing
)

// wide is an organisation in which two users reach all records, another every third, and many none.
func wide(t *testing.T) *index.Snapshot {
	return snapshot(t, func(yield func(graph.Object) bool) {
		for _, o := range []graph.Object{
			graph.Entity{Name: "account"}, graph.BusinessUnit{ID: "root"},
			graph.User{ID: "all"}, graph.User{ID: "none"}, graph.User{ID: "third"}, graph.User{ID: "whole"},
			graph.Role{ID: "reader", Privileges: map[string]graph.Depth{"prvReadAccount": graph.Global}},
			graph.Role{ID: "owner", Privileges: map[string]graph.Depth{"prvReadAccount": graph.Basic}},
			graph.RoleAssignment{Role: "reader", Principal: graph.UserRef("all")},
			graph.RoleAssignment{Role: "reader", Principal: graph.UserRef("whole")},
			graph.RoleAssignment{Role: "owner", Principal: graph.UserRef("third")},
		} {
			yield(o)
		}
		for i := range wideUsers {
			yield(graph.User{ID: fmt.Sprintf("n%04d", i)})
		}
		for i := range wideRecords {
			yield(graph.Record{Entity: "account", ID: fmt.Sprint("r", i), Owner: graph.UserRef([]string{"third", "none", "none"}[i%3])})
		}
	})
}

// Users with many records are taken apart and put together again.
func TestManyPieces(t *testing.T) {
	s := wide(t)
	var rows, lines strings.Builder
	rows.WriteString("user,record\n")
	line := func(user string, step int) {
		fmt.Fprintf(&lines, `{"user":%q,"records":[`, user)
		for i := 0; step > 0 && i < wideRecords; i += step {
			fmt.Fprintf(&rows, "%s,r%d\n", user, i)
			if i > 0 {
				lines.WriteByte(',')
			}
			fmt.Fprintf(&lines, `"r%d"`, i)
		}
		lines.WriteString("]}\n")
	}
	line("all", 1)
	for i := range wideUsers {
		line(fmt.Sprintf("n%04d", i), 0)
	}
	line("none", 0)
	line("third", 3)
	line("whole", 1)
	calls, done := 0, 0
	c := export.Config{Right: index.Read, Entity: "account", Progress: func(n, total int) {
		require.Equal(t, wideUsers+4, total)
		require.GreaterOrEqual(t, n, done)
		calls, done = calls+1, n
	}}
	require.True(t, rows.String() == exported(t, s, c))
	require.Equal(t, wideUsers+4, done)
	require.Greater(t, calls, 10)
	done, c.Format = 0, export.NDJSON
	require.True(t, lines.String() == exported(t, s, c))
}
