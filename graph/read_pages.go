package graph

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// StateReader makes a State out of its pages.
type StateReader struct {
	mutex  sync.Mutex
	pages  map[string]map[uint32]any // section, number: what the page holds
	used   map[string]bool           // sections that the State took
	misfit error                     // the first thing that does not fit
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

// State is the State that the pages make. Pages that do not fit together, or break a rule, are ErrInvalid:
// of a State that is returned, Verify finds nothing wrong.
func (r *StateReader) State() (state *State, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			state, err = nil, fmt.Errorf("%w: the pages do not fit together: %v", ErrInvalid, reason)
		}
	}()
	r.used, r.misfit = map[string]bool{}, nil
	s := r.facts()
	r.leftOver(s)
	if r.misfit == nil {
		r.misfit = s.fitNumbers()
	}
	if r.misfit == nil {
		s.link()
		r.misfit = s.fitRules()
	}
	if r.misfit != nil {
		return nil, fmt.Errorf("%w: the pages do not fit together: %w", ErrInvalid, r.misfit)
	}
	for number := uint32(1); number < s.entities.keys.length; number++ {
		if s.entities.at(number) == nil {
			s.entities.objects.set(&edit{}, number, undeclared(EntityNumber(number), s.entities.id(number)))
		}
	}
	return s, nil
}

// facts is a State with what the pages hold and nothing that follows from it.
func (r *StateReader) facts() *State {
	s := NewState()
	settings := r.inOrder(sectionSettings, func(any) int { return pageRows })
	if r.that(len(settings) == 1, sectionSettings, "%d pages", len(settings)) {
		page := settings[0].(settingsPage)
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
	s.principals = readColumn[*principal](r, sectionPrincipals)
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
	return s
}

// leftOver finds pages that are of nothing. A relationship that was deleted may leave lookups, all clear, and
// an entity that was, holdings without owner or unit.
func (r *StateReader) leftOver(s *State) {
	for section, pages := range r.pages {
		if r.used[section] {
			continue
		}
		gone := true
		for _, content := range pages {
			switch rows := content.(type) {
			case []uint32:
				gone = gone && ofNumber(section, sectionLookups, "", s.relations.keys.length) && allZero(rows)
			case []Holding:
				gone = gone && ofNumber(section, sectionRecords, partHoldings, s.entities.keys.length) && allZero(rows)
			default:
				gone = false
			}
		}
		r.that(gone, section, "of nothing that is there")
	}
}

// ofNumber reports whether a section is that of an object with a number below a bound.
func ofNumber(section, kind, rest string, bound uint32) bool {
	digits, _ := strings.CutPrefix(section, kind+"/")
	digits, _ = strings.CutSuffix(digits, rest)
	number, err := strconv.ParseUint(digits, 10, 32)
	return err == nil && number > 0 && number < uint64(bound) && section == numbered(kind, uint32(number))+rest
}

func allZero[T comparable](rows []T) bool {
	var zero T
	return !slices.ContainsFunc(rows, func(row T) bool { return row != zero })
}

// that notes what does not fit, unless it holds.
func (r *StateReader) that(holds bool, section, format string, args ...any) bool {
	if !holds && r.misfit == nil {
		r.misfit = fmt.Errorf("section %q: %s", section, fmt.Sprintf(format, args...))
	}
	return holds
}

func (r *StateReader) keys(section string) keys {
	k := keys{}
	for _, content := range r.inOrder(section, func(page any) int { return len(page.(*keyPage).slots) }) {
		page := content.(*keyPage)
		k.pages = append(k.pages, page)
		k.length += uint32(len(page.slots))
	}
	hint, distinct := k.index(int(k.length))
	k.hint = hint
	r.that(distinct, section, "a key is there twice")
	return k
}

// inOrder is the pages of a section by number. There is none missing, and all but the last are full.
func (r *StateReader) inOrder(section string, rows func(page any) int) []any {
	pages := r.pages[section]
	r.used[section] = true
	all := make([]any, 0, len(pages))
	for number := range uint32(len(pages)) {
		page, there := pages[number]
		if !r.that(there, section, "page %d is missing", number) {
			return nil
		}
		last := int(number) == len(pages)-1
		if size := rows(page); !r.that(size == pageRows || last && size > 0, section, "page %d has %d rows", number, size) {
			return nil
		}
		all = append(all, page)
	}
	return all
}

func readColumn[T any](r *StateReader, section string) column[T] {
	c := column[T]{}
	for _, content := range r.inOrder(section, func(page any) int { return len(page.([]T)) }) {
		rows := content.([]T)
		c.pages = append(c.pages, &columnPage[T]{rows: rows})
		c.length += uint32(len(rows))
	}
	return c
}

// readSorted puts the pages of a sorted set back in the order of their items, each of which is there once.
func readSorted[T ordered[T]](r *StateReader, section string) sorted[T] {
	s := sorted[T]{}
	r.used[section] = true
	for number, content := range r.pages[section] {
		items := content.([]T)
		fits := len(items) > 0 && len(items) <= sortedPageItems && number < math.MaxUint32
		if !r.that(fits, section, "page %d has %d items", number, len(items)) {
			return sorted[T]{}
		}
		s.pages = append(s.pages, &sortedPage[T]{number: number, items: items})
		s.length += len(items)
		s.named = max(s.named, number+1)
	}
	slices.SortFunc(s.pages, func(a, b *sortedPage[T]) int { return a.items[0].compare(b.items[0]) })
	var last *T
	for _, page := range s.pages {
		for i := range page.items {
			if item := &page.items[i]; last == nil || (*last).compare(*item) < 0 {
				last = item
			} else {
				r.that(false, section, "page %d is out of order", page.number)
				return sorted[T]{}
			}
		}
	}
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
