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

// truth is an answer that was worked out from the source of the data by its own rules. Lines that
// state the users of a record have no entity.
type truth struct {
	User   string      `json:"user"`
	Entity string      `json:"entity"`
	Right  graph.Right `json:"right"`
	Count  int         `json:"count"`
	SHA256 string      `json:"sha256"` // of the sorted ids, joined by line feeds
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
			answers := truths(t, path)
			require.NotEmpty(t, answers)
			compare(t, dir, answers)

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

// digest is the SHA-256 of the sorted ids, joined by line feeds.
func digest(ids []string) string {
	slices.Sort(ids)
	sum := sha256.Sum256([]byte(strings.Join(ids, "\n")))
	return hex.EncodeToString(sum[:])
}

// truths reads the lists of a truth file.
func truths(t *testing.T, path string) []truth {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	text, err := gzip.NewReader(file)
	require.NoError(t, err)
	var found []truth
	lines := bufio.NewScanner(text)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var each truth
		require.NoError(t, json.Unmarshal(lines.Bytes(), &each), lines.Text())
		if each.Entity != "" {
			found = append(found, each)
		}
	}
	require.NoError(t, lines.Err())
	return found
}
