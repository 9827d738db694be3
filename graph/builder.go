package graph

import "sync"

// Builder collects the objects of a load, which is one batch of puts (15.3). Records and shares, of
// which there may be many millions, lie in compact form until State.Load takes them in.
type Builder struct {
	mutex    sync.Mutex
	sections []*Section
}

// Section is what one goroutine adds to a Builder.
type Section struct {
	objects []placed[Object]
	records chunks[loadedRecord]
	shares  []placed[RecordShare]
	lookups []map[string]Ref
	longIDs []string
	symbols map[string]symbol
	names   []string // by symbol
	owners  map[Principal]symbol
	parties []Principal // by symbol of owner
}

// placed is an object and where it stood.
type placed[T any] struct {
	place  Place
	object T
}

// symbol numbers a name within a section: of an entity, an owner or a unit. 0 is no name.
type symbol uint32

// loadedRecord is a record on its way into a State. The id lies in a key slot, or among the long ones.
type loadedRecord struct {
	id       keySlot
	place    Place
	entity   symbol
	owner    symbol
	unit     symbol
	longID   uint32 // 1 + its place among the section's long ids, or 0
	lookups  uint32 // 1 + its place among the section's lookups, or 0
	guid     bool
	inactive bool
}

// NewBuilder is an empty Builder.
func NewBuilder() *Builder { return &Builder{} }

// Section opens a part of the Builder that one goroutine may fill beside others.
func (b *Builder) Section() *Section {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	s := &Section{
		symbols: map[string]symbol{"": 0}, names: []string{""},
		owners: map[Principal]symbol{{}: 0}, parties: []Principal{{}},
	}
	b.sections = append(b.sections, s)
	return s
}

// Len is the number of objects added so far. No section may be filled meanwhile.
func (b *Builder) Len() int {
	count := 0
	for _, s := range b.sections {
		count += len(s.objects) + s.records.length + len(s.shares)
	}
	return count
}

// Put adds an object that stood at the given place. A malformed one is a FactError, as Check says, and
// is not added.
func (s *Section) Put(at Place, o Object) error {
	if err := Check(o); err != nil {
		return err
	}
	switch o := o.(type) {
	case Record:
		s.putRecord(at, o)
	case RecordShare:
		s.shares = append(s.shares, placed[RecordShare]{at, o})
	default:
		s.objects = append(s.objects, placed[Object]{at, o})
	}
	return nil
}

func (s *Section) putRecord(at Place, o Record) {
	r := loadedRecord{
		place: at, inactive: o.Inactive,
		entity: s.symbol(o.Entity), owner: s.party(o.Owner), unit: s.symbol(o.BusinessUnit),
	}
	if r.id, r.guid = parseGUID(o.ID); !r.guid && !r.id.pack(o.ID) {
		s.longIDs = append(s.longIDs, o.ID)
		r.longID = uint32(len(s.longIDs))
	}
	if len(o.Lookups) > 0 {
		s.lookups = append(s.lookups, o.Lookups)
		r.lookups = uint32(len(s.lookups))
	}
	s.records.add(r)
}

func (s *Section) symbol(name string) symbol {
	number, known := s.symbols[name]
	if !known {
		number = symbol(len(s.names))
		s.symbols[name] = number
		s.names = append(s.names, name)
	}
	return number
}

func (s *Section) party(p Principal) symbol {
	number, known := s.owners[p]
	if !known {
		number = symbol(len(s.parties))
		s.owners[p] = number
		s.parties = append(s.parties, p)
	}
	return number
}

// record is a loaded record as it was put.
func (s *Section) record(r *loadedRecord) Record {
	o := Record{
		Entity: s.names[r.entity], ID: s.id(r), Owner: s.parties[r.owner], BusinessUnit: s.names[r.unit],
		Inactive: r.inactive,
	}
	if r.lookups != 0 {
		o.Lookups = s.lookups[r.lookups-1]
	}
	return o
}

func (s *Section) id(r *loadedRecord) string {
	switch {
	case r.guid:
		return string(appendGUID(nil, &r.id))
	case r.longID != 0:
		return s.longIDs[r.longID-1]
	}
	return string(r.id.text())
}

// chunks is a list that grows without moving.
type chunks[T any] struct {
	full   [][]T
	last   []T
	length int
}

func (c *chunks[T]) add(value T) {
	if len(c.last) == cap(c.last) {
		if c.last != nil {
			c.full = append(c.full, c.last)
		}
		c.last = make([]T, 0, pageRows)
	}
	c.last = append(c.last, value)
	c.length++
}

// each calls visit for every value.
func (c *chunks[T]) each(visit func(*T)) {
	for _, chunk := range append(c.full, c.last) {
		for i := range chunk {
			visit(&chunk[i])
		}
	}
}
