package export

import (
	"iter"

	"github.com/accessindex/ambit/index"
)

const (
	// pieceRows is how many rows are put into text at once: some 400 KB of GUIDs, at most 17 MB.
	pieceRows = 8192
	// pieceUsers is how many users may share a piece.
	pieceUsers = 1024
)

// listed is a user with all records that the user reaches.
type listed struct {
	user    string
	records index.RecordSet
	err     error
}

// part is some of the records of a user: those from a place up to another.
type part struct {
	listed
	from, to int
}

// last reports whether the part is the last one of its user.
func (p part) last() bool { return p.to == p.records.Len() }

// cut puts users together into pieces, and takes those with many records apart.
func cut(users iter.Seq[listed]) iter.Seq[[]part] {
	return func(yield func([]part) bool) {
		var piece []part
		rows := 0
		for each := range users {
			for from, last := 0, false; !last; {
				p := part{each, from, min(each.records.Len(), from+pieceRows-rows)}
				piece = append(piece, p)
				rows += p.to - p.from
				if rows == pieceRows || len(piece) == pieceUsers {
					if !yield(piece) {
						return
					}
					piece, rows = nil, 0
				}
				from, last = p.to, p.last()
			}
		}
		if len(piece) > 0 {
			yield(piece)
		}
	}
}
