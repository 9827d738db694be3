//go:build linux && (amd64 || arm64)

package index_test

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

var faults = flag.Int("faults", 8, "how many system calls TestFaults makes fail; each one with -1")

// faultKinds are the ways in which calls fail, without the number.
var faultKinds = []fault{
	{kind: "write", errno: syscall.EIO}, {kind: "write", errno: syscall.ENOSPC}, {kind: "write", errno: syscall.ENOSPC, short: true},
	{kind: "sync", errno: syscall.EIO}, {kind: "sync", errno: syscall.ENOSPC},
	{kind: "open", errno: syscall.EIO}, {kind: "open", errno: syscall.ENOSPC}, {kind: "open", errno: syscall.EMFILE},
	{kind: "rename", errno: syscall.EIO},
	{kind: "remove", errno: syscall.EIO},
	{kind: "truncate", errno: syscall.EIO}, {kind: "truncate", errno: syscall.ENOSPC},
	{kind: "map", errno: syscall.ENOMEM},
}

var endings = []ending{carryOn, giveUp, die}

// hashes are of the facts of an index, by revision.
type hashes [][sha256.Size]byte

// hashesOf are those that a script leads to.
func hashesOf(t *testing.T, s script) hashes {
	dir := t.TempDir()
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	all := hashes{sha256.Sum256(dumped(t, ix.Snapshot()))}
	var backup bytes.Buffer
	for revision := graph.Revision(1); revision <= s.last+1; revision++ {
		if revision == s.restored {
			require.NoError(t, ix.Close())
			_, err := index.Restore(t.Context(), dir, &backup)
			require.NoError(t, err)
			ix, err = index.Open(dir, nil)
			require.NoError(t, err)
			all = append(all, sha256.Sum256(dumped(t, ix.Snapshot())))
			continue
		}
		require.NoError(t, s.write(t, ix, revision))
		require.Equal(t, revision, ix.Revision())
		all = append(all, sha256.Sum256(dumped(t, ix.Snapshot())))
		if revision == s.saved {
			_, err := ix.Backup(t.Context(), &backup)
			require.NoError(t, err)
		}
	}
	require.NoError(t, ix.Close())
	return all
}

// A process whose n-th system call of a kind fails says so, answers on, and loses nothing that it
// acknowledged.
func TestFaults(t *testing.T) {
	if *faults == 0 {
		t.Skip("-faults=0")
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	for number, script := range scripts {
		t.Run(script.name, func(t *testing.T) {
			whole := runFaulty(t, t.TempDir(), number, fault{}, carryOn)
			require.NoError(t, whole.err, whole.output)
			require.NotEmpty(t, whole.calls)
			t.Log(whole.calls)
			all := hashesOf(t, script)
			if *faults < 0 {
				for _, each := range faultKinds {
					for _, end := range endings {
						each.number, each.lasting = 1, end == giveUp
						for runFault(t, number, each, end, all) {
							each.number++
						}
						t.Logf("%s %v %s: %d", each.kind, each.errno, end, each.number-1)
					}
				}
				return
			}
			for range max(1, *faults/len(scripts)) {
				each, end := faultKinds[random.IntN(len(faultKinds))], endings[random.IntN(len(endings))]
				each.number, each.lasting = 1+random.IntN(whole.calls[each.kind]), end == giveUp
				runFault(t, number, each, end, all)
			}
		})
	}
}

// runFault runs a script with one fault and looks at what is left. It reports whether there were so many calls.
func runFault(t *testing.T, number int, f fault, end ending, all hashes) (hit bool) {
	t.Run(fmt.Sprintf("%v, %s", f, end), func(t *testing.T) {
		dir := t.TempDir()
		o := runFaulty(t, dir, number, f, end)
		hit = o.hit != ""
		defer func() {
			if t.Failed() {
				t.Logf("failed at %s\n%s%s--- and then ---\n%s", o.hit, o.output, o.before, strings.TrimPrefix(o.report, o.before))
			}
		}()
		if !endedByBadger(o, dir) {
			require.NoError(t, o.err, "the process")
		}
		if isJournal(o.hit) {
			requireNoTrust(t, scripts[number], strings.TrimPrefix(o.report, o.before))
		}
		requireLeft(t, dir, number, o.report, all)
	})
	return hit
}

// endedByBadger reports whether Badger ended the process: while it is opened it does so where it cannot list the
// directory, or open or map the file of its statistics. The store has done the same just before.
func endedByBadger(o outcome, dir string) bool {
	switch o.hit {
	case "open DISCARD", "map DISCARD":
		return strings.Contains(o.output, " err: while opening file: DISCARD")
	case "open " + filepath.Base(dir):
		return strings.Contains(o.output, " err: open "+dir)
	}
	return false
}

// isJournal reports whether a sync failed that commits rely on.
func isJournal(hit string) bool {
	return strings.HasPrefix(hit, "sync ") && (strings.HasSuffix(hit, ".mem") || strings.HasSuffix(hit, "MANIFEST"))
}

// requireNoTrust requires that nothing is acknowledged after a sync failed until the index is opened again, but
// for one that was synced before: beside a checkpoint, or where the write goes on to remove what it supersedes.
func requireNoTrust(t *testing.T, s script, after string) {
	first, rest, _ := strings.Cut(after, "\n")
	var revision graph.Revision
	if _, err := fmt.Sscanf(first, "done %d", &revision); err == nil && (s.beside || slices.Contains(s.whole, revision)) {
		after = rest
	}
	for line := range strings.Lines(after) {
		if strings.HasPrefix(line, "open ") {
			return
		}
		require.False(t, strings.HasPrefix(line, "done "), "a sync had failed, and the process said %q", line)
	}
}

// requireLeft requires that the directory holds what the process acknowledged, whole, and can be written to.
func requireLeft(t *testing.T, dir string, number int, report string, all hashes) {
	var least, most graph.Revision
	for line := range strings.Lines(report) {
		var revision graph.Revision
		if _, err := fmt.Sscanf(line, "done %d", &revision); err == nil {
			least, most = revision, revision
		}
		if _, err := fmt.Sscanf(line, "refused %d", &revision); err == nil && !strings.Contains(line, index.ErrFull.Error()) {
			most = max(most, revision)
		}
		if _, err := fmt.Sscanf(line, "open %d", &revision); err == nil {
			require.True(t, least <= revision && revision <= most, "%q between %d and %d", line, least, most)
			least, most = revision, revision
		}
	}
	ix, err := index.Open(dir, nil)
	require.NoError(t, err)
	revision := ix.Revision()
	require.True(t, least <= revision && revision <= most, "%d between %d and %d", revision, least, most)
	require.Equal(t, all[revision], sha256.Sum256(dumped(t, ix.Snapshot())))
	requireSound(t, ix)
	if revision+1 == scripts[number].restored {
		require.NoError(t, ix.Close())
		return
	}
	require.NoError(t, scripts[number].write(t, ix, revision+1))
	require.NoError(t, ix.Close())
	ix, err = index.Open(dir, &index.Options{ReadOnly: true})
	require.NoError(t, err)
	require.Equal(t, all[revision+1], sha256.Sum256(dumped(t, ix.Snapshot())))
	require.NoError(t, ix.Close())
	require.NoError(t, os.RemoveAll(dir))
}
