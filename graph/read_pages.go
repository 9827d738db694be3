package graph

import (
	"fmt"
	"slices"
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
