package index

import "runtime"

// Stats are the sizes of an index at one revision. Sizes are in bytes.
type Stats struct {
	Revision      Revision
	BusinessUnits int
	Users         int
	Teams         int // undeclared default teams included
	Roles         int
	Entities      []EntityStats
	Records       int
	Shares        int

	LiveHeap uint64 // of the whole process, after a collection
	Disk     int64  // in blocks
	Parts    []Part
}

// EntityStats are the sizes of one entity.
type EntityStats struct {
	Name    string
	Records int
	Shares  int // explicit parts and inherited ones, each by origin
}

// Part is the heap that one part of the index takes.
type Part struct {
	Name  string
	Bytes int64
}

// Stats counts what is in the index. It runs a garbage collection to measure the live heap.
func (ix *Index) Stats() (Stats, error) {
	if ix.store == nil {
		return Stats{}, ErrClosed
	}
	s := ix.Snapshot()
	state := s.State()
	stats := Stats{Revision: s.Revision(), BusinessUnits: state.Tree().Len()}
	stats.Users, stats.Teams, stats.Roles = state.Counts()
	for _, e := range state.Entities() {
		each := EntityStats{Name: e.Fact().Name, Records: e.Len(), Shares: e.SharesLen()}
		stats.Entities = append(stats.Entities, each)
		stats.Records += each.Records
		stats.Shares += each.Shares
	}
	for _, each := range state.Sizes() {
		stats.Parts = append(stats.Parts, Part{each.Part, each.Bytes})
	}
	stats.Parts = append(stats.Parts, s.sizes()...)
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	stats.LiveHeap = memory.HeapAlloc
	var err error
	stats.Disk, err = ix.store.Size()
	return stats, err
}

// BytesPerRecord is the live heap over the number of records, 0 where there is none.
func (s Stats) BytesPerRecord() float64 {
	if s.Records == 0 {
		return 0
	}
	return float64(s.LiveHeap) / float64(s.Records)
}
