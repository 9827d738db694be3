package index

import (
	"context"
	"slices"
	"sync"
)

// groupChanges is how many changes go into one group at most, unless one batch has more. They fit into one
// transaction of the store, but for names and ids of unusual length.
const groupChanges = 1 << 12

// waiting is a batch in the queue, and then the answer to it.
type waiting struct {
	ctx      context.Context
	changes  []Change
	answered chan struct{} // closed once what follows is set
	revision Revision
	err      error
}

func (w *waiting) answer(revision Revision, err error) {
	w.revision, w.err = revision, err
	close(w.answered)
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
		if err := w.ctx.Err(); err != nil {
			w.answer(0, err)
			continue
		}
		group = append(group, w)
		changes += len(w.changes)
	}
	q.waiting = slices.Delete(q.waiting, 0, taken)
	return group
}
