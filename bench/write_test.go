package bench_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// BenchmarkApply commits one record, and a batch of 10,000, to an index in use; its floor appends as
// much to a file and syncs it.
func BenchmarkApply(b *testing.B) {
	for _, records := range sizes {
		w := worldOf(b, records)
		ix := w.loaded(b)
		written := 0
		fresh := func() index.Change {
			written++
			owner := index.UserRef(w.users[written%len(w.users)])
			return index.PutObject{Object: index.Record{Entity: "account", ID: fmt.Sprint("new-", written), Owner: owner}}
		}
		commit := func(b *testing.B, batch int) {
			b.ReportAllocs()
			for b.Loop() {
				changes := make([]index.Change, batch)
				for i := range changes {
					changes[i] = fresh()
				}
				_, err := ix.Apply(context.Background(), changes...)
				require.NoError(b, err)
			}
			entity, _ := ix.Snapshot().State().Entity("account")
			require.Equal(b, records+written, entity.Len())
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*batch), "ns/change")
		}
		b.Run(fmt.Sprintf("batch=1/records=%d", records), func(b *testing.B) { commit(b, 1) })
		b.Run(fmt.Sprintf("batch=10000/records=%d", records), func(b *testing.B) { commit(b, 10_000) })
	}
	b.Run("floor=fsync", func(b *testing.B) {
		file, err := os.Create(filepath.Join(b.TempDir(), "log"))
		require.NoError(b, err)
		defer file.Close()
		entry := make([]byte, 200)
		for b.Loop() {
			_, err := file.Write(entry)
			require.NoError(b, err)
			require.NoError(b, file.Sync())
		}
	})
}

// BenchmarkMoveOwner puts a user into another unit, who owns few records or a million: the cost is the
// same, for no record is touched.
func BenchmarkMoveOwner(b *testing.B) {
	for _, owned := range []int{10, 1_000_000} {
		ix, err := index.Open(b.TempDir(), nil)
		require.NoError(b, err)
		_, err = ix.Load(context.Background(), func(_ context.Context, to *graph.Builder) error {
			section := to.Section()
			objects := []graph.Object{
				graph.Entity{Name: "account"}, graph.BusinessUnit{ID: "root"},
				graph.BusinessUnit{ID: "north", Parent: "root"}, graph.BusinessUnit{ID: "south", Parent: "root"},
				graph.User{ID: "owner", BusinessUnit: "north"}, graph.User{ID: "chief", BusinessUnit: "south"},
				graph.Role{ID: "local", Privileges: map[string]graph.Depth{"prvReadAccount": graph.Local}},
				graph.RoleAssignment{Role: "local", Principal: graph.UserRef("chief")},
			}
			for i := range owned {
				objects = append(objects, graph.Record{Entity: "account", ID: fmt.Sprint(i), Owner: graph.UserRef("owner")})
			}
			for _, object := range objects {
				if err := section.Put(graph.Place{}, object); err != nil {
					return err
				}
			}
			return nil
		})
		require.NoError(b, err)
		b.Run(fmt.Sprintf("owned=%d", owned), func(b *testing.B) {
			b.ReportAllocs()
			units := []string{"south", "north"}
			for i := 0; b.Loop(); i++ {
				user := index.User{ID: "owner", BusinessUnit: units[i%2]}
				_, err := ix.Apply(context.Background(), index.PutObject{Object: user})
				require.NoError(b, err)
				reach, err := ix.Snapshot().Records("chief", index.Read, "account")
				require.NoError(b, err)
				if want := owned * (1 - i%2); reach.Len() != want {
					b.Fatal(reach.Len(), want)
				}
			}
		})
		require.NoError(b, ix.Close())
	}
}
