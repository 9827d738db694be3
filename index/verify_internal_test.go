package index

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// Verify finds a plan that outlived the facts it was made from, and a set that is not what the rows give.
func TestVerifyFinds(t *testing.T) {
	ctx := context.Background()
	faults := map[string]func(*Snapshot){
		"a stale plan": func(s *Snapshot) {
			page, slot := planRow(userOf(t, s, "cy"))
			table := newPlanTable(s.state)
			table.pages[page].users[slot].Store(s.userPlan(userOf(t, s, "ben")))
			s.plan(s.userPlan(userOf(t, s, "ben")), accounts(t, s))
			s.plans.Store(table)
		},
		"a set of another holding": func(s *Snapshot) {
			es := s.setsOf(accounts(t, s))
			es.holdings.set(&edit{}, 1, es.holdings.at(2))
		},
	}
	for name, inject := range faults {
		t.Run(name, func(t *testing.T) {
			ix, err := Open(t.TempDir(), nil)
			require.NoError(t, err)
			defer ix.Close()
			_, err = ix.Load(ctx, func(_ context.Context, b *graph.Builder) error {
				section := b.Section()
				for _, o := range indextest.Worked() {
					if err := section.Put(graph.Place{}, o); err != nil {
						return err
					}
				}
				return nil
			})
			require.NoError(t, err)
			found, err := ix.Verify(ctx)
			require.NoError(t, err)
			require.Empty(t, found)
			inject(ix.Snapshot())
			found, err = ix.Verify(ctx)
			require.NoError(t, err)
			require.NotEmpty(t, found)
		})
	}
}

func userOf(t *testing.T, s *Snapshot, id string) graph.PrincipalNumber {
	t.Helper()
	user, err := s.askUser(id)
	require.NoError(t, err)
	return user
}

func accounts(t *testing.T, s *Snapshot) graph.Records {
	t.Helper()
	e, err := s.askEntity("account")
	require.NoError(t, err)
	return e
}
