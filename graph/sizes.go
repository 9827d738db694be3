package graph

import "unsafe"

// Counts are the numbers of users, of teams (undeclared default ones included) and of roles.
func (s *State) Counts() (users, teams, roles int) {
	for n := range PrincipalNumber(s.principals.length) {
		switch p := s.principals.at(uint32(n)); {
		case p == nil || n == OrganizationNumber:
		case p.kind == UserPrincipal:
			users++
		default:
			teams++
		}
	}
	return users, teams, s.roles.count
}

// Entities are the declared entities, by name.
func (s *State) Entities() []Records {
	var all []Records
	for _, e := range s.declaredEntities() {
		all = append(all, Records{s, e})
	}
	return all
}

// Size is the heap that a part of a State takes, in bytes.
type Size struct {
	Part  string
	Bytes int64
}

// Sizes estimates the heap of the parts that grow with the number of records.
func (s *State) Sizes() []Size {
	sizes := []Size{{Part: "record rows"}, {Part: "record ids"}, {Part: "id table"}, {Part: "holdings"}, {Part: "shares"}, {Part: "lookups"}}
	for _, e := range s.entities.all() {
		sizes[0].Bytes += columnBytes(&e.rows) + sortedBytes(&e.free)
		sizes[1].Bytes += e.keys.bytes()
		if e.keys.hint != nil {
			sizes[2].Bytes += int64(len(e.keys.hint.slots)) * 8
		}
		sizes[3].Bytes += columnBytes(&e.holdings) + columnBytes(&e.holdingCounts) + sortedBytes(&e.byOwner) + sortedBytes(&e.byUnit)
		sizes[4].Bytes += sortedBytes(&e.shares) + sortedBytes(&e.sharedTo)
	}
	for _, r := range s.relations.all() {
		sizes[5].Bytes += columnBytes(&r.targets) + sortedBytes(&r.children)
	}
	return sizes
}

func columnBytes[T any](c *column[T]) int64 {
	var row T
	bytes := int64(cap(c.pages)) * 8
	for _, page := range c.pages {
		bytes += int64(cap(page.rows)) * int64(unsafe.Sizeof(row))
	}
	return bytes
}

func sortedBytes[T ordered[T]](s *sorted[T]) int64 {
	var item T
	bytes := int64(cap(s.pages)) * 8
	for _, page := range s.pages {
		bytes += int64(cap(page.items)) * int64(unsafe.Sizeof(item))
	}
	return bytes
}

func (k *keys) bytes() int64 {
	bytes := int64(cap(k.pages)) * 8
	for _, page := range k.pages {
		bytes += int64(cap(page.slots))*16 + int64(len(page.guids))*8 + int64(cap(page.text))
	}
	return bytes
}
