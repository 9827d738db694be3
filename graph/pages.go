package graph

import (
	"encoding/binary"
	"encoding/json"
	"iter"
	"strconv"
)

// PageKey names a page: its section and its number there.
type PageKey struct {
	Section string
	Number  uint32
}

// Page is an immutable part of a State, of 4,096 rows or objects at most. States that share a page
// share what Identity returns.
type Page struct {
	Key      PageKey
	identity any
	encode   func(dst []byte) []byte
}

// Identity is equal for two pages of the same section that are one and the same.
func (p Page) Identity() any { return p.identity }

// Same reports whether two pages of the same section are one and the same.
func (p Page) Same(q Page) bool { return p.identity == q.identity }

// Append adds the encoded page to dst.
func (p Page) Append(dst []byte) []byte { return p.encode(dst) }

// The sections of a State. Those of a table's keys and objects, and those of an entity's records and
// a relationship's lookups, have more to them, as in "unit/key" and "record/3/row".
const (
	sectionSettings    = "settings"
	sectionUnits       = "unit"
	sectionUsers       = "user"
	sectionTeams       = "team"
	sectionPrincipals  = "principal"
	sectionPositions   = "position"
	sectionRoles       = "role"
	sectionPrivileges  = "privilege"
	sectionEntities    = "entity"
	sectionRelations   = "relationship"
	sectionTasks       = "task"
	sectionMembers     = "member"
	sectionAssignments = "assignment"
	sectionRecords     = "record"
	sectionLookups     = "lookup"

	partKeys     = "/key"
	partObjects  = "/object"
	partRows     = "/row"
	partHoldings = "/holding"
	partShares   = "/share"
)

// Pages yields the pages of the State, each section in one piece.
func (s *State) Pages() iter.Seq[Page] {
	return func(yield func(Page) bool) {
		settings := settingsPage{s.settings, s.numbering}
		w := &pageWriter{yield: yield}
		w.put(sectionSettings, 0, settings, func(dst []byte) []byte { return appendJSON(dst, settings) })
		tablePages(w, sectionUnits, &s.units, func(u *unit) any { return u.fact })
		keyPages(w, sectionUsers, &s.users)
		keyPages(w, sectionTeams, &s.teams)
		columnPages(w, sectionPrincipals, &s.principals, appendPrincipal)
		tablePages(w, sectionPositions, &s.positions, func(p *position) any { return p.fact })
		tablePages(w, sectionRoles, &s.roles, func(r *role) any { return r.fact })
		tablePages(w, sectionPrivileges, &s.privileges, func(p *privilege) any { return p.page() })
		tablePages(w, sectionEntities, &s.entities, (*entity).page)
		tablePages(w, sectionRelations, &s.relations, (*relation).page)
		tablePages(w, sectionTasks, &s.tasks, func(t *Task) any { return *t })
		sortedPages(w, sectionMembers, &s.members, appendPair)
		sortedPages(w, sectionAssignments, &s.assignments, appendAssignment)
		for number, e := range s.entities.all() {
			section := numbered(sectionRecords, number)
			keyPages(w, section+partKeys, &e.keys)
			columnPages(w, section+partRows, &e.rows, appendNumber)
			columnPages(w, section+partHoldings, &e.holdings, appendHolding)
			sortedPages(w, section+partShares, &e.shares, appendShare)
		}
		for number, r := range s.relations.all() {
			columnPages(w, numbered(sectionLookups, number), &r.targets, appendNumber)
		}
	}
}

func numbered(section string, number uint32) string {
	return section + "/" + strconv.FormatUint(uint64(number), 10)
}

// pageWriter yields pages until the one who asked for them has enough.
type pageWriter struct {
	yield func(Page) bool
	done  bool
}

func (w *pageWriter) put(section string, number uint32, identity any, encode func(dst []byte) []byte) {
	w.done = w.done || !w.yield(Page{PageKey{section, number}, identity, encode})
}

func columnPages[T any](w *pageWriter, section string, c *column[T], encode func([]byte, T) []byte) {
	for number, page := range c.pages {
		if w.done {
			return
		}
		w.put(section, uint32(number), page, func(dst []byte) []byte {
			for _, row := range page.rows {
				dst = encode(dst, row)
			}
			return dst
		})
	}
}

