package index

import "iter"

// stamps tell versions of sets apart: a set's stamp is drawn anew whenever the set may have changed,
// from one counter that a snapshot shares with all that came of it. So equal stamps mean equal sets,
// whichever snapshots they stand in, those that are only tried included.
type stamps struct {
	first uint64         // of the rows that were not drawn since
	drawn vector[uint64] // 0 where first counts
}

func (s *stamps) at(row uint32) uint64 {
	if drawn := s.drawn.at(row); drawn != 0 {
		return drawn
	}
	return s.first
}

// differing yields the rows whose stamps are not the same in both, which have the same first. Pages that
// both share cost nothing.
func (s *stamps) differing(other *stamps) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for page := range max(len(s.drawn.pages), len(other.drawn.pages)) {
			if s.drawn.page(page) == other.drawn.page(page) {
				continue
			}
			for row := uint32(page * vectorRows); row < uint32((page+1)*vectorRows); row++ {
				if s.at(row) != other.at(row) && !yield(row) {
					return
				}
			}
		}
	}
}
