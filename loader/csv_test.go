package loader_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
	"github.com/accessindex/ambit/loader"
	"github.com/stretchr/testify/require"
)

const orgs = "../testdata/orgs/"

// files loads files of the given names and texts, out of one directory, into an empty organisation.
func files(t *testing.T, texts map[string]string) (*loader.Reader, *graph.State, error) {
	dir := t.TempDir()
	for name, text := range texts {
		write(t, dir, name, []byte(text))
	}
	return states(dir)
}

// states loads paths into an empty organisation.
func states(paths ...string) (*loader.Reader, *graph.State, error) {
	ctx, builder := context.Background(), graph.NewBuilder()
	r := loader.New(paths, nil)
	if err := r.Load(ctx, builder); err != nil {
		return r, nil, err
	}
	loaded, err := graph.NewState().Load(ctx, builder)
	return r, loaded.State, r.Explain(err)
}

// csvOf dumps an organisation as CSV.
func csvOf(t *testing.T, facts func(graph.Kind) iter.Seq[graph.Object]) (dir string) {
	dir = filepath.Join(t.TempDir(), "csv")
	require.NoError(t, loader.DumpCSV(context.Background(), dir, facts))
	return dir
}

// The worked example is the same organisation as lines, as CSV files and as both.
func TestFormsOfTheWorkedExample(t *testing.T) {
	text, err := os.ReadFile(worked)
	require.NoError(t, err)
	lines, err := state(text)
	require.NoError(t, err)
	oracle := indextest.New()
	require.NoError(t, oracle.Load(indextest.Worked()))
	for _, source := range []string{"worked.ndjson", "worked", "mixed"} {
		r, s, err := states(orgs + source)
		require.NoError(t, err)
		require.Equal(t, workedCounts, r.Counts().Objects, source)
		require.Equal(t, string(dump(t, lines)), string(dump(t, s)), source)
		read, total := r.Progress()
		require.Equal(t, total, read)

		ix, err := index.Open(t.TempDir(), nil)
		require.NoError(t, err)
		_, err = ix.Load(context.Background(), loader.New([]string{orgs + source}, nil).Load)
		require.NoError(t, err)
		for _, entity := range oracle.EntityNames() {
			for _, user := range oracle.UserIDs() {
				for _, ref := range oracle.RecordRefs(entity) {
					want, err := oracle.Rights(user, ref)
					require.NoError(t, err)
					got, err := ix.Snapshot().Rights(user, ref)
					require.NoError(t, err)
					require.Equal(t, want, got, "%s: %s %s", source, user, ref)
				}
			}
		}
		require.NoError(t, ix.Close())
	}
}

// Any organisation that is written as CSV, or each of its files in one form or the other, is the same
// when it is read again. 16.14
func TestRoundTripOfCSV(t *testing.T) {
	for seed := range uint64(60) {
		objects := indextest.Organisation(seed, indextest.Shape{})
		oracle := indextest.New()
		require.NoError(t, oracle.Load(objects), "seed %d", seed)
		var text []byte
		for _, o := range objects {
			text = append(loader.AppendObject(text, o), '\n')
		}
		want, err := state(text)
		require.NoError(t, err, "seed %d", seed)

		dir := csvOf(t, want.Objects)
		_, got, err := states(dir)
		require.NoError(t, err, "seed %d", seed)
		require.Equal(t, string(dump(t, want)), string(dump(t, got)), "seed %d", seed)
		require.Empty(t, indextest.DifferentFacts(oracle, got.Objects), "seed %d", seed)

		mix(t, dir, rand.New(rand.NewPCG(seed, 0)), want)
		_, got, err = states(dir)
		require.NoError(t, err, "seed %d", seed)
		require.Equal(t, string(dump(t, want)), string(dump(t, got)), "seed %d", seed)
	}
}

