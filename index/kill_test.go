//go:build unix

package index_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/index"
	"github.com/accessindex/ambit/index/indextest"
)

var killRecords = flag.Int("records", 15_000, "how many records the index of TestKill has besides a small organisation, 11,000 at least")

// wholeRecords are as many as each check after a kill reads wholly; with more of them one in ten does.
const wholeRecords = 100_000

// killing is a run of TestKill: a directory that one process after the other dies in, and what must be in it.
type killing struct {
	*rand.Rand
	*testing.T
	truth
	dir      string                   // of the index and its backups
	revision index.Revision           // the last one that was checked
	number   int                      // of the next deed
	deeds    map[int]*said            // what was planned since
	bulks    []int                    // begun since
	lasted   map[string]time.Duration // what was done last, by kind
	tally
}

// said is a deed, and what its process said of it.
type said struct {
	deed
	begun    bool
	since    time.Time
	done     bool
	revision index.Revision // of what is done; where it was refused, the last one before it began
	refused  bool
	until    index.Revision // the last one before it was refused
}

// TestKill kills processes while they open, write, load, checkpoint and close an index, the same one many times.
// What they said was done is there afterwards, nothing is by half, the index verifies and answers as the oracle
// does after the batches that are in it.
func TestKill(t *testing.T) {
	if rounds() == 0 {
		t.Skip("-kills=0")
	}
	began := time.Now()
	k := &killing{T: t, lasted: map[string]time.Duration{}, tally: tally{where: map[string]int{}}}
	checked := true
	for life := uint64(0); k.kills < rounds(); life++ {
		k.Rand = rand.New(rand.NewPCG(*firstSeed, life)) // whatever came before
		if k.dir == "" || k.IntN(100) == 0 {
			k.anew()
		}
		killed := k.live(k.draw())
		if killed && k.kills%100 == 0 {
			t.Log(k.tally)
		}
		// Now and then the next process finds what this one left.
		if checked = !killed || !checked || len(k.bulksUnderWay()) > 0 || k.IntN(6) > 0; checked {
			k.check()
		}
	}
	if !checked {
		k.check()
	}
	t.Logf("seed %d, %d records: %v in %v", *firstSeed, *killRecords, k.tally, time.Since(began).Round(time.Second))
}

// anew begins a new directory. One in which something was wrong is left.
func (k *killing) anew() {
	if k.dir != "" {
		require.NoError(k, os.RemoveAll(k.dir))
	}
	dir, err := os.MkdirTemp("", "ambit-kill-")
	require.NoError(k, err)
	k.dir = dir
	require.NoError(k, os.Mkdir(k.backups(), 0o700))
	k.deeds, k.bulks = map[int]*said{}, nil
	k.directories++
	k.Cleanup(func() {
		if k.dir == dir && !k.Failed() {
			_ = os.RemoveAll(dir)
		}
	})

	seed := k.Uint64()
	objects := indextest.Organisation(seed, indextest.Shape{})
	k.truth = truth{indextest.New(), make([]uint8, *killRecords)}
	require.NoError(k, k.oracle.Load(objects))
	own := ownObjects(k.oracle.Objects(), k.Rand)
	require.NoError(k, k.oracle.Load(own))
	ix, err := index.Open(k.index(), nil)
	require.NoError(k, err)
	all := k.next(bulkDeed)
	all.Count = len(k.ballast)
	require.NoError(k, k.truth.apply(all))
	changes, err := all.changes()
	require.NoError(k, err)
	for _, load := range []index.Source{source(objects), source(own), sourceOf(changes)} {
		k.revision, err = ix.Load(k.Context(), load)
		require.NoError(k, err)
	}
	require.NoError(k, ix.Close())
}

func (k *killing) index() string   { return filepath.Join(k.dir, "index") }
func (k *killing) backups() string { return filepath.Join(k.dir, "backups") }

// wholly reports whether the next check is to read all: with many records, not each does.
func (k *killing) wholly() bool { return *killRecords <= wholeRecords || k.kills%10 == 0 }

// place says where in a run something was.
func (k *killing) place(m moment) string {
	return fmt.Sprintf("seed %d, kill %d (%v) in %s, from revision %d", *firstSeed, k.kills, m, k.dir, k.revision)
}
