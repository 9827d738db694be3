//go:build unix

package index_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/accessindex/ambit/index/indextest"
)

// plan is what a process is to do until it is killed: lanes of deeds, which it does at the same time.
type plan struct {
	Dir     string
	Backups string // the directory for them
	Delay   time.Duration
	Open    deed
	Lanes   [][]deed
	Close   *deed // at the end; none where it goes on until it is killed
}

// deeds are all of them.
func (p plan) deeds() []deed {
	all := append(slices.Concat(p.Lanes...), p.Open)
	if p.Close != nil {
		all = append(all, *p.Close)
	}
	return all
}

// moment is when a process is killed: a while after it began something for the n-th time.
type moment struct {
	kind  string
	n     int
	after time.Duration
}

func (m moment) String() string { return fmt.Sprintf("%v after %s %d began", m.after, m.kind, m.n) }

// moments are what processes are killed in, some more often than others.
var moments = []string{
	openDeed, commitDeed, commitDeed, commitDeed, loadDeed, bulkDeed, bulkDeed, checkpointDeed, checkpointDeed,
	backupDeed, backupDeed, closeDeed,
}

// draw plans what the next process does, and when it is killed: while it does something of a random kind, which is taken to
// last as long as it did when last seen, or up to 20 ms after it began.
func (k *killing) draw() (plan, moment) {
	m := moment{kind: moments[k.IntN(len(moments))], n: 1}
	lasts := k.lasted[m.kind]
	if lasts == 0 || k.IntN(3) == 0 {
		lasts = 20 * time.Millisecond
	}
	m.after = time.Duration(k.Float64() * float64(lasts))
	p := plan{Dir: k.index(), Backups: k.backups(), Open: k.next(openDeed)}
	if k.IntN(4) == 0 {
		p.Delay = time.Duration(1+k.IntN(50)) * time.Millisecond
	}
	if m.kind == closeDeed || k.IntN(10) == 0 {
		d := k.next(closeDeed)
		p.Close = &d
	}
	p.Lanes = make([][]deed, []int{1, 1, 2, 4, 16}[k.IntN(5)])
	count := 16 + k.IntN(32)
	if m.kind == closeDeed {
		count = k.IntN(6)
	}
	first := k.IntN(12) // where the deed is in which it is killed
	if m.kind == commitDeed {
		m.n += k.IntN(16)
	}
	history := indextest.NewHistory(k.Uint64(), k.seen())
	ahead := truth{k.oracle.Clone(), k.ballast}
	noise := mostNoise
	for i := range count {
		d := k.next(k.kind())
		if i == first && m.kind != openDeed && m.kind != closeDeed {
			d.Kind = m.kind
		}
		lane := i % len(p.Lanes)
		switch d.Kind {
		case commitDeed:
			d = k.commit(d, history, ahead)
			d.Pad = min(d.Pad, noise)
			noise -= d.Pad
		case loadDeed:
			d.Count = 1 + k.IntN(400)
		case bulkDeed:
			d.Count = bulkCount
			lane = 0 // one after the other: their events do not say which is which
		}
		d.From = k.IntN(len(k.ballast) - d.Count + 1)
		p.Lanes[lane] = append(p.Lanes[lane], d)
	}
	return p, m
}

// mostNoise is how many bytes of noise a process may write: with those of another one, fewer than an index keeps of its
// past, since the check reads from there what was done.
const mostNoise = 5 << 20

// bulkCount is how many records a load has that is written as a checkpoint.
const bulkCount = 11_000

// kind is a random kind of deed: a commit, mostly.
func (k *killing) kind() string {
	switch k.IntN(30) {
	case 0, 1:
		return loadDeed
	case 2, 3:
		return checkpointDeed
	case 4:
		return backupDeed
	case 5:
		return []string{bulkDeed, commitDeed, commitDeed}[k.IntN(3)]
	}
	return commitDeed
}

// next is a deed with the next number.
func (k *killing) next(kind string) deed {
	k.number++
	return deed{Number: k.number, Kind: kind}
}

// commit fills in the changes of a batch: those of a random history, ballast, or both, and now and then noise that
// makes a checkpoint due, or that takes several transactions.
func (k *killing) commit(d deed, history *indextest.History, ahead truth) deed {
	switch k.IntN(40) {
	case 0, 1, 2:
		d.Pad = 800_000
	case 3:
		d.Pad = 3_000_000
	}
	if k.IntN(3) > 0 {
		d.Lines = sayable(history.Next(ahead.seen()))
		// What the others may make of it is not known; mostly it is accepted.
		_ = (&truth{ahead.oracle, nil}).apply(deed{Number: d.Number, Kind: d.Kind, Lines: d.Lines})
	}
	if k.IntN(2) == 0 {
		d.Count = 1 + k.IntN(30)
	}
	return d
}