// mix replaces some of the CSV files of a directory by lines.
func mix(t *testing.T, dir string, dice *rand.Rand, s *graph.State) {
	filesOf := map[graph.Kind][]string{
		graph.KindSettings: {"settings"}, graph.KindEntity: {"entities"}, graph.KindBusinessUnit: {"business_units"},
		graph.KindPosition: {"positions"}, graph.KindUser: {"users"}, graph.KindTeam: {"teams"}, graph.KindMember: {"members"},
		graph.KindPrivilege: {"privileges"}, graph.KindRole: {"roles", "role_privileges", "role_overrides"},
		graph.KindRoleAssignment: {"role_assignments"}, graph.KindRecord: {"records"}, graph.KindRelationship: {"relationships"},
		graph.KindShare: {"shares", "inherited_shares"}, graph.KindTask: {"tasks"},
	}
	var lines bytes.Buffer
	require.NoError(t, loader.Dump(context.Background(), &lines, func(kind graph.Kind) iter.Seq[graph.Object] {
		if dice.IntN(2) == 0 {
			return func(func(graph.Object) bool) {}
		}
		for _, name := range filesOf[kind] {
			if err := os.Remove(filepath.Join(dir, name+".csv")); err != nil {
				require.ErrorIs(t, err, fs.ErrNotExist)
			}
		}
		return s.Objects(kind)
	}))
	write(t, dir, "others.ndjson", lines.Bytes())
}

// Whatever text a fact may hold comes back, and so does what says nothing.
func TestOddTextInCSV(t *testing.T) {
	odd := []string{
		" blanks ", "a,b", `"quoted"`, `"`, "#x", ";", `a;"b";`, "=1+1", "\ufeffx", "ü😀", "{}", `\.`, "null", "true", "user:x", "None",
	}
	objects := []graph.Object{
		graph.BusinessUnit{ID: "root", Name: "a\r\nb\nc\rd\x00e\t\"\r\n"},
		graph.Entity{Name: "account"}, graph.Entity{Name: "a,b \"c\"", Ownership: graph.OrganizationOwned},
		graph.Relationship{Child: "account", Lookup: "p,\"q\"", Parent: "account"},
		graph.Privilege{Name: "prvNothing", Depths: []graph.Depth{}}, graph.Privilege{Name: "prvOne", Depths: []graph.Depth{graph.Global}},
		graph.Privilege{Name: "prvSome", Depths: []graph.Depth{graph.Basic, graph.Global}},
		graph.Task{Name: "nothing", Requires: []string{}}, graph.Task{Name: "odd", Title: "\n", Requires: odd},
		graph.Role{ID: "empty", Privileges: map[string]graph.Depth{}},
	}
	for _, text := range odd {
		objects = append(objects,
			graph.User{ID: text}, graph.Record{Entity: "a,b \"c\"", ID: text}, graph.Record{Entity: "account", ID: text, Owner: graph.UserRef(text)},
			graph.Team{ID: "team " + text, BusinessUnit: "root", Name: text}, graph.RoleAssignment{Role: "empty", Principal: graph.TeamRef("team " + text)},
			graph.RecordShare{Record: graph.RecordRef("account", text), Principal: graph.UserRef(text), Rights: 3},
		)
	}
	objects = append(objects,
		graph.Record{Entity: "account", ID: "child", Owner: graph.UserRef(";"), Lookups: map[string]graph.Ref{"p,\"q\"": {Entity: "account", ID: " blanks "}}},
		graph.RecordShare{Record: graph.RecordRef("account", "child"), Principal: graph.Organization, Inherited: []graph.InheritedShare{{Rights: graph.AllRights}}},
		graph.RecordShare{Record: graph.RecordRef("account", "child"), Principal: graph.UserRef("#x"), Rights: 1, Inherited: []graph.InheritedShare{
			{Rights: 2}, {Origin: graph.RecordRef("account", " blanks "), Rights: 16},
		}},
	)
	var text []byte
	for _, o := range objects {
		text = append(loader.AppendObject(text, o), '\n')
	}
	want, err := state(text)
	require.NoError(t, err)
	dir := csvOf(t, want.Objects)
	_, got, err := states(dir)
	require.NoError(t, err)
	require.Equal(t, string(dump(t, want)), string(dump(t, got)))
}

