package index_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

// 3.16: every operation check of small organisations, whoever asks about whatever there is.
func TestEveryOperationCheck(t *testing.T) {
	for seed := range uint64(6) {
		objects := indextest.Organisation(seed, indextest.Shape{
			Units: 5, Users: 6, Teams: 4, Positions: 2, Entities: 5, Roles: 6, Records: 14, Shares: 12,
		})
		if seed == 0 {
			objects = indextest.Worked()
		}
		o := indextest.New()
		require.NoError(t, o.Load(objects))
		s := index.NewSnapshot(loaded(t, objects), 1, 1)
		c := comparison{oracle: o, snap: s, Rand: rand.New(rand.NewPCG(seed, 1)), users: o.UserIDs(), entities: o.EntityNames()}
		for _, entity := range c.entities {
			c.records = append(c.records, o.RecordRefs(entity)...)
		}
		units := c.ids(graph.KindBusinessUnit)
		principals := []graph.Principal{graph.Organization}
		for _, user := range c.users {
			principals = append(principals, graph.UserRef(user))
		}
		for _, team := range slices.Concat(units, c.ids(graph.KindTeam)) {
			principals = append(principals, graph.TeamRef(team))
		}
		same := func(text string) {
			if text != "" {
				t.Fatalf("seed %d: %s", seed, text)
			}
		}
		for _, entity := range c.entities {
			for _, p := range principals {
				same(c.canOwn(p, entity))
			}
		}
		for _, user := range c.users {
			for _, entity := range c.entities {
				for _, owner := range append(principals, graph.Principal{}) {
					for _, unit := range append(units, "") {
						same(c.canCreate(user, entity, owner, unit))
					}
				}
				for _, task := range c.ids(graph.KindTask) {
					same(c.canDoTask(user, task, entity, false))
					same(c.canDoTask(user, task, "", true))
				}
			}
			for _, ref := range c.records {
				for _, p := range principals {
					same(c.canAssign(user, ref, p))
				}
				for _, r := range graph.EachRight {
					same(c.canShare(user, ref, pick(&c, principals), graph.Rights(r)))
				}
				same(c.canShare(user, ref, pick(&c, principals), 0))
				for _, other := range c.records {
					same(c.canLink(user, ref, other))
				}
			}
		}
	}
}

// The random operation checks of this package's tests take every branch that the oracle tells apart.
func TestOperationChecksTakeEveryBranch(t *testing.T) {
	taken := map[string]int{}
	for seed := uint64(1); seed <= 100; seed++ {
		objects := indextest.Organisation(seed, indextest.Shape{})
		o := indextest.New()
		require.NoError(t, o.Load(objects))
		s := index.NewSnapshot(loaded(t, objects), 1, 1)
		c := comparison{oracle: o, snap: s, Rand: rand.New(rand.NewPCG(seed, 1)), users: o.UserIDs(), entities: o.EntityNames()}
		for _, entity := range c.entities {
			c.records = append(c.records, o.RecordRefs(entity)...)
		}
		require.Empty(t, c.can(), "seed %d", seed)
		for branch, times := range o.Hits() {
			taken[branch] += times
		}
	}
	missed := slices.DeleteFunc(slices.Clone(indextest.AskBranches), func(branch string) bool { return taken[branch] > 0 })
	require.Equal(t, []string{"3.15 unknown right"}, missed) // no operation check names a right
}

// answers requires an answer and no error.
func answers(t *testing.T) func(want index.Decision) func(index.Decision, error) {
	return func(want index.Decision) func(index.Decision, error) {
		return func(got index.Decision, err error) {
			t.Helper()
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	}
}

// 17, rows 9, 11 and 12.
func TestOperationChecksOfTheWorkedExample(t *testing.T) {
	s := workedSnapshot(t)
	a3 := graph.RecordRef("account", "a3")
	is := answers(t)
	is(index.Allow)(s.CanOwn(graph.UserRef("eve"), "account"))                                           // row 9: 7.1, 9.3
	is(index.Deny)(s.CanAssign("ben", a3, graph.UserRef("dee")))                                         // row 11: 9.3, 10.1
	is(index.Allow)(s.CanAssign("ben", a3, graph.UserRef("cy")))                                         // row 11
	is(index.Deny)(s.CanShare("ben", a3, graph.UserRef("cy"), graph.RightsOf(graph.Read, graph.Delete))) // row 12: 11.2
	is(index.Allow)(s.CanCreate("cy", "account", graph.TeamRef("deals"), ""))                            // row 12: 9.1, 3.5c
	is(index.Deny)(s.CanCreate("cy", "account", graph.UserRef("ben"), ""))                               // row 12: 9.1
	is(index.Allow)(s.CanOwn(graph.UserRef("ben"), "account"))                                           // row 12: ben can own

	is(index.Allow)(s.CanShare("ben", a3, graph.UserRef("dee"), graph.RightsOf(graph.Read, graph.Write))) // 11.3: dee has no Write
	is(index.Allow)(s.CanShare("ben", a3, graph.UserRef("cy"), 0))                                        // 11.1: before revoke
	is(index.Deny)(s.CanShare("cy", graph.RecordRef("product", "p1"), graph.UserRef("ada"), 0))           // 11.8
	is(index.Deny)(s.CanOwn(graph.TeamRef("desk"), "account"))                                            // 9.3: access team
	is(index.Deny)(s.CanOwn(graph.Organization, "account"))                                               // 9.3
	is(index.Allow)(s.CanOwn(graph.TeamRef("deals"), "account"))                                          // 9.3
	is(index.Deny)(s.CanOwn(graph.UserRef("cy"), "product"))                                              // 9.3: nobody owns products
	is(index.Deny)(s.CanCreate("eve", "account", graph.Principal{}, ""))                                  // 7.2
	is(index.Deny)(s.CanCreate("ben", "account", graph.Principal{}, ""))                                  // 3.2: ben's gate for Create
}
