package index_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/graph/store"
	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

const directories = "../testdata/directories"

// A directory of every version of the format opens, has the facts and the answers that it had, and is
// written to.
func TestDirectoriesOfEveryFormat(t *testing.T) {
	for version := 1; version <= store.FormatVersion; version++ {
		name := filepath.Join(directories, fmt.Sprintf("format-%d", version))
		facts, err := os.ReadFile(name + ".ndjson")
		require.NoError(t, err)
		rights, err := os.ReadFile(name + ".rights")
		require.NoError(t, err)
		for _, readOnly := range []bool{true, false} {
			t.Run(fmt.Sprintf("%d/readonly=%t", version, readOnly), func(t *testing.T) {
				dir := t.TempDir()
				require.NoError(t, os.CopyFS(dir, os.DirFS(name)))
				ix, err := index.Open(dir, &index.Options{ReadOnly: readOnly})
				require.NoError(t, err)
				require.Equal(t, index.Revision(6), ix.Revision())
				require.Equal(t, string(facts), string(dumped(t, ix.Snapshot())))
				require.Equal(t, string(rights), allRights(t, ix.Snapshot()))
				requireSound(t, ix)
				if !readOnly {
					_, err = ix.Apply(t.Context(), graph.PutObject{Object: graph.Task{Name: "more"}})
					require.NoError(t, err)
					requireSound(t, ix)
				}
				require.NoError(t, ix.Close())
			})
		}
	}
}

// allRights is a line for each user and record with the rights that there are, as the snapshot and the oracle
// both have them.
func allRights(t *testing.T, s *index.Snapshot) string {
	t.Helper()
	oracle := indextest.New()
	var objects []graph.Object
	for _, kind := range graph.Kinds {
		for object := range s.Objects(kind) {
			objects = append(objects, object)
		}
	}
	require.NoError(t, oracle.Load(objects))
	var out strings.Builder
	for _, entity := range oracle.EntityNames() {
		for _, ref := range oracle.RecordRefs(entity) {
			for _, user := range oracle.UserIDs() {
				rights, err := s.Rights(user, ref)
				require.NoError(t, err)
				want, err := oracle.Rights(user, ref)
				require.NoError(t, err)
				require.Equal(t, want, rights, "%s on %s", user, ref)
				if rights != 0 {
					fmt.Fprintf(&out, "%s %s: %s\n", user, ref, rights)
				}
			}
		}
	}
	return out.String()
}
