package index

import (
	"fmt"
	"math/rand/v2"

	"github.com/accessindex/ambit/graph"
)

// triedNumbering is a bit that no numbering of a load has.
const triedNumbering = 1 << 63

// Try is the snapshot that would be after a batch of changes. It answers every question, and may be tried
// on further, beside a writer and others that try. Nothing is published and nothing is written: neither
// the index nor any other snapshot sees it, and what its readers work out disturbs theirs in nothing.
// The batch is refused as Index.Apply refuses it, with FactErrors.
//
// Its revision is that of the snapshot it was tried on, for no other is given out. A page token is good
// for it alone: elsewhere, also after the same changes were applied, it is ErrPageExpired, since ordinals
// that records got in the try may go to others.
func (s *Snapshot) Try(changes ...Change) (*Snapshot, error) {
	if s.none() {
		return nil, fmt.Errorf("%w: nothing to try it on", graph.ErrInvalid)
	}
	state, effects, err := s.state.Apply(changes)
	if err != nil {
		return nil, err
	}
	tried := s.step(state, effects, s.revision, true)
	tried.numbering = rand.Uint64() | triedNumbering
	return tried, nil
}
