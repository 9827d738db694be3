//go:build unix

package index_test

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"

	"github.com/accessindex/ambit/graph"
	"github.com/accessindex/ambit/loader"
)

// What a process does until it is killed.
const (
	openDeed       = "open"
	commitDeed     = "commit"
	loadDeed       = "load"
	bulkDeed       = "bulk load"
	checkpointDeed = "checkpoint"
	backupDeed     = "backup"
	closeDeed      = "close"
)

// deed is one thing that a process does until it is killed: a batch, mostly.
type deed struct {
	Number int // among all of a run
	Kind   string
	Lines  []string // changes as in an apply file
	Pad    int      // bytes of noise that come with them, which make the log long
	From   int      // the first ballast record that is put
	Count  int      // and how many
}

// mark is the task that each batch puts, whose title is the number of the deed.
const mark = "own-mark"

// changes are those of a commit, or of a load.
func (d deed) changes() ([]graph.Change, error) {
	changes := []graph.Change{graph.PutObject{Object: graph.Task{Name: mark, Title: fmt.Sprint(d.Number)}}}
	if d.Pad > 0 {
		noise := make([]byte, d.Pad/4*3)
		_, _ = rand.NewChaCha8([32]byte{byte(d.Number), byte(d.Number >> 8)}).Read(noise)
		title := base64.StdEncoding.EncodeToString(noise)
		changes = append(changes, graph.PutObject{Object: graph.Task{Name: "own-pad", Title: title}})
	}
	for _, line := range d.Lines {
		_, change, err := loader.DecodeChange([]byte(line))
		if err != nil {
			return nil, err
		}
		changes = append(changes, change)
	}
	d.ballast(func(i, class int) {
		changes = append(changes, graph.PutObject{Object: ballastRecord(ballastID(i), class)})
	})
	return changes, nil
}

// ballast visits the ballast records that the deed puts, and the class that each gets.
func (d deed) ballast(visit func(i, class int)) {
	random := rand.New(rand.NewPCG(uint64(d.Number), 7))
	for i := range d.Count {
		visit(d.From+i, random.IntN(classes))
	}
}

// writes reports whether the deed leads to a revision.
func (d deed) writes() bool { return d.Kind == commitDeed || d.Kind == loadDeed || d.Kind == bulkDeed }

// file is the backup that the deed makes, in a directory for backups.
func (d deed) file(dir string) string { return filepath.Join(dir, fmt.Sprint(d.Number, ".ambit")) }

// text tells batches apart: their lines, in the order of the batch, or sorted where they are a load.
func (d deed) text(changes []graph.Change) string {
	lines := make([]string, len(changes))
	for i, change := range changes {
		lines[i] = string(loader.AppendChange(nil, change))
	}
	if d.Kind != commitDeed {
		slices.Sort(lines)
	}
	return strings.Join(lines, "\n")
}

// numberOf is the number of the deed that a batch is, -1 where it is none.
func numberOf(changes []graph.Change) int {
	number := -1
	for _, change := range changes {
		if put, ok := change.(graph.PutObject); ok {
			if task, ok := put.Object.(graph.Task); ok && task.Name == mark {
				_, _ = fmt.Sscan(task.Title, &number)
			}
		}
	}
	return number
}

// sayable is the changes as lines, none where an apply file cannot say them.
func sayable(changes []graph.Change) (lines []string) {
	for _, change := range changes {
		line := loader.AppendChange(nil, change)
		if _, _, err := loader.DecodeChange(line); err != nil {
			return nil
		}
		lines = append(lines, string(line))
	}
	return lines
}