// How a CSV file is spelled does not matter: the order of columns, CRLF, a byte order mark, quotes,
// blank lines, the end of the last line, the case of its name and what it is packed with.
func TestSpellingsOfCSV(t *testing.T) {
	const units, users = "business_units.csv", "id,name,disabled\nu,\"a\nb\",true\nv,,\nw,c,false\n"
	want := `{"kind":"business_unit","id":"root"}
{"kind":"user","id":"u","name":"a\nb","disabled":true}
{"kind":"user","id":"v"}
{"kind":"user","id":"w","name":"c"}
`
	for name, test := range map[string]struct{ file, text string }{
		"plain":           {"users.csv", users},
		"upper case":      {"USERS.CSV", users},
		"columns":         {"users.csv", "disabled,id,name\ntrue,u,\"a\nb\"\n,v,\nfalse,w,c\n"},
		"no columns":      {"users.csv", "id,name,disabled,manager,position,business_unit\nu,\"a\nb\",true,,,\nv,,,,,\nw,c,false,,,\n"},
		"byte order mark": {"users.csv", "\ufeff" + users},
		"and quotes":      {"users.csv", "\ufeff\"id\",\"name\",\"disabled\"\r\n\"u\",\"a\nb\",\"true\"\r\n\"v\",\"\",\"\"\r\n\"w\",\"c\",\"false\"\r\n"},
		"blank lines":     {"users.csv", "\n\r\n" + strings.ReplaceAll(users, "v,", "\n\r\nv,") + "\n\n"},
		"no end":          {"users.csv", strings.TrimSuffix(users, "\n")},
		"CR at the end":   {"users.csv", strings.TrimSuffix(users, "\n") + "\r"},
		"gzip":            {"users.csv.gz", string(gzipped(t, []byte(users)))},
		"gzip by content": {"users.csv", string(gzipped(t, []byte("\ufeff"+users)))},
		"zstd":            {"Users.csv.ZST", string(zstandard(t, []byte(users)))},
	} {
		t.Run(name, func(t *testing.T) {
			_, s, err := files(t, map[string]string{units: "id\nroot", test.file: test.text})
			require.NoError(t, err)
			require.Equal(t, want, string(dump(t, s)))
		})
	}
}

// A CSV file may be given on its own, and its records may be those of one entity.
func TestSingleCSV(t *testing.T) {
	for name, text := range map[string]string{
		"records.csv":            "id,entity,lookup.parent,lookup.Parent\na,account,account:b,\nb,account,,account:a\n",
		"records-account.csv":    "id,lookup.parent,lookup.Parent\na,account:b,\nb,,account:a\n",
		"Records-ACCOUNT.csv.gz": string(gzipped(t, []byte("entity,id,lookup.parent,lookup.Parent\naccount,a,account:b,\n,b,,account:a\n"))),
	} {
		r, err := load([]string{write(t, t.TempDir(), name, []byte(text))}, nil)
		require.NoError(t, err)
		require.Equal(t, map[graph.Kind]int{graph.KindRecord: 2}, r.Counts().Objects)
		require.Equal(t, 3, r.Counts().Lines)
	}
}

// Roles and shares come together out of their files, in whatever order and case they stand.
func TestPartsOfCSV(t *testing.T) {
	r, s, err := files(t, map[string]string{
		"business_units.csv":   "id,parent\nroot,\nnorth,root\n",
		"settings.csv":         "value,name\ntrue,role_depth_overrides\ntrue,ownership_across_business_units\ntrue,role_depth_overrides\n",
		"entities.csv":         "name\nAccount\n",
		"relationships.csv":    "child,lookup,parent\nAccount,up,Account\n",
		"users.csv":            "id\nu\nv\n",
		"records-account.csv":  "id,owner,lookup.up\nb,user:u,\na,user:u,account:b\n",
		"roles.csv":            "id\nr\nempty\n",
		"role_privileges.csv":  "depth,role,privilege\nDeep,r,prvReadAccount\nnone,r,prvWriteAccount\nDeep,r,prvReadAccount\nParent: Child Business Units,r,prvGoOffline\n",
		"role_overrides.csv":   "role,business_unit,privilege,depth\nr,north,prvReadAccount,Global\nr,north,prvReadAccount,organization\nr,root,prvReadAccount,None\n",
		"shares.csv":           "record,principal,rights\naccount:a,user:u,Read;update\naccount:b,user:u,\n",
		"inherited_shares.csv": "record,principal,origin,rights\nACCOUNT:a,user:u,account:b,2\nAccount:a,user:u,ACCOUNT:b,Write\naccount:a,user:v,,Read\naccount:a,user:u,,4\naccount:a,organization,,0\n",
	})
	require.NoError(t, err)
	require.Equal(t, `{"kind":"settings","ownership_across_business_units":true,"role_depth_overrides":true}
{"kind":"entity","name":"Account"}
{"kind":"business_unit","id":"north","parent":"root"}
{"kind":"business_unit","id":"root"}
{"kind":"user","id":"u"}
{"kind":"user","id":"v"}
{"kind":"role","id":"empty","privileges":{}}
{"kind":"role","id":"r","privileges":{"prvGoOffline":"Deep","prvReadAccount":"Deep"},"overrides":[{"business_unit":"north","privilege":"prvReadAccount","depth":"Global"}]}
{"kind":"record","entity":"Account","id":"a","owner":"user:u","lookups":{"up":"Account:b"}}
{"kind":"record","entity":"Account","id":"b","owner":"user:u"}
{"kind":"relationship","child":"Account","lookup":"up","parent":"Account"}
{"kind":"share","record":"Account:a","principal":"user:u","rights":["Read","Write"],"inherited":[{"rights":["Append"]},{"origin":"Account:b","rights":["Write"]}]}
{"kind":"share","record":"Account:a","principal":"user:v","inherited":[{"rights":["Read"]}]}
`, string(dump(t, s)))
	require.Equal(t, 4, r.Counts().Objects[graph.KindShare]) // those that give nothing included
	require.Equal(t, 2, r.Counts().Objects[graph.KindRole])
	require.Equal(t, 1, r.Counts().Objects[graph.KindSettings])
}

