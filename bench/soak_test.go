package bench_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/index"
)

var soakFor = flag.Duration("soak", 3*time.Second, "how long TestSoak runs; from a minute on with a million records")

// soak is an index in use, with the truth beside it.
type soak struct {
	t         *testing.T
	dir       string
	ix        *index.Index
	divisions []*division
	part      *part
	memory    []uint32 // for the floor
	began     time.Time
	ctx       context.Context
	stop      context.CancelCauseFunc
	running   sync.WaitGroup

	clocks   map[string]*times    // since the last report
	quarters [4]map[string]*times // of the run
	samples  []sample
	loaded   sample // after the load

	commits, changes, asked, checkpoints atomic.Int64
	watched                              atomic.Uint64
}

// clockNames are what is timed, in the order of the reports.
var clockNames = []string{
	"floor: memory", "check", "rights", "explain", "who", "list", "page", "try", "diff",
	"floor: sync", "assign", "share", "record", "move", "transfer", "flag", "member", "role", "batch", "load", "part",
}

// TestSoak has readers and writers work on one index for as long as -soak says, paced so that they take
// a core between them. Every answer is compared: those about the divisions with plain maps, those about
// the part with the oracle, all of them each minute. See SOAK.md.
func TestSoak(t *testing.T) {
	s := startSoak(t, *soakFor >= time.Minute)
	interval := min(time.Minute, *soakFor/12)
	for number := range uint64(3) {
		s.running.Go(func() { s.read(number, 0.25) })
		s.running.Go(func() { s.write(number, 80) })
	}
	for _, work := range []func(){
		func() { s.writePart(20) }, s.follow, s.syncs, s.countCheckpoints,
		func() { s.every(interval, s.compare) },
		func() { s.every(10*interval, s.verify) },
	} {
		s.running.Go(work)
	}
	s.report(interval, int(*soakFor/interval))
	s.stop(nil)
	s.running.Wait()
	if t.Failed() {
		return
	}
	require.NoError(t, s.compare())
	s.reopen()
	s.table()
}

// startSoak loads an index: a million records in divisions and a part of two thousand, or few of each.
func startSoak(t *testing.T, large bool) *soak {
	divisions, records, inPart := 3, 2_000, 100
	if large {
		divisions, records, inPart = 10, 100_000, 2_000
	}
	s := &soak{t: t, dir: t.TempDir(), clocks: map[string]*times{}, memory: newMemory()}
	for _, name := range clockNames {
		s.clocks[name] = &times{}
		for q := range s.quarters {
			if s.quarters[q] == nil {
				s.quarters[q] = map[string]*times{}
			}
			s.quarters[q][name] = &times{}
		}
	}
	s.open()
	t.Cleanup(func() { require.NoError(t, s.ix.Close()) })
	_, err := s.ix.Load(context.Background(), func(_ context.Context, to *graph.Builder) (err error) {
		section := to.Section()
		line := uint32(0)
		put := func(object graph.Object) {
			line++
			require.NoError(t, section.Put(graph.Place{Line: line}, object))
		}
		if s.part, err = makePart(inPart, put); err != nil {
			return err
		}
		for number := range divisions {
			s.divisions = append(s.divisions, makeDivision(t, number, records, put))
		}
		return nil
	})
	require.NoError(t, err)
	s.loaded, err = s.take()
	require.NoError(t, err)
	s.began = time.Now()
	s.ctx, s.stop = context.WithCancelCause(context.Background())
	t.Cleanup(func() { s.stop(nil) })
	return s
}

// open opens the index. It keeps little of the past, so that all that it keeps is there early in the run.
func (s *soak) open() {
	ix, err := index.Open(s.dir, &index.Options{FeedBytes: 1 << 20, Logger: slog.New(slog.NewTextHandler(s.t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))})
	require.NoError(s.t, err)
	s.ix = ix
}

// took notes how long something took.
func (s *soak) took(name string, d time.Duration) { s.clocks[name].add(d) }

// fail ends the run.
func (s *soak) fail(err error) {
	s.t.Errorf("after %s: %v", time.Since(s.began).Round(time.Second), err)
	s.stop(err)
}

// rest waits, or until the run ends.
func (s *soak) rest(d time.Duration) {
	select {
	case <-s.ctx.Done():
	case <-time.After(d):
	}
}

// every does something again and again until the run ends; work that takes longer than its turn skips some.
func (s *soak) every(turn time.Duration, work func() error) {
	turns := time.NewTicker(turn)
	defer turns.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-turns.C:
		}
		if s.ctx.Err() != nil {
			return
		}
		if err := work(); err != nil {
			s.fail(err)
			return
		}
	}
}

// say writes a line of the report.
func (s *soak) say(format string, args ...any) { fmt.Fprintf(s.t.Output(), format+"\n", args...) }
