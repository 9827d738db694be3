package index

import (
	"iter"

	"github.com/accessindex/ambit/graph"
)

// idsTogether is how many ids share one piece of memory.
const idsTogether = 64

// idWriter makes strings of many ids at the cost of few allocations.
type idWriter struct {
	text   []byte
	ends   [idsTogether]int
	length int // of ends
}

// add takes an id in, and reports whether there is no room for another.
func (w *idWriter) add(e graph.Records, ordinal uint32) (full bool) {
	if w.text == nil {
		w.text = make([]byte, 0, idsTogether*36) // GUIDs
	}
	w.text = e.AppendID(w.text, graph.Ordinal(ordinal))
	w.ends[w.length] = len(w.text)
	w.length++
	return w.length == idsTogether
}

// yield gives out the ids that were added and forgets them.
func (w *idWriter) yield(yield func(string) bool) bool {
	text, from := string(w.text), 0
	for _, end := range w.ends[:w.length] {
		if !yield(text[from:end]) {
			return false
		}
		from = end
	}
	w.text, w.length = w.text[:0], 0
	return true
}

// IDs yields the ids of the records from a place in the order of All up to, but without, another: all of
// them from 0 to Len. Places outside of the set have no records. It allocates nothing a record: an id
// is only valid until the next, and is to be copied to be kept.
func (rs RecordSet) IDs(from, to int) iter.Seq[[]byte] {
	return func(yield func(id []byte) bool) {
		from := max(from, 0)
		first, found := rs.set.Select(from)
		if !found || from >= to {
			return
		}
		left := to - from
		id := make([]byte, 0, 36) // a GUID
		for ordinal := range rs.set.From(first) {
			id = rs.entity.AppendID(id[:0], graph.Ordinal(ordinal))
			if left--; !yield(id) || left == 0 {
				return
			}
		}
	}
}
