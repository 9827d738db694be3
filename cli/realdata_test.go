package cli_test

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// truth is an answer that was worked out from the source of the data by its own rules: the records of a
// user, or the users of a record.
type truth struct {
	User   string      `json:"user"`
	Entity string      `json:"entity"` // empty where the users of a record are stated
	Right  graph.Right `json:"right"`
	Count  int         `json:"count"`
	SHA256 string      `json:"sha256"` // of the sorted ids, joined by line feeds
	Record string      `json:"record"`
	Users  []string    `json:"users"` // sorted
}

// Real organisations give the answers that their own rules give. AMBIT_TEST_DATA names the directory of
// NAME.ndjson.gz and NAME.truth.ndjson.gz.
func TestRealData(t *testing.T) {
	data := os.Getenv("AMBIT_TEST_DATA")
	if data == "" {
		t.Skip("AMBIT_TEST_DATA names no directory of real organisations and their answers")
	}
	paths, err := filepath.Glob(filepath.Join(data, "*.truth.ndjson.gz"))
	require.NoError(t, err)
	require.NotEmpty(t, paths, "no *.truth.ndjson.gz in %s", data)
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".truth.ndjson.gz")
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "ambit.db")
			loaded := run(t, dir, "", "load", filepath.Join(data, name+".ndjson.gz"))
			require.Zero(t, loaded.code, loaded.stderr)
			t.Logf("loaded:\n%s", loaded.stdout)
			answers, who := truths(t, path)
			require.NotEmpty(t, answers)
			compare(t, dir, answers)
			compareWho(t, dir, who)

			one := answers[len(answers)/2] // and by the command
			list := run(t, dir, "", "list", "--user", one.User, "--right", one.Right.String(), "--entity", one.Entity)
			require.Zero(t, list.code, list.stderr)
			require.Equal(t, one.SHA256, digest(strings.Fields(list.stdout)), one)

			require.Zero(t, run(t, dir, "", "verify").code)
			dumped := run(t, dir, "", "dump")
			again := filepath.Join(t.TempDir(), "again.db")
			require.Zero(t, run(t, again, dumped.stdout, "load", "-").code)
			require.True(t, dumped == run(t, again, "", "dump"), "the dump of a dump differs")
			compare(t, again, answers)
			compareWho(t, again, who)
		})
	}
}

// compare asks every question of the truth: list, count, and check of each record in the list.
func compare(t *testing.T, dir string, answers []truth) {
	t.Helper()
	ix, err := index.Open(dir, &index.Options{ReadOnly: true})
	require.NoError(t, err)
	snapshot := ix.Snapshot()
	asked := 0
	for _, each := range answers {
		found, err := snapshot.Records(each.User, each.Right, each.Entity)
		require.NoError(t, err)
		require.Equal(t, each.Count, found.Len(), each)
		ids := slices.Collect(found.All())
		require.Equal(t, each.SHA256, digest(ids), each)
		for _, id := range ids {
			decision, err := snapshot.Check(each.User, each.Right, graph.RecordRef(each.Entity, id))
			require.NoError(t, err)
			require.True(t, bool(decision), "%v: %s is in the list, and check denies it", each, id)
			asked++
		}
	}
	t.Logf("%d lists and %d checks agree", len(answers), asked)
	require.NoError(t, ix.Close())
}

// compareWho asks for the users of each record of the truth: in Go and by the command, one by one and at once.
func compareWho(t *testing.T, dir string, answers []truth) {
	t.Helper()
	ix, err := index.Open(dir, &index.Options{ReadOnly: true})
	require.NoError(t, err)
	snapshot := ix.Snapshot()
	records, rows := map[graph.Right]string{}, map[graph.Right]string{}
	for _, each := range answers {
		ref, err := graph.ParseRef(each.Record)
		require.NoError(t, err)
		found, err := snapshot.Users(each.Right, ref)
		require.NoError(t, err)
		require.Equal(t, each.Users, slices.Sorted(found.All()), each.Record)
		require.Equal(t, len(each.Users), found.Len(), each.Record)
		records[each.Right] += each.Record + "\n"
		for _, user := range each.Users {
			decision, err := snapshot.Check(user, each.Right, ref)
			require.NoError(t, err)
			require.Equal(t, index.Allow, decision, "%s %s %s", user, each.Right, each.Record)
			why, err := snapshot.Explain(user, each.Right, ref)
			require.NoError(t, err)
			require.NotEmpty(t, why.Paths, "%s %s %s", user, each.Right, each.Record)
			rows[each.Right] += each.Record + "," + user + "\n"
		}
	}
	require.NoError(t, ix.Close())
	for right, lines := range records {
		got := run(t, dir, lines, "who", "--right", right.String(), "--records", "-")
		require.Zero(t, got.code, got.stderr)
		require.Equal(t, rows[right], strings.ReplaceAll(got.stdout, `"`, ""), right)
	}
	if len(answers) > 0 {
		one := answers[len(answers)/2]
		got := run(t, dir, "", "who", "--right", one.Right.String(), "--record", one.Record)
		require.Equal(t, result{stdout: strings.Join(append(one.Users, ""), "\n")}, got)
	}
	t.Logf("the users of %d records agree", len(answers))
}

// digest is the SHA-256 of the sorted ids, joined by line feeds.
func digest(ids []string) string {
	slices.Sort(ids)
	sum := sha256.Sum256([]byte(strings.Join(ids, "\n")))
	return hex.EncodeToString(sum[:])
}

// truths reads a truth file: the records of users, and the users of records.
func truths(t *testing.T, path string) (lists, who []truth) {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	text, err := gzip.NewReader(file)
	require.NoError(t, err)
	lines := bufio.NewScanner(text)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var each truth
		require.NoError(t, json.Unmarshal(lines.Bytes(), &each), lines.Text())
		if each.Entity != "" {
			lists = append(lists, each)
		} else {
			who = append(who, each)
		}
	}
	require.NoError(t, lines.Err())
	return lists, who
}