// What the graph refuses is told by the line where its row starts. 15.4
func TestExplainCSV(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "business_units.csv", []byte("id,name\nroot,\"a\r\nb\"\r\nother,\"\n\n\"\r\n"))
	users := write(t, dir, "users.csv", []byte("id,name,manager\r\nu,\"a\r\n\r\nb\",\r\n\r\nv,\"\n\",nobody\r\n"))
	lines := write(t, dir, "users.ndjson", []byte("{\"kind\":\"user\",\"id\":\"u\"}\n"))
	_, _, err := states(dir)
	require.ErrorIs(t, err, graph.ErrDuplicate)
	require.EqualError(t, err, lines+":1: user \"u\": duplicate, see "+users+":2")
	require.NoError(t, os.Remove(lines))
	write(t, dir, "business_units.csv", []byte("id\nroot\n"))
	_, _, err = states(dir)
	require.ErrorIs(t, err, graph.ErrUnknown)
	require.EqualError(t, err, users+":6: user \"v\": manager \"nobody\": unknown")
}

// Many rows come in many blocks, and quotes run over the ends of these.
func TestBlocksOfCSV(t *testing.T) {
	var text strings.Builder
	text.WriteString("id,name\n")
	line := 2
	lines := map[int]bool{}
	for i := range 20_000 {
		lines[line] = true
		breaks := i % 9
		fmt.Fprintf(&text, "%d,\"%s,\"\"%d\"\"\"\n", i, strings.Repeat("x\n", breaks), i)
		line += breaks + 1
	}
	path := write(t, t.TempDir(), "users.csv", []byte(text.String()))
	r, s, err := states(path, write(t, t.TempDir(), "business_units.csv", []byte("id\nroot")))
	require.NoError(t, err)
	require.Equal(t, 20_000, r.Counts().Objects[graph.KindUser])
	require.Equal(t, line-1+2, r.Counts().Lines)
	for o := range s.Objects(graph.KindUser) {
		user := o.(graph.User)
		require.True(t, strings.HasSuffix(user.Name, ",\""+user.ID+"\""), "%q", user.Name)
	}

	_, err = load([]string{write(t, t.TempDir(), "users.csv", []byte(text.String()+"x,\"y\nz\",u\nz,,\n"))}, nil)
	var list *loader.ParseErrors
	require.ErrorAs(t, err, &list)
	require.Len(t, list.List, 2)
	require.Equal(t, []int{line, line + 2}, []int{list.List[0].Line, list.List[1].Line})
}

// A dump needs a directory of its own, and leaves nothing behind when it fails.
func TestDumpCSVStops(t *testing.T) {
	dir := t.TempDir()
	objects := make([]graph.Object, 10_000)
	for i := range objects {
		objects[i] = graph.User{ID: "somebody"}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, loader.DumpCSV(ctx, dir, byKind(objects)), context.Canceled)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)

	path := write(t, dir, "positions.csv", []byte("id\n"))
	require.ErrorIs(t, loader.DumpCSV(context.Background(), dir, byKind(nil)), fs.ErrExist)
	require.FileExists(t, path)
	require.Error(t, loader.DumpCSV(context.Background(), path, byKind(nil)))
}

// Settings at their defaults and kinds without objects have no file.
func TestDumpCSVLeavesOut(t *testing.T) {
	dir := csvOf(t, byKind([]graph.Object{graph.DefaultSettings(), graph.Member{Team: "t", User: "u"}}))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1)
	text, err := os.ReadFile(filepath.Join(dir, "members.csv"))
	require.NoError(t, err)
	require.Equal(t, "team,user\nt,u\n", string(text))
}