func sortedPages[T ordered[T]](w *pageWriter, section string, s *sorted[T], encode func([]byte, T) []byte) {
	for _, page := range s.pages {
		if w.done {
			return
		}
		w.put(section, page.number, page, func(dst []byte) []byte {
			for _, item := range page.items {
				dst = encode(dst, item)
			}
			return dst
		})
	}
}

func tablePages[T any](w *pageWriter, section string, t *table[T], fact func(*T) any) {
	keyPages(w, section+partKeys, &t.keys)
	columnPages(w, section+partObjects, &t.objects, func(dst []byte, object *T) []byte {
		if object == nil || fact(object) == nil {
			return append(dst, 0)
		}
		return appendText(dst, appendJSON(nil, fact(object)))
	})
}

// keyPages writes of each key 0 where there is none, 1 and 16 bytes for a GUID, and for another id its
// length plus 2 and its text.
func keyPages(w *pageWriter, section string, k *keys) {
	for number, page := range k.pages {
		if w.done {
			return
		}
		w.put(section, uint32(number), page, func(dst []byte) []byte {
			for slot := range page.slots {
				if page.isGUID(uint32(slot)) {
					dst = append(append(dst, 1), page.slots[slot][:]...)
				} else if text := page.textID(uint32(slot)); len(text) == 0 {
					dst = append(dst, 0)
				} else {
					dst = append(binary.AppendUvarint(dst, uint64(len(text)+2)), text...)
				}
			}
			return dst
		})
	}
}

func appendJSON(dst []byte, fact any) []byte {
	text, err := json.Marshal(fact)
	if err != nil {
		panic(err) // facts were checked before they got here
	}
	return append(dst, text...)
}

func appendText(dst, text []byte) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(text))), text...)
}

func appendNumber(dst []byte, n uint32) []byte { return binary.LittleEndian.AppendUint32(dst, n) }

func appendPair(dst []byte, p pair) []byte { return appendNumber(appendNumber(dst, p.first), p.second) }

func appendAssignment(dst []byte, a assignment) []byte {
	return appendNumber(appendNumber(appendNumber(dst, uint32(a.principal)), uint32(a.role)), uint32(a.base))
}

func appendHolding(dst []byte, h Holding) []byte {
	return appendNumber(appendNumber(dst, uint32(h.Owner)), uint32(h.Unit))
}

func appendShare(dst []byte, s shareEntry) []byte {
	dst = appendNumber(appendNumber(appendNumber(dst, uint32(s.ordinal)), uint32(s.principal)), uint32(s.origin))
	return append(binary.LittleEndian.AppendUint16(dst, s.source), byte(s.rights))
}

// The forms of a principal in its page.
const (
	pageNoPrincipal = iota
	pageOrganization
	pageUser
	pageTeam
	pageImpliedTeam
)

func appendPrincipal(dst []byte, p *principal) []byte {
	switch {
	case p == nil:
		return append(dst, pageNoPrincipal)
	case p.kind == OrganizationPrincipal:
		return append(dst, pageOrganization)
	case p.kind == UserPrincipal:
		return appendText(append(dst, pageUser), appendJSON(nil, p.user))
	case p.implied:
		return appendText(append(dst, pageImpliedTeam), appendJSON(nil, p.team))
	}
	return appendText(append(dst, pageTeam), appendJSON(nil, p.team))
}

// settingsPage is what a State has one of.
type settingsPage struct {
	Settings  Settings
	Numbering uint64
}

// privilegePage is a privilege in its page.
type privilegePage struct {
	Spelling string
	Declared *Privilege `json:",omitzero"`
}

func (p *privilege) page() privilegePage { return privilegePage{p.spelling, p.declared} }

// page is the entity as its page has it, nil where it is only mentioned.
func (e *entity) page() any {
	if !e.declared {
		return nil
	}
	return e.fact
}

// page is the relationship as its page has it, nil where it is only mentioned.
func (r *relation) page() any {
	if !r.declared {
		return nil
	}
	return r.fact
}
