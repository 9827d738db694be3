package export

import (
	"iter"
	"runtime"
	"sync"
)

// inOrder works on what comes, as many at once as there are processors, and yields what becomes of it
// in the order in which it came. It is never far ahead of who reads, and when the loop over it ends, so
// have its goroutines.
func inOrder[In, Out any](in iter.Seq[In], work func(In) Out) iter.Seq[Out] {
	type task struct {
		in  In
		out chan Out
	}
	return func(yield func(Out) bool) {
		workers := runtime.GOMAXPROCS(0)
		order, todo := make(chan task, workers), make(chan task, workers)
		stop := make(chan struct{})
		var group sync.WaitGroup
		defer group.Wait()
		defer close(stop)
		group.Go(func() {
			defer close(order)
			defer close(todo)
			for each := range in {
				t := task{each, make(chan Out, 1)}
				select {
				case order <- t:
					todo <- t
				case <-stop:
					return
				}
			}
		})
		for range workers {
			group.Go(func() {
				for t := range todo {
					t.out <- work(t.in)
				}
			})
		}
		for t := range order {
			if !yield(<-t.out) {
				return
			}
		}
	}
}
