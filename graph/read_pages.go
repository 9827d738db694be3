package graph

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// StateReader makes a State out of its pages.
type StateReader struct {
	mutex sync.Mutex
	pages map[string]map[uint32]any // section, number: what the page holds
}

// NewStateReader has no pages yet.
func NewStateReader() *StateReader { return &StateReader{pages: map[string]map[uint32]any{}} }

// Add decodes one page. It may be called by several goroutines at once, with pages in any order, and
// keeps no part of data. A page that cannot be is ErrInvalid.
func (r *StateReader) Add(key PageKey, data []byte) error {
	in := &pageDecoder{rest: data}
	content := in.section(key.Section)
	if in.failed || len(in.rest) > 0 {
		return fmt.Errorf("%w: page %d of %q", ErrInvalid, key.Number, key.Section)
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.pages[key.Section] == nil {
		r.pages[key.Section] = map[uint32]any{}
	}
	r.pages[key.Section][key.Number] = content
	return nil
}

// section decodes a page by the section that it is of.
func (d *pageDecoder) section(section string) any {
	first, part, _ := strings.Cut(section, "/")
	switch first {
	case sectionSettings:
		return decodeJSON[settingsPage](d, d.all())
	case sectionUsers, sectionTeams:
		return d.keys()
	case sectionPrincipals:
		return rowsOf(d, (*pageDecoder).principal)
	case sectionMembers:
		return rowsOf(d, (*pageDecoder).pair)
	case sectionAssignments:
		return rowsOf(d, (*pageDecoder).assignment)
	case sectionLookups:
		return rowsOf(d, (*pageDecoder).number)
	case sectionRecords:
		_, part, _ = strings.Cut(part, "/")
		switch "/" + part {
		case partKeys:
			return d.keys()
		case partRows:
			return rowsOf(d, (*pageDecoder).number)
		case partHoldings:
			return rowsOf(d, (*pageDecoder).holding)
		case partShares:
			return rowsOf(d, (*pageDecoder).share)
		}
	}
	if "/"+part == partKeys {
		return d.keys()
	}
	switch first {
	case sectionUnits:
		return factsOf[BusinessUnit](d)
	case sectionPositions:
		return factsOf[Position](d)
	case sectionRoles:
		return factsOf[Role](d)
	case sectionPrivileges:
		return factsOf[privilegePage](d)
	case sectionEntities:
		return factsOf[Entity](d)
	case sectionRelations:
		return factsOf[Relationship](d)
	case sectionTasks:
		return factsOf[Task](d)
	}
	d.failed = true
	return nil
}

// pageDecoder takes values from the front of a page.
type pageDecoder struct {
	rest   []byte
	failed bool
}

// take is the next bytes, zeros where the page has not as many.
func (d *pageDecoder) take(size int) []byte {
	if size < 0 || size > len(d.rest) {
		d.failed = true
		d.rest = nil
		return make([]byte, min(max(size, 0), 16))
	}
	taken := d.rest[:size]
	d.rest = d.rest[size:]
	return taken
}

func (d *pageDecoder) all() []byte { return d.take(len(d.rest)) }

func (d *pageDecoder) uvarint() uint64 {
	value, size := binary.Uvarint(d.rest)
	if size <= 0 {
		d.failed = true
		d.rest = nil
		return 0
	}
	d.rest = d.rest[size:]
	return value
}

// text is bytes after their length.
func (d *pageDecoder) text() []byte {
	size := d.uvarint()
	if size > uint64(len(d.rest)) {
		d.failed = true
		return nil
	}
	return d.take(int(size))
}

func (d *pageDecoder) number() uint32 { return binary.LittleEndian.Uint32(d.take(4)) }

func (d *pageDecoder) pair() pair { return pair{d.number(), d.number()} }

func (d *pageDecoder) assignment() assignment {
	return assignment{PrincipalNumber(d.number()), RoleNumber(d.number()), UnitNumber(d.number())}
}

func (d *pageDecoder) holding() Holding {
	return Holding{PrincipalNumber(d.number()), UnitNumber(d.number())}
}

func (d *pageDecoder) share() shareEntry {
	return shareEntry{
		ordinal: Ordinal(d.number()), principal: PrincipalNumber(d.number()), origin: Ordinal(d.number()),
		source: binary.LittleEndian.Uint16(d.take(2)), rights: packedRights(d.take(1)[0]),
	}
}

func (d *pageDecoder) principal() *principal {
	switch form := d.take(1)[0]; form {
	case pageNoPrincipal:
		return nil
	case pageOrganization:
		return &principal{kind: OrganizationPrincipal}
	case pageUser:
		return &principal{kind: UserPrincipal, user: decodeJSON[User](d, d.text())}
	case pageTeam, pageImpliedTeam:
		return &principal{kind: TeamPrincipal, team: decodeJSON[Team](d, d.text()), implied: form == pageImpliedTeam}
	}
	d.failed = true
	return nil
}

func (d *pageDecoder) keys() *keyPage {
	page := &keyPage{}
	for len(d.rest) > 0 && !d.failed {
		slot := uint32(len(page.slots))
		if slot == pageRows {
			d.failed = true
			break
		}
		page.slots = append(page.slots, keySlot{})
		switch length := d.uvarint(); {
		case length == 0:
		case length == 1:
			copy(page.slots[slot][:], d.take(16))
			page.guids[slot/64] |= 1 << (slot % 64)
		case length-2 > 3*MaxID+2: // the key of a relationship is three names
			d.failed = true
		default:
			page.put(slot, string(d.take(int(length-2))))
		}
	}
	return page
}

// rowsOf is all rows of a page.
func rowsOf[T any](d *pageDecoder, row func(*pageDecoder) T) []T {
	rows := make([]T, 0, min(len(d.rest), pageRows))
	for len(d.rest) > 0 && !d.failed {
		if len(rows) == pageRows {
			d.failed = true
			break
		}
		rows = append(rows, row(d))
	}
	return rows
}

// factsOf is the objects of a page, nil where there is none.
func factsOf[T any](d *pageDecoder) []*T {
	return rowsOf(d, func(d *pageDecoder) *T {
		text := d.text()
		if len(text) == 0 {
			return nil
		}
		fact := decodeJSON[T](d, text)
		return &fact
	})
}

func decodeJSON[T any](d *pageDecoder, text []byte) T {
	var fact T
	if err := json.Unmarshal(text, &fact); err != nil {
		d.failed = true
	}
	return fact
}

// State is the State that the pages make. Pages that do not fit together are ErrInvalid.
func (r *StateReader) State() (state *State, err error) {
	defer func() {
		if recover() != nil {
			state, err = nil, fmt.Errorf("%w: the pages do not fit together", ErrInvalid)
		}
	}()
	s := NewState()
	for _, content := range r.pages[sectionSettings] {
		page := content.(settingsPage)
		s.settings, s.numbering = page.Settings, page.Numbering
	}
	s.users, s.teams = r.keys(sectionUsers), r.keys(sectionTeams)
	readTable(r, sectionUnits, &s.units, func(o BusinessUnit) *unit { return &unit{fact: o} })
	readTable(r, sectionPositions, &s.positions, func(o Position) *position { return &position{fact: o} })
	readTable(r, sectionRoles, &s.roles, func(o Role) *role { return &role{fact: o} })
	readTable(r, sectionPrivileges, &s.privileges, func(o privilegePage) *privilege {
		return &privilege{o.Spelling, o.Declared}
	})
	readTable(r, sectionEntities, &s.entities, func(o Entity) *entity { return &entity{fact: o} })
	readTable(r, sectionRelations, &s.relations, func(o Relationship) *relation { return &relation{fact: o, declared: true} })
	readTable(r, sectionTasks, &s.tasks, func(o Task) *Task { return &o })
	if principals := readColumn[*principal](r, sectionPrincipals); principals.length > 0 {
		s.principals = principals
	}
	s.members = readSorted[pair](r, sectionMembers)
	s.assignments = readSorted[assignment](r, sectionAssignments)
	for number, e := range s.entities.all() {
		section := numbered(sectionRecords, number)
		e.number, e.declared = EntityNumber(number), true
		e.keys = r.keys(section + partKeys)
		e.rows = readColumn[uint32](r, section+partRows)
		e.holdings = readColumn[Holding](r, section+partHoldings)
		e.shares = readSorted[shareEntry](r, section+partShares)
	}
	for number, each := range s.relations.all() {
		each.number = number
		each.targets = readColumn[uint32](r, numbered(sectionLookups, number))
	}
	s.link()
	for number := uint32(1); number < s.entities.keys.length; number++ {
		if s.entities.at(number) == nil {
			s.entities.objects.set(&edit{}, number, undeclared(EntityNumber(number), s.entities.id(number)))
		}
	}
	return s, nil
}

func (r *StateReader) keys(section string) keys {
	k := keys{}
	for _, content := range r.inOrder(section) {
		page := content.(*keyPage)
		k.pages = append(k.pages, page)
		k.length += uint32(len(page.slots))
	}
	k.hint = k.index(int(k.length))
	return k
}

// inOrder is the pages of a section by number.
func (r *StateReader) inOrder(section string) []any {
	pages := r.pages[section]
	numbers := make([]uint32, 0, len(pages))
	for number := range pages {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	all := make([]any, len(numbers))
	for i, number := range numbers {
		all[i] = pages[number]
	}
	return all
}

func readColumn[T any](r *StateReader, section string) column[T] {
	c := column[T]{}
	for _, content := range r.inOrder(section) {
		rows := content.([]T)
		c.pages = append(c.pages, &columnPage[T]{rows: rows})
		c.length += uint32(len(rows))
	}
	return c
}

// readSorted puts the pages of a sorted set back in the order of their items.
func readSorted[T ordered[T]](r *StateReader, section string) sorted[T] {
	s := sorted[T]{}
	for number, content := range r.pages[section] {
		items := content.([]T)
		s.pages = append(s.pages, &sortedPage[T]{number: number, items: items})
		s.length += len(items)
		s.named = max(s.named, number+1)
	}
	slices.SortFunc(s.pages, func(a, b *sortedPage[T]) int { return a.items[0].compare(b.items[0]) })
	return s
}

func readTable[F, T any](r *StateReader, section string, t *table[T], object func(F) *T) {
	t.keys = r.keys(section + partKeys)
	facts := readColumn[*F](r, section+partObjects)
	objects := make([]*T, 0, facts.length)
	for number := range facts.length {
		if fact := facts.at(number); fact != nil {
			objects = append(objects, object(*fact))
			t.count++
		} else {
			objects = append(objects, nil)
		}
	}
	t.objects = columnOf(objects)
}
