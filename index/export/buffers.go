package export

// written is a piece as text.
type written struct {
	text  []byte
	users int // that end in the piece
	rows  int64
	err   error
}

// buffers are pieces of memory to be used again.
type buffers chan []byte

// text puts a piece into text.
func (b buffers) text(f Format, piece []part) (w written) {
	select {
	case w.text = <-b:
	default:
	}
	for _, p := range piece {
		if p.err != nil {
			w.err = p.err
			return w
		}
		w.text = f.append(w.text, p)
		w.rows += int64(p.to - p.from)
		if p.last() {
			w.users++
		}
	}
	return w
}

// put gives back the memory of a text that is no longer needed.
func (b buffers) put(text []byte) {
	select {
	case b <- text[:0]:
	default:
	}
}
