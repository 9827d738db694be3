package index

import "github.com/accessindex/ambit/bitmap"

// sizes estimates the heap of the sets and the plans.
func (s *Snapshot) sizes() []Part {
	parts := []Part{{Name: "sets of holdings"}, {Name: "sets of owners, units and subtrees"}, {Name: "sets of shares"}, {Name: "plans"}}
	for _, es := range s.entities {
		if es == nil {
			continue
		}
		for _, page := range es.holdings.pages {
			if page == nil {
				continue
			}
			for i := range page.rows {
				parts[0].Bytes += int64(page.rows[i].SizeBytes())
			}
		}
		for _, kept := range []*slots[bitmap.Set]{es.basic, es.local, es.deep} {
			kept.each(func(set bitmap.Set) { parts[1].Bytes += int64(set.SizeBytes()) })
		}
		es.shares.each(func(set *shareSet) {
			for _, g := range set.groups {
				parts[2].Bytes += int64(g.records.SizeBytes())
			}
		})
	}
	parts[3].Bytes = s.plans.Load().bytes.Load()
	return parts
}

// each visits the values that the slots keep.
func (s *slots[T]) each(visit func(T)) {
	for i := range s.pages {
		page := s.pages[i].Load()
		if page == nil {
			continue
		}
		for j := range page {
			if kept := page[j].Load(); kept != nil {
				visit(kept.value)
			}
		}
	}
}
