package index_test

import (
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

func copied(ids iter.Seq[[]byte]) (all []string) {
	for id := range ids {
		all = append(all, string(id))
	}
	return all
}

// 3.12: IDs from a place to another are that part of All, wherever these places are.
func TestIDs(t *testing.T) {
	s, users, _ := benchSnapshot(t, 3000)
	sets := []index.RecordSet{{}}
	for _, user := range users {
		found, err := s.Records(user, graph.Read, "account")
		require.NoError(t, err)
		sets = append(sets, found)
	}
	for _, set := range sets {
		all := slices.Collect(set.All())
		places := []int{-1, 0, 1, len(all) / 3, len(all) - 1, len(all), len(all) + 1}
		for _, from := range places {
			for _, to := range places {
				first, end := max(min(from, len(all)), 0), max(min(to, len(all)), 0)
				want := []string(nil)
				if first < end {
					want = all[first:end]
				}
				require.Equal(t, want, copied(set.IDs(from, to)), "%d to %d of %d", from, to, len(all))
			}
		}
		for id := range set.IDs(0, set.Len()) {
			require.Equal(t, all[0], string(id))
			break
		}
	}
}
