package index

import (
	"errors"
	"slices"
	"sync"
)

// groupChanges is how many changes go into one group at most, unless one batch has more. They fit into one
// transaction of the store, but for names and ids of unusual length.
const groupChanges = 1 << 12

var (
	// errWithdrawn answers a batch whose context has ended while it waited.
	errWithdrawn = errors.New("withdrawn")
	// errAbandoned answers a batch whose writing broke off in a panic, of which the caller who wrote is told.
	errAbandoned = errors.New("writing broke off")
)

// waiting is a batch in the queue, and then the answer to it.
type waiting struct {
	ended    <-chan struct{} // of the caller's context, which nobody else calls
	changes  []Change
	answered chan struct{} // closed once what follows is set
	revision Revision
	err      error
}

func (w *waiting) answer(revision Revision, err error) {
	w.revision, w.err = revision, err
	close(w.answered)
}

// isAnswered reports whether there is an answer.
func (w *waiting) isAnswered() bool { return ended(w.answered) }

func ended(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// queue is the batches that wait for a writer, in the order in which they came.
type queue struct {
	mutex   sync.Mutex
	waiting []*waiting
}

func (q *queue) enter(w *waiting) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	q.waiting = append(q.waiting, w)
}

// leave takes a batch out of the queue, and reports whether it was still there.
func (q *queue) leave(w *waiting) bool {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	i := slices.Index(q.waiting, w)
	if i < 0 {
		return false
	}
	q.waiting = slices.Delete(q.waiting, i, i+1)
	return true
}

// take takes the next group out of the queue. Batches whose context has ended are answered and left out.
func (q *queue) take() []*waiting {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	var group []*waiting
	changes, taken := 0, 0
	for _, w := range q.waiting {
		if len(group) > 0 && changes+len(w.changes) > groupChanges {
			break
		}
		taken++
		if ended(w.ended) {
			w.answer(0, errWithdrawn)
			continue
		}
		group = append(group, w)
		changes += len(w.changes)
	}
	q.waiting = slices.Delete(q.waiting, 0, taken)
	return group
}
