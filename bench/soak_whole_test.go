package bench_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

// compare compares all answers about the part with the oracle's.
func (s *soak) compare() error {
	s.part.Lock()
	defer s.part.Unlock()
	start := time.Now()
	snap := s.ix.Snapshot()
	if err := s.part.difference(snap); err != nil {
		return fmt.Errorf("revision %d: %w", snap.Revision(), err)
	}
	s.say("%7s  part agrees with the oracle at revision %d, after %d commits and %d refusals, in %s",
		time.Since(s.began).Round(time.Second), snap.Revision(), s.part.commits, s.part.refused, time.Since(start).Round(time.Millisecond))
	return nil
}

// verify has the index verify itself while everything goes on, and compares the facts of the part.
func (s *soak) verify() error {
	start := time.Now()
	differences, err := s.ix.Verify(s.ctx)
	if s.ctx.Err() != nil {
		return nil
	}
	if err != nil || len(differences) > 0 {
		return fmt.Errorf("verify: %v, %w", differences, err)
	}
	s.say("%7s  verified in %s", time.Since(s.began).Round(time.Second), time.Since(start).Round(time.Millisecond))
	s.part.Lock()
	defer s.part.Unlock()
	return s.part.factsDiffer(s.ix.Snapshot())
}

// answers are the lists of some users of each division, compared with the truth. Nobody writes meanwhile.
func (s *soak) answers() map[string][32]byte {
	dice := rand.New(rand.NewPCG(seed, 300))
	snap := s.ix.Snapshot()
	lists := map[string][32]byte{}
	for _, d := range s.divisions {
		for range 4 {
			user := pickOf(dice, d.users)
			set, err := snap.Records(user, index.Read, "account")
			require.NoError(s.t, err)
			ids := slices.Sorted(set.All())
			var want []string
			for _, other := range s.divisions {
				if other != d && d.depth[user] != graph.Global {
					continue
				}
				for _, record := range other.records {
					if d.may(user, other, record) {
						want = append(want, record)
					}
				}
			}
			slices.Sort(want)
			require.True(s.t, slices.Equal(want, ids), "%s: got %d records, want %d", user, len(ids), len(want))
			hash := sha256.New()
			for _, id := range ids {
				fmt.Fprintln(hash, id)
			}
			lists[user] = [32]byte(hash.Sum(nil))
		}
	}
	return lists
}

// reopen closes the index and opens it again: the answers stay the same.
func (s *soak) reopen() {
	before, revision := s.answers(), s.ix.Revision()
	require.NoError(s.t, s.ix.Close())
	start := time.Now()
	s.open()
	opened := time.Since(start)
	require.Equal(s.t, revision, s.ix.Revision())
	differences, err := s.ix.Verify(context.Background())
	require.NoError(s.t, err)
	require.Empty(s.t, differences)
	require.True(s.t, maps.Equal(before, s.answers()))
	require.NoError(s.t, s.compare())
	require.NoError(s.t, s.part.factsDiffer(s.ix.Snapshot()))
	s.say("reopened at revision %d in %s, verified, the same answers", revision, opened.Round(time.Millisecond))
}
