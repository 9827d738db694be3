package index

import "github.com/accessindex/ambit/bitmap"

// sizes estimates the heap of what the snapshot keeps beside the state: the sets of the holdings, the
// unions that questions have built, and the plans, those of who included.
func (s *Snapshot) sizes() []Part {
	var holdings, unions, shares int64
	for _, es := range s.entities {
		if es == nil {
			continue
		}
		holdings += es.holdings.bytes(bitmap.Set.SizeBytes)
		unions += es.local.bytes(bitmap.Set.SizeBytes) + es.deep.bytes(bitmap.Set.SizeBytes) + es.basic.bytes(bitmap.Set.SizeBytes)
		shares += es.shares.bytes((*shareSet).sizeBytes)
	}
	return []Part{
		{Name: "sets of holdings", Bytes: holdings},
		{Name: "sets of owners, units and subtrees", Bytes: unions},
		{Name: "sets of shares", Bytes: shares},
		{Name: "plans", Bytes: s.plans.Load().bytes.Load() + s.whoBytes()},
	}
}
