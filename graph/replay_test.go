package graph_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index/indextest"
)

// read is the State that the pages of another one make.
func read(t testing.TB, s *graph.State) *graph.State {
	t.Helper()
	r := graph.NewStateReader()
	for page := range s.Pages() {
		require.NoError(t, r.Add(page.Key, page.Append(nil)))
	}
	state, err := r.State()
	require.NoError(t, err)
	return state
}

// ordinals are those of all records.
func ordinals(s *graph.State) map[string]graph.Ordinal {
	all := map[string]graph.Ordinal{}
	for _, r := range s.Entities() {
		for ordinal := range r.End() {
			if r.Live(ordinal) {
				all[graph.RecordRef(r.Fact().Name, r.ID(ordinal)).String()] = ordinal
			}
		}
	}
	return all
}

// requireSame tests that two states have the same facts, and the same ordinals also for the records that
// come next.
func requireSame(t *testing.T, want, got *graph.State, at ...any) {
	t.Helper()
	require.Equal(t, facts(want), facts(got), at...)
	require.Equal(t, ordinals(want), ordinals(got), at...)
	require.Equal(t, want.Numbering(), got.Numbering(), at...)
	x, err := want.Replay(next(want))
	require.NoError(t, err)
	y, err := got.Replay(next(want))
	require.NoError(t, err)
	require.Equal(t, ordinals(x), ordinals(y), at...)
}

// next are records that come next, of every entity that there is or was.
func next(s *graph.State) []graph.Change {
	var batch []graph.Change
	for n := 1; n < s.EntityNumbers(); n++ {
		name := s.EntityAt(graph.EntityNumber(n)).Fact().Name
		batch = append(batch, graph.PutObject{Object: graph.Entity{Name: name, Ownership: graph.Unowned}})
		for i := range 5 {
			batch = append(batch, graph.PutObject{Object: graph.Record{Entity: name, ID: fmt.Sprint("r", i+1)}})
		}
	}
	return batch
}

// The effects of batches, encoded and read back, give what the batches gave, one by one and from any State
// that was written out in pages; the ordinals too, so that a page token outlives a restart.
func TestReplayGivesWhatApplyGave(t *testing.T) {
	for seed := uint64(1); seed <= atMost(25); seed++ {
		random := rand.New(rand.NewPCG(seed, 1))
		objects := indextest.Organisation(seed, indextest.Shape{})
		oracle := indextest.New()
		require.NoError(t, oracle.Load(objects))
		loaded, err := graph.NewState().Load(t.Context(), builder(t, objects))
		require.NoError(t, err)
		live := loaded.State
		live.Settle()
		history := indextest.NewHistory(seed, objects)
		checkpoint, log := read(t, live), [][]graph.Change(nil)
		for step := range 40 {
			at := []any{"seed %d step %d", seed, step}
			batch := history.Next(oracle.Objects())
			if oracle.Apply(batch) != nil {
				continue
			}
			next, effects, err := live.Apply(batch)
			require.NoError(t, err, at...)
			changes := effects.Changes
			if effects.AsGiven {
				changes = batch
			}
			text, err := graph.EncodeChanges(changes)
			require.NoError(t, err, at...)
			changes, err = graph.DecodeChanges(text)
			require.NoError(t, err, at...)
			again, err := graph.EncodeChanges(changes)
			require.NoError(t, err, at...)
			require.Equal(t, string(text), string(again), at...)

			replayed, err := live.Replay(changes)
			require.NoError(t, err, at...)
			requireSame(t, next, replayed, at...)
			live, log = next, append(log, changes)
			live.Settle()
			if random.IntN(6) == 0 {
				recovered, err := checkpoint.Replay(log...)
				require.NoError(t, err, at...)
				requireSame(t, live, recovered, at...)
				checkpoint, log = read(t, live), nil
				requireSame(t, live, checkpoint, at...)
				requireSamePages(t, checkpoint, read(t, checkpoint))
			}
		}
	}
}

// requireSamePages tests that pages read and written again are as they were.
func requireSamePages(t *testing.T, want, got *graph.State) {
	t.Helper()
	written := func(s *graph.State) map[graph.PageKey][]byte {
		all := map[graph.PageKey][]byte{}
		for page := range s.Pages() {
			require.NotContains(t, all, page.Key)
			all[page.Key] = page.Append(nil)
		}
		return all
	}
	pages := written(got)
	for key, text := range written(want) {
		if !bytes.Equal(text, pages[key]) {
			require.Equal(t, string(text), string(pages[key]), "page %v", key)
		}
		delete(pages, key)
	}
	require.Empty(t, pages)
}

