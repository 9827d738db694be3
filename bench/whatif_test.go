package bench_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// branches is an organisation with answers that are known: below the root ten regions, below each 50
// offices; of each region's users two in five sit in the region itself and reach, with all eight rights,
// whatever is below it (Deep), the others in the offices and reach their own (Basic). Every user owns 20
// accounts. In one that is moved the first region lies below the second.
type branches struct {
	users int
	moved bool
}

const (
	regions     = 10
	offices     = 50 // of a region
	ownedByEach = 20
)

func (o branches) perRegion() int { return o.users / regions }
func (o branches) heads() int     { return o.perRegion() * 2 / 5 } // of a region
func (o branches) user(region, i int) string {
	return fmt.Sprintf("u%02d-%05d", region, i)
}

func (o branches) unit(region, i int) string {
	if i < o.heads() {
		return fmt.Sprint("r", region)
	}
	return fmt.Sprintf("r%d-o%d", region, i%offices)
}

func all(d graph.Depth) map[string]graph.Depth {
	granted := map[string]graph.Depth{}
	for _, r := range graph.EachRight {
		granted["prv"+r.String()+"account"] = d
	}
	return granted
}

func (o branches) load(_ context.Context, to *graph.Builder) error {
	section := to.Section()
	var err error
	put := func(object graph.Object) {
		if err == nil {
			err = section.Put(graph.Place{}, object)
		}
	}
	put(graph.Entity{Name: "account"})
	put(graph.BusinessUnit{ID: "root"})
	put(graph.Role{ID: "head", Privileges: all(graph.Deep)})
	put(graph.Role{ID: "clerk", Privileges: all(graph.Basic)})
	for region := range regions {
		parent := "root"
		if o.moved && region == 0 {
			parent = "r1"
		}
		put(graph.BusinessUnit{ID: fmt.Sprint("r", region), Parent: parent})
		for office := range offices {
			put(graph.BusinessUnit{ID: fmt.Sprintf("r%d-o%d", region, office), Parent: fmt.Sprint("r", region)})
		}
		for i := range o.perRegion() {
			user, role := o.user(region, i), "clerk"
			if i < o.heads() {
				role = "head"
			}
			put(graph.User{ID: user, BusinessUnit: o.unit(region, i)})
			put(graph.RoleAssignment{Role: role, Principal: graph.UserRef(user)})
			for n := range ownedByEach {
				put(graph.Record{Entity: "account", ID: fmt.Sprintf("%s-%02d", user, n), Owner: graph.UserRef(user)})
			}
		}
	}
	return err
}

// whatIf is a batch with what it should change: how many lists, and how many records these gain and lose.
type whatIf struct {
	name                string
	change              graph.Change
	lists, gained, lost int
}

func (o branches) whatIfs() []whatIf {
	heads, records := o.heads(), o.perRegion()*ownedByEach
	assign := func(region int) graph.Change {
		return graph.AssignRecord{
			Record: graph.RecordRef("account", o.user(0, heads)+"-00"),
			Owner:  graph.UserRef(o.user(region, heads+1)),
		}
	}
	local := all(graph.Deep)
	local["prvWriteaccount"] = graph.Local
	return []whatIf{
		{"assign", assign(0), 16, 8, 8},
		{"assign-to-region", assign(1), 16 * (heads + 1), 8 * (heads + 1), 8 * (heads + 1)},
		{"move-region", graph.MoveUnit{BusinessUnit: "r0", Parent: "r1"}, 8 * heads, 8 * heads * records, 0},
		{"role", graph.PutObject{Object: graph.Role{ID: "head", Privileges: local}},
			regions * heads, 0, regions * heads * (records - heads*ownedByEach)},
	}
}

// BenchmarkTry tries single changes on an organisation of a million records; BenchmarkDiff says whose
// access they change.
func BenchmarkTry(b *testing.B) {
	forWhatIfs(b, func(b *testing.B, snap *index.Snapshot, each whatIf) {
		for b.Loop() {
			if _, err := snap.Try(each.change); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkDiff(b *testing.B) {
	forWhatIfs(b, func(b *testing.B, snap *index.Snapshot, each whatIf) {
		for b.Loop() {
			tried, err := snap.Try(each.change)
			require.NoError(b, err)
			requireWhatIf(b, snap, tried, each)
		}
	})
}

// BenchmarkDiffIndexes compares two indexes that were loaded each by itself, and number their records
// otherwise.
func BenchmarkDiffIndexes(b *testing.B) {
	for _, users := range []int{5_000, 50_000} {
		before, after := branches{users: users}, branches{users, true}
		one, other := before.loaded(b).Snapshot(), after.loaded(b).Snapshot()
		b.Run(fmt.Sprintf("users=%d/records=%d", users, users*ownedByEach), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				requireWhatIf(b, one, other, before.whatIfs()[2])
			}
		})
	}
}

func (o branches) loaded(tb testing.TB) *index.Index {
	ix, err := index.Open(tb.TempDir(), nil)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, ix.Close()) })
	_, err = ix.Load(context.Background(), o.load)
	require.NoError(tb, err)
	return ix
}

func requireWhatIf(tb testing.TB, before, after *index.Snapshot, want whatIf) {
	lists, gained, lost := 0, 0, 0
	for change, err := range index.Diff(context.Background(), before, after) {
		require.NoError(tb, err)
		lists++
		gained += change.Gained.Len()
		lost += change.Lost.Len()
	}
	require.Equal(tb, [3]int{want.lists, want.gained, want.lost}, [3]int{lists, gained, lost}, want.name)
}

func forWhatIfs(b *testing.B, run func(b *testing.B, snap *index.Snapshot, each whatIf)) {
	for _, users := range []int{5_000, 50_000} {
		o := branches{users: users}
		ix := o.loaded(b)
		for _, each := range o.whatIfs() {
			b.Run(fmt.Sprintf("change=%s/users=%d/records=%d", each.name, users, users*ownedByEach), func(b *testing.B) {
				b.ReportAllocs()
				run(b, ix.Snapshot(), each)
			})
		}
	}
}

// The benchmarks' answers are right on a small organisation, and against another index too.
func TestWhatIf(t *testing.T) {
	o := branches{users: 500}
	base := o.loaded(t).Snapshot()
	for _, each := range o.whatIfs() {
		tried, err := base.Try(each.change)
		require.NoError(t, err)
		requireWhatIf(t, base, tried, each)
		other := o.loaded(t)
		_, err = other.Apply(t.Context(), each.change)
		require.NoError(t, err)
		requireWhatIf(t, base, other.Snapshot(), each)
	}
	requireWhatIf(t, base, branches{500, true}.loaded(t).Snapshot(), o.whatIfs()[2])
}
