package bench_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/accessindex/ambit/index"
)

// reader asks about the divisions, one question after another.
type reader struct {
	*soak
	*rand.Rand
	snap *index.Snapshot
	home *division // the users'
	away *division // the records', often the same
	busy time.Time // when the reader last began to work rather than wait
}

// questions are what readers ask, the more often the more often it stands here.
var questions = []func(*reader) error{
	(*reader).checks, (*reader).checks, (*reader).checks, (*reader).checks, (*reader).checks, (*reader).checks,
	(*reader).explains, (*reader).explains, (*reader).who, (*reader).who, (*reader).pages, (*reader).pages, (*reader).counts,
}

// read asks until the run ends, and rests so long after each question that it is busy for a share of the
// time.
func (s *soak) read(number uint64, share float64) {
	r := &reader{soak: s, Rand: rand.New(rand.NewPCG(seed, 100+number))}
	at := uint32(number)
	for s.ctx.Err() == nil {
		ask := pickOf(r.Rand, questions)
		switch r.IntN(200) {
		case 0:
			ask = (*reader).tries
		case 1, 2, 3:
			ask = (*reader).strangers
		}
		r.busy = time.Now()
		if err := ask(r); err != nil {
			s.fail(fmt.Errorf("reader %d, revision %d: %w", number, r.snap.Revision(), err))
			return
		}
		at = s.walk(at)
		s.rest(time.Duration(float64(time.Since(r.busy)) * (1/share - 1)))
	}
}

// at takes a snapshot of a moment at which nobody changes the divisions asked about, and has the truth told
// of that moment.
func (r *reader) at(truth func()) {
	r.home = pickOf(r.Rand, r.divisions)
	r.away = r.home
	if r.IntN(4) == 0 {
		r.away = pickOf(r.Rand, r.divisions)
	}
	first, second := r.home, r.away
	if first.number > second.number { // all readers in one order, for a waiting writer keeps later readers out
		first, second = second, first
	}
	first.RLock()
	defer first.RUnlock()
	if second != first {
		second.RLock()
		defer second.RUnlock()
	}
	r.busy = time.Now()
	r.snap = r.ix.Snapshot()
	truth()
}

// pairs are random users and records with the truth; every other record is one of those that change.
func (r *reader) pairs(count int) []pair {
	pairs := make([]pair, count)
	r.at(func() {
		for i := range pairs {
			record := pickOf(r.Rand, r.away.records)
			if len(r.away.given) > 0 && i%2 == 0 {
				if given := pickOf(r.Rand, r.away.given)[0]; r.away.owner[given] != "" {
					record = given
				}
			}
			user := pickOf(r.Rand, r.home.users)
			if with := r.away.shared[record]; i%4 == 0 && r.home == r.away && len(with) > 0 && strings.HasPrefix(with[0], "user:") {
				user = named(with[0]).ID
			}
			pairs[i] = pair{user: strings.Clone(user), record: strings.Clone(record), allow: r.home.may(user, r.away, record)}
		}
	})
	return pairs
}
