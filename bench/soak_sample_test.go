package bench_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/accessindex/ambit/index"
)

// sample is what the process and the directory take at a moment. Sizes are in bytes; what the system does
// not tell is 0.
type sample struct {
	at          time.Duration
	heap        float64 // live, after a collection
	resident    float64
	goroutines  float64
	files       float64 // open
	disk        float64
	revision    uint64
	commits     int64
	changes     int64
	asked       int64
	checkpoints int64
	parts       []index.Part
}

// take takes a sample.
func (s *soak) take() (sample, error) {
	stats, err := s.ix.Stats()
	if err != nil {
		return sample{}, err
	}
	return sample{
		at: time.Since(s.began), heap: float64(stats.LiveHeap), resident: resident(), goroutines: float64(runtime.NumGoroutine()),
		files: float64(openFiles()), disk: float64(stats.Disk), revision: uint64(stats.Revision),
		commits: s.commits.Load(), changes: s.changes.Load(), asked: s.asked.Load(), checkpoints: s.checkpoints.Load(),
		parts: stats.Parts,
	}, nil
}

// resident is the memory of the process that is not swapped out, on Linux, without the files that are mapped
// into it, which the system takes away where it needs the room.
func resident() float64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, pages, mapped float64
	if _, err := fmt.Sscan(string(text), &size, &pages, &mapped); err != nil {
		return 0
	}
	return (pages - mapped) * float64(os.Getpagesize())
}

// openFiles is how many there are, on Linux.
func openFiles() int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(entries)
}

// countCheckpoints counts how often the file AMBIT is written anew, which each checkpoint does.
func (s *soak) countCheckpoints() {
	var last time.Time
	s.every(100*time.Millisecond, func() error {
		file, err := os.Stat(filepath.Join(s.dir, "AMBIT"))
		if err == nil && !file.ModTime().Equal(last) {
			if !last.IsZero() {
				s.checkpoints.Add(1)
			}
			last = file.ModTime()
		}
		return nil
	})
}

const mebi = 1 << 20

// line is the sample in the units of a report, the counts since an earlier one a second.
func (a sample) line(before sample) string {
	seconds := (a.at - before.at).Seconds()
	return fmt.Sprintf("%7s  revision %d, %.0f commits/s of %.0f changes/s, %.0f answers/s; heap %.0f MiB, resident %.0f MiB, disk %.1f MiB, %.0f goroutines, %.0f files, %d checkpoints",
		a.at.Round(time.Second), a.revision, float64(a.commits-before.commits)/seconds, float64(a.changes-before.changes)/seconds,
		float64(a.asked-before.asked)/seconds, a.heap/mebi, a.resident/mebi, a.disk/mebi, a.goroutines, a.files, a.checkpoints)
}

// sizes are the parts of the index that take a MiB or more.
func (a sample) sizes() (text string) {
	for _, part := range a.parts {
		if part.Bytes >= mebi {
			text += fmt.Sprintf(" %s %.1f", part.Name, float64(part.Bytes)/mebi)
		}
	}
	return text
}
