package index

import "github.com/accessindex/ambit/graph"

// idsTogether is how many ids share one piece of memory.
const idsTogether = 64

// idWriter makes strings of many ids at the cost of few allocations.
type idWriter struct {
	text []byte
	ends []int
}

func (w *idWriter) add(e graph.Records, ordinal uint32) {
	w.text = e.AppendID(w.text, graph.Ordinal(ordinal))
	w.ends = append(w.ends, len(w.text))
}

// yield gives out the ids that were added and forgets them.
func (w *idWriter) yield(yield func(string) bool) bool {
	text, from := string(w.text), 0
	for _, end := range w.ends {
		if !yield(text[from:end]) {
			return false
		}
		from = end
	}
	w.text, w.ends = w.text[:0], w.ends[:0]
	return true
}
