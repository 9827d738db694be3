package cli_test

import (
	"encoding/json"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
	"github.com/accessindex/ambit/loader"
)

// organisation is a random one that was loaded by the command, beside the oracle that has it too.
type organisation struct {
	*indextest.Oracle
	dir     string
	records []graph.Ref
}

func loadOrganisation(t *testing.T, seed uint64) organisation {
	t.Helper()
	objects := indextest.Organisation(seed, indextest.Shape{})
	org := organisation{indextest.New(), filepath.Join(t.TempDir(), "ambit.db"), nil}
	require.NoError(t, org.Load(objects))
	var stream []byte
	for _, each := range objects {
		stream = append(loader.AppendObject(stream, each), '\n')
	}
	require.Equal(t, result{}, run(t, org.dir, string(stream), "load", "--quiet", "-"), "seed %d", seed)
	for _, entity := range org.EntityNames() {
		org.records = append(org.records, org.RecordRefs(entity)...)
	}
	return org
}

// Check, who and explain say by command what the oracle says, of every user, right and record.
func TestCommandsAgreeWithTheOracle(t *testing.T) {
	for seed := range uint64(4) {
		t.Logf("seed %d", seed)
		org := loadOrganisation(t, seed)
		checkBatch(t, org)
		for _, right := range graph.EachRight {
			askWho(t, org, right)
		}
		dice := rand.New(rand.NewPCG(seed, 0))
		for range 20 {
			user, record := org.UserIDs()[dice.IntN(len(org.UserIDs()))], org.records[dice.IntN(len(org.records))]
			explainAll(t, org, user, record)
		}
	}
}

// checkBatch asks all checks at once, and whether each user may create a record of each entity (9.1).
func checkBatch(t *testing.T, org organisation) {
	t.Helper()
	var questions []byte
	var want []index.Decision
	ask := func(fields map[string]string, allowed bool, err error) {
		line, bad := json.Marshal(fields)
		require.NoError(t, bad)
		questions = append(append(questions, line...), '\n')
		want = append(want, index.Decision(allowed && err == nil))
	}
	for _, user := range org.UserIDs() {
		for _, right := range graph.EachRight {
			for _, record := range org.records {
				allowed, err := org.Check(user, right, record)
				ask(map[string]string{"user": user, "right": right.String(), "record": record.String()}, allowed, err)
			}
		}
		for _, entity := range org.EntityNames() {
			allowed, err := org.CanCreate(user, entity, graph.Principal{}, "")
			ask(map[string]string{"user": user, "right": "Create", "entity": entity}, allowed, err)
			other := graph.UserRef(org.UserIDs()[0])
			allowed, err = org.CanCreate(user, entity, other, "")
			fields := map[string]string{"user": user, "right": "Create", "entity": entity, "owner": other.String()}
			ask(fields, allowed, err)
		}
	}
	got := run(t, org.dir, string(questions), "check", "--batch", "-")
	require.Zero(t, got.code, got.stderr)
	answers := strings.Split(strings.TrimSuffix(got.stdout, "\n"), "\n")
	require.Len(t, answers, len(want))
	lines := strings.Split(string(questions), "\n")
	for i, answer := range answers {
		require.True(t, strings.HasPrefix(answer, `{"decision":"`+want[i].String()+`"`), "%s: %s", lines[i], answer)
	}
}

// askWho asks who has a right on every record (16.1).
func askWho(t *testing.T, org organisation, right graph.Right) {
	t.Helper()
	var lines strings.Builder
	for _, record := range org.records {
		lines.WriteString(record.String() + "\n")
	}
	got := run(t, org.dir, lines.String(), "who", "--right", right.String(), "--records", "-", "--format", "ndjson")
	require.Zero(t, got.code, got.stderr)
	answers := strings.Split(strings.TrimSuffix(got.stdout, "\n"), "\n")
	require.Len(t, answers, len(org.records))
	for i, answer := range answers {
		var found struct {
			Record string
			Users  []string
		}
		require.NoError(t, json.Unmarshal([]byte(answer), &found))
		require.Equal(t, org.records[i].String(), found.Record)
		want, err := org.Users(right, org.records[i])
		require.NoError(t, err)
		slices.Sort(want)
		require.Equal(t, append([]string{}, want...), found.Users, "%s %s", right, found.Record)
	}
}

// explainAll asks for all reasons at once and one by one (16.2).
func explainAll(t *testing.T, org organisation, user string, record graph.Ref) {
	t.Helper()
	flags := []string{"--user=" + user, "--record=" + record.String(), "--format=json"}
	got := run(t, org.dir, "", append([]string{"explain", "--all"}, flags...)...)
	require.Zero(t, got.code, got.stderr)
	type explanation struct {
		Decision, Stage string
		Paths           []json.RawMessage
	}
	var all []explanation
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &all))
	require.Len(t, all, len(graph.EachRight))
	for i, right := range graph.EachRight {
		allowed, err := org.Check(user, right, record)
		require.NoError(t, err)
		one := run(t, org.dir, "", append([]string{"explain", "--right", right.String()}, flags...)...)
		require.Empty(t, one.stderr)
		require.Contains(t, got.stdout, strings.TrimSpace(one.stdout))
		require.Equal(t, allowed, len(all[i].Paths) > 0)
		require.Equal(t, allowed, all[i].Stage == "")
		require.Equal(t, index.Decision(allowed).String(), all[i].Decision)
		require.Equal(t, map[bool]int{true: 0, false: 2}[allowed], one.code)
	}
}
