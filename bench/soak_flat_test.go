package bench_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/accessindex/ambit/index"
)

// What counts as flat: the last quarter of a run beside the first.
const (
	// flatFrom is how long a run is at least that is judged.
	flatFrom = 20 * time.Minute
	// mostGrowth is how much more the last quarter may take in the middle.
	mostGrowth = 1.2
	// creep is how much more it may take where each quarter took more than the one before.
	creep = 1.05
	// mostTables is how many tables of 16 MiB gather on disk before the store merges them. The disk goes up
	// and down thereby in the course of an hour, and open files with it, so these are judged by a bound: that
	// many tables beside twice what there was after the load.
	mostTables = 20
	// fewest is how many times a quarter needs to be judged.
	fewest = 200
)

// report takes a sample each turn and reports on it, so many turns or until the run ends. One snapshot is
// held from each turn to the next, and is to give the same answers then.
func (s *soak) report(turn time.Duration, turns int) {
	held := &reader{soak: s, Rand: rand.New(rand.NewPCG(seed, 400))}
	asked := held.pairs(200)
	before := sample{}
	at, warm := 0, turns/6
	s.every(turn, func() error {
		now, err := s.take()
		if err != nil {
			return err
		}
		s.say("%s, watch %d behind", now.line(before), now.revision-min(now.revision, s.watched.Load()))
		s.say("         MiB:%s", now.sizes())
		for _, name := range clockNames {
			s.clock(s.clocks[name], name)
			s.clocks[name].moveTo(s.quarters[max(at-warm, 0)*4/(turns-warm)][name])
		}
		for _, p := range asked {
			d, err := held.snap.Check(p.user, index.Read, index.RecordRef("account", p.record))
			if err != nil || bool(d) != p.allow {
				return fmt.Errorf("snapshot %d, held: got %v, %v: %+v", held.snap.Revision(), d, err, p)
			}
		}
		asked = held.pairs(200)
		if before = now; at >= warm {
			s.samples = append(s.samples, now)
		}
		if at++; at == turns {
			s.stop(nil)
		}
		return nil
	})
}

// clock writes how long something took, if it was done.
func (s *soak) clock(h *times, name string) {
	if count := h.count(); count > 0 {
		s.say("         %-14s %8d  p50 %9s  p99 %9s  p99.9 %9s  max %9s", name, count,
			rounded(h.quantile(0.5)), rounded(h.quantile(0.99)), rounded(h.quantile(0.999)), rounded(h.max()))
	}
}

// rounded is a time with three digits.
func rounded(d time.Duration) time.Duration {
	unit := time.Duration(1)
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit)
}

// row is what one measure was in each quarter.
type row struct {
	name     string
	quarters [4]float64
	write    func(float64) string
}

func (r row) String() string {
	return fmt.Sprintf("%-18s %10s %10s %10s %10s", r.name,
		r.write(r.quarters[0]), r.write(r.quarters[1]), r.write(r.quarters[2]), r.write(r.quarters[3]))
}

// table writes the quarters of the run, and fails where the last is not as the first. Where a floor rose, that
// of the memory for questions and that of the disk for changes, times may rise with it.
func (s *soak) table() {
	size := func(v float64) string { return fmt.Sprintf("%.1f MiB", v/mebi) }
	number := func(v float64) string { return fmt.Sprintf("%.0f", v) }
	for _, r := range []row{
		{"heap", s.middles(func(a sample) float64 { return a.heap }), size},
		{"resident", s.middles(func(a sample) float64 { return a.resident }), size},
		{"goroutines", s.middles(func(a sample) float64 { return a.goroutines }), number},
	} {
		s.judge(r, [4]float64{1, 1, 1, 1}, true)
	}
	disk, files := func(a sample) float64 { return a.disk }, func(a sample) float64 { return a.files }
	s.judgeMost(row{"disk", s.middles(disk), size}, disk, mostTables*16*mebi)
	s.judgeMost(row{"open files", s.middles(files), number}, files, mostTables)
	beside := [4]float64{1, 1, 1, 1}
	for _, name := range clockNames {
		median, high := row{name: name + " p50", write: span}, row{name: name + " p99", write: span}
		missing := 0 // how many of the fewest are missing
		for q := range s.quarters {
			h := s.quarters[q][name]
			median.quarters[q], high.quarters[q] = float64(h.quantile(0.5)), float64(h.quantile(0.99))
			missing = max(missing, fewest-h.count())
		}
		isFloor := strings.HasPrefix(name, "floor")
		if isFloor && missing <= 0 {
			for q := range beside {
				beside[q] = max(1, median.quarters[q]/median.quarters[0])
			}
		}
		s.judge(median, beside, !isFloor && missing <= 0)
		s.judge(high, beside, false)
	}
}

func span(v float64) string { return rounded(time.Duration(v)).String() }

// middles are the medians of each quarter.
func (s *soak) middles(of func(sample) float64) (middles [4]float64) {
	for q := range middles {
		var values []float64
		for i, each := range s.samples {
			if i*4/len(s.samples) == q {
				values = append(values, of(each))
			}
		}
		if slices.Sort(values); len(values) > 0 {
			middles[q] = values[len(values)/2]
		}
	}
	return middles
}

// judge writes a row; where it is judged, it must be flat beside what the machine gave.
func (s *soak) judge(r row, beside [4]float64, judged bool) {
	if slices.Contains(r.quarters[:], 0) {
		return // not known, or not done often enough
	}
	ratio := func(q int) float64 { return r.quarters[q] / r.quarters[0] / beside[q] }
	rises := ratio(1) > 1 && ratio(2) > ratio(1) && ratio(3) > ratio(2)
	verdict := ""
	if judged {
		verdict = "flat"
		if ratio(3) > mostGrowth || rises && ratio(3) > creep {
			verdict = "grows"
		}
	}
	s.say("%s  %5.2f  %s", r, ratio(3), verdict)
	if verdict == "grows" && time.Since(s.began) >= flatFrom {
		s.t.Errorf("%s is not flat", r.name)
	}
}

// judgeMost writes a row and the most that it ever was, which must be within its bound: so much beside twice
// what there was after the load.
func (s *soak) judgeMost(r row, of func(sample) float64, beside float64) {
	most, bound := 0.0, 2*of(s.loaded)+beside
	for _, each := range s.samples {
		most = max(most, of(each))
	}
	s.say("%s  at most %s of %s", r, r.write(most), r.write(bound))
	if most > bound {
		s.t.Errorf("%s: %s, and %s is the bound", r.name, r.write(most), r.write(bound))
	}
}
