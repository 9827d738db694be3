package index

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
