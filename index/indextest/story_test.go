package indextest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

func TestReduceKeepsWhatFails(t *testing.T) {
	story := indextest.Story{Objects: indextest.Organisation(1, indextest.Shape{})}
	for i := range 30 {
		story.Batches = append(story.Batches, []graph.Change{
			graph.PutObject{Object: graph.Position{ID: "p1"}}, graph.DeleteObject{Object: graph.Position{ID: string(rune('a' + i))}},
		})
	}
	failure := func(s indextest.Story) string {
		for _, batch := range s.Batches {
			for _, change := range batch {
				if change.Subject().String() == `position "q"` {
					return "q"
				}
			}
		}
		return ""
	}
	reduced := indextest.Reduce(story, failure)
	require.Equal(t, "{\"op\":\"begin\"}\n{\"op\":\"delete\",\"kind\":\"position\",\"id\":\"q\"}\n{\"op\":\"commit\"}\n", reduced.String())
}