// A record keeps its ordinal from the first State that has it to the last, whatever comes and goes
// beside it; the ordinal of one that is gone is used again.
func TestOrdinals(t *testing.T) {
	state := worked(t)
	r, _ := state.Entity("account")
	first := ordinals(state)
	steps := []struct {
		batch []graph.Change
		want  map[string]graph.Ordinal // beside those of section 17
	}{
		{puts(account("x", "cy"), account("y", "cy")), map[string]graph.Ordinal{"account:x": 6, "account:y": 7}},
		{deletes(account("x", "")), map[string]graph.Ordinal{"account:y": 7}},
		{puts(account("z", "cy")), map[string]graph.Ordinal{"account:y": 7, "account:z": 6}},
		{puts(account("x", "cy")), map[string]graph.Ordinal{"account:y": 7, "account:z": 6, "account:x": 8}},
		{then(deletes(account("y", ""), account("z", "")), puts(account("z", "ben"))), map[string]graph.Ordinal{"account:z": 6, "account:x": 8}},
		{puts(account("w", "cy"), account("v", "cy")), map[string]graph.Ordinal{"account:z": 6, "account:x": 8, "account:w": 7, "account:v": 9}},
	}
	require.Equal(t, graph.Ordinal(6), r.End())
	for i, step := range steps {
		next, _, err := state.Apply(step.batch)
		require.NoError(t, err)
		want := map[string]graph.Ordinal{}
		for ref, ordinal := range first {
			want[ref] = ordinal
		}
		for ref, ordinal := range step.want {
			want[ref] = ordinal
		}
		require.Equal(t, want, ordinals(next), "step %d", i)
		for ref, ordinal := range want {
			parsed, err := graph.ParseRef(ref)
			require.NoError(t, err)
			records, _ := next.Entity(parsed.Entity)
			found, live := records.Find(parsed.ID)
			require.True(t, live)
			require.Equal(t, ordinal, found)
		}
		if i%2 == 0 {
			next.Settle()
		}
		state = read(t, next) // opened anew
		if i%3 == 0 {
			state = next // or not
		}
	}
}

// An entity that comes back begins with ordinals of its own, whether its State was written out meanwhile
// or not.
func TestOrdinalsOfAnEntityPutAgain(t *testing.T) {
	fax := func(id string) graph.Record { return graph.Record{Entity: "fax", ID: id, Owner: graph.UserRef("cy")} }
	before := worked(t, graph.Entity{Name: "fax"}, fax("f"), fax("g"))
	gone := deletes(fax("f"), fax("g"), graph.Entity{Name: "fax"})
	again := puts(graph.Entity{Name: "fax"}, fax("g"))
	live, _, err := before.Apply(gone)
	require.NoError(t, err)
	opened := read(t, live)
	for n := 1; n < opened.EntityNumbers(); n++ {
		require.Equal(t, graph.EntityNumber(n), opened.EntityAt(graph.EntityNumber(n)).Number())
	}
	want, _, err := live.Apply(again)
	require.NoError(t, err)
	got, _, err := opened.Apply(again)
	require.NoError(t, err)
	requireSame(t, want, got)
	replayed, err := before.Replay(gone, again)
	require.NoError(t, err)
	requireSame(t, want, replayed)

	together, _, err := before.Apply(then(gone, again)) // never without the entity in the end
	require.NoError(t, err)
	replayed, err = before.Replay(then(gone, again))
	require.NoError(t, err)
	requireSame(t, together, replayed)
}

// Malformed text is no batch.
func TestDecodeChangesRefuses(t *testing.T) {
	for _, text := range []string{
		"put", "put user", "put user {", "move user {}", "put nothing {}", "put user {}{}", `put role {"privileges":{"x":"RecordFilter"}}`,
		`put share {"record":"account"}`, "\n", `put record {"owner":"unit:x"}`,
	} {
		_, err := graph.DecodeChanges([]byte(text))
		require.ErrorIs(t, err, graph.ErrInvalid, text)
	}
	_, err := graph.EncodeChanges([]graph.Change{nil})
	require.ErrorIs(t, err, graph.ErrInvalid)
	none, err := graph.DecodeChanges(nil)
	require.NoError(t, err)
	require.Empty(t, none)
}
