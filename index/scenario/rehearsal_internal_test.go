package scenario

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// What a dry-run announces is what the batch then changes, in random organisations and histories: the
// oracle lists what every user has before and after.
func TestWhatIsAnnouncedIsWhatChanges(t *testing.T) {
	const seeds, steps = 12, 6
	announced := 0
	for seed := uint64(1); seed <= seeds; seed++ {
		objects := indextest.Organisation(seed, indextest.Shape{Users: 6, Records: 30})
		o := indextest.New()
		require.NoError(t, o.Load(objects))
		s := &Scenario{name: "random"}
		for _, each := range objects {
			s.facts = append(s.facts, fact{object: each})
		}
		r := open(t, s)
		history := indextest.NewHistory(seed, objects)
		for step := range steps {
			batch := batch{changes: history.Next(o.Objects())}
			after := o.Clone()
			if after.Apply(batch.changes) != nil {
				continue
			}
			want := shiftsOfOracles(o, after)
			require.NoError(t, s.rehearse(t.Context(), &r.result, r.index.Snapshot(), s.steps[0], rehearsal{batch, want}))
			require.Empty(t, r.result.Failures, "seed %d, step %d", seed, step)
			require.NoError(t, r.apply(t.Context(), s.steps[0], batch))
			require.Empty(t, r.result.Failures, "seed %d, step %d", seed, step)
			announced += len(want)
			o = after
		}
	}
	require.Greater(t, announced, 200)
}

// open loads the facts of a scenario into an index.
func open(t *testing.T, s *Scenario) *runner {
	t.Helper()
	s.steps = []step{{text: "step"}}
	r := &runner{scenario: s, dir: filepath.Join(t.TempDir(), "index")}
	var err error
	r.index, err = index.Open(r.dir, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.index.Close()) })
	require.NoError(t, s.load(context.Background(), r.index))
	return r
}

// shiftsOfOracles is what tells the answers of two oracles apart, record by record.
func shiftsOfOracles(before, after *indextest.Oracle) shifts {
	var found shifts
	users := slices.Compact(slices.Sorted(slices.Values(append(before.UserIDs(), after.UserIDs()...))))
	entities := append(after.EntityNames(), before.EntityNames()...)
	seen := map[string]bool{}
	for _, entity := range entities {
		if seen[strings.ToLower(entity)] {
			continue
		}
		seen[strings.ToLower(entity)] = true
		for _, user := range users {
			for _, r := range graph.AllRights.List() {
				had, _ := before.List(user, r, entity) // who or what is not there has nothing
				has, _ := after.List(user, r, entity)
				if n := len(without(has, had)); n > 0 {
					found = append(found, shift{"gains", user, r, entity, n})
				}
				if n := len(without(had, has)); n > 0 {
					found = append(found, shift{"loses", user, r, entity, n})
				}
			}
		}
	}
	slices.SortFunc(found, shift.compare)
	return found
}
