package bench_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/loader"
	"github.com/accessindex/ambit/loader/generate"
)

// sizes are the numbers of records that the benchmarks run at.
var sizes = []int{100_000, 1_000_000}

// seed makes the organisations the same in every run.
const seed = 42

// world is a generated organisation as plain Go maps: the truth, and the baseline of an afternoon. It
// knows what the generator makes and no more: one entity, one role a user, classic mode.
type world struct {
	path    string // of its org stream
	users   []string
	records []string

	unitOf  map[string]string // principal to unit
	parent  map[string]string // unit to unit
	depth   map[string]graph.Depth
	teams   map[string][]string // user to principals of teams
	owner   map[string]string   // record to principal
	shared  map[string][]string // record to principals that may read it
	byOwner map[string][]string // principal to records
}

var worlds sync.Map // records to func() *world

// worldOf is the world with so many records, made once a run.
func worldOf(tb testing.TB, records int) *world {
	made, _ := worlds.LoadOrStore(records, sync.OnceValue(func() *world { return makeWorld(tb, records) }))
	return made.(func() *world)()
}

func makeWorld(tb testing.TB, records int) *world {
	config := generate.Default(records)
	config.Seed = seed
	path := filepath.Join(os.TempDir(), fmt.Sprintf("ambit-bench-%d-%d.ndjson", os.Getpid(), records))
	file, err := os.Create(path)
	require.NoError(tb, err)
	require.NoError(tb, generate.Write(context.Background(), file, config))
	require.NoError(tb, file.Close())
	w := &world{
		path: path, unitOf: map[string]string{}, parent: map[string]string{}, depth: map[string]graph.Depth{},
		teams: map[string][]string{}, owner: map[string]string{}, shared: map[string][]string{}, byOwner: map[string][]string{},
	}
	for object := range generate.Objects(config) {
		w.add(tb, object)
	}
	return w
}

func (w *world) add(tb testing.TB, object graph.Object) {
	switch o := object.(type) {
	case graph.BusinessUnit:
		w.parent[o.ID] = o.Parent
		w.unitOf["team:"+o.ID] = o.ID // the default team
	case graph.User:
		w.users = append(w.users, o.ID)
		w.unitOf["user:"+o.ID] = o.BusinessUnit
		w.teams[o.ID] = append(w.teams[o.ID], "team:"+o.BusinessUnit)
	case graph.Team:
		w.unitOf["team:"+o.ID] = o.BusinessUnit
	case graph.Member:
		w.teams[o.User] = append(w.teams[o.User], "team:"+o.Team)
	case graph.RoleAssignment:
		require.Equal(tb, graph.UserPrincipal, o.Principal.Kind)
		depth, err := graph.ParseDepth(strings.TrimPrefix(o.Role, "account-"))
		require.NoError(tb, err)
		w.depth[o.Principal.ID] = depth
	case graph.Record:
		w.records = append(w.records, o.ID)
		w.owner[o.ID] = o.Owner.String()
		w.byOwner[o.Owner.String()] = append(w.byOwner[o.Owner.String()], o.ID)
	case graph.RecordShare:
		if o.Rights.Has(graph.Read) {
			w.shared[o.Record.ID] = append(w.shared[o.Record.ID], o.Principal.String())
		}
	}
}

// reads reports whether a user may read a record, by walking up.
func (w *world) reads(user, record string) bool {
	if w.depth[user] == graph.None {
		return false
	}
	owner := w.owner[record]
	unit := w.unitOf[owner]
	switch home := w.unitOf["user:"+user]; w.depth[user] {
	case graph.Global:
		return true
	case graph.Local:
		if unit == home {
			return true
		}
	case graph.Deep:
		for at := unit; at != ""; at = w.parent[at] {
			if at == home {
				return true
			}
		}
	}
	mine := func(p string) bool {
		if p == "user:"+user {
			return true
		}
		for _, team := range w.teams[user] {
			if p == team {
				return true
			}
		}
		return false
	}
	if mine(owner) {
		return true
	}
	for _, p := range w.shared[record] {
		if mine(p) {
			return true
		}
	}
	return false
}

// count is how many records a user may read, by asking for each.
func (w *world) count(user string) int {
	count := 0
	for _, record := range w.records {
		if w.reads(user, record) {
			count++
		}
	}
	return count
}

// deepUser is the Deep user whose reach is nearest to a tenth of the records.
func (w *world) deepUser(tb testing.TB, snap *index.Snapshot) (user string, records index.RecordSet) {
	best := -1
	for _, each := range w.users {
		if w.depth[each] != graph.Deep {
			continue
		}
		set, err := snap.Records(each, graph.Read, "account")
		require.NoError(tb, err)
		off := max(set.Len()-len(w.records)/10, len(w.records)/10-set.Len())
		if best < 0 || off < best {
			best, user, records = off, each, set
		}
	}
	require.NotEmpty(tb, user)
	require.Equal(tb, w.count(user), records.Len())
	return user, records
}

// loaded is a new index that holds the world.
func (w *world) loaded(tb testing.TB) *index.Index {
	ix := w.loadedIn(tb, tb.TempDir())
	tb.Cleanup(func() { require.NoError(tb, ix.Close()) })
	return ix
}

// loadedIn is a new index in a directory that holds the world.
func (w *world) loadedIn(tb testing.TB, dir string) *index.Index {
	ix, err := index.Open(dir, nil)
	require.NoError(tb, err)
	_, err = ix.Load(context.Background(), loader.New([]string{w.path}, nil).Load)
	require.NoError(tb, err)
	return ix
}

// parse is the floor of loading: every line decoded, and nothing made of it.
func (w *world) parse(tb testing.TB) int {
	file, err := os.Open(w.path)
	require.NoError(tb, err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, loader.MaxLine)
	objects := 0
	for lines.Scan() {
		if _, err := loader.Decode(lines.Bytes()); err != nil {
			tb.Fatal(err)
		}
		objects++
	}
	return objects
}

func TestMain(m *testing.M) {
	code := m.Run()
	worlds.Range(func(_, made any) bool {
		_ = os.Remove(made.(func() *world)().path)
		return true
	})
	os.Exit(code)
}

// The truth agrees with the index on a small world, so that what the benchmarks check against is right.
func TestWorld(t *testing.T) {
	w := worldOf(t, 2_000)
	snap := w.loaded(t).Snapshot()
	for _, user := range w.users {
		set, err := snap.Records(user, graph.Read, "account")
		require.NoError(t, err)
		require.Equal(t, w.count(user), set.Len(), user)
	}
}
