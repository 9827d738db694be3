package graph

import "fmt"

// fitNumbers finds numbers that are out of range, and objects that do not stand at their number. It comes
// before link, which takes all numbers as they are.
func (s *State) fitNumbers() error {
	if err := Check(s.settings); err != nil {
		return err
	}
	if err := s.fitTables(); err != nil {
		return err
	}
	if err := s.fitPrincipals(); err != nil {
		return err
	}
	for _, e := range s.entities.all() {
		if err := s.fitRows(e); err != nil {
			return fmt.Errorf("%s: %w", e.fact, err)
		}
	}
	return nil
}

func (s *State) fitTables() error {
	for _, err := range []error{
		fitTable(&s.units, func(u *unit) (Object, string) { return u.fact, u.fact.ID }),
		fitTable(&s.positions, func(p *position) (Object, string) { return p.fact, p.fact.ID }),
		fitTable(&s.roles, func(r *role) (Object, string) { return r.fact, r.fact.ID }),
		fitTable(&s.privileges, func(p *privilege) (Object, string) {
			if p.declared != nil && fold(p.declared.Name) == fold(p.spelling) {
				return *p.declared, fold(p.spelling)
			}
			return Privilege{Name: p.spelling}, fold(p.spelling)
		}),
		fitTable(&s.entities, func(e *entity) (Object, string) { return e.fact, fold(e.fact.Name) }),
		fitTable(&s.relations, func(r *relation) (Object, string) {
			return r.fact, relationKey(r.fact.Child, r.fact.Lookup, r.fact.Parent)
		}),
		fitTable(&s.tasks, func(t *Task) (Object, string) { return *t, t.Name }),
	} {
		if err != nil {
			return err
		}
	}
	if s.entities.keys.length > maxEntities+1 {
		return fmt.Errorf("%d entities", s.entities.keys.length)
	}
	return nil
}

// fitTable tests that each object is well formed and stands at the number of its key, and that all numbers
// but 0 have one.
func fitTable[T any](t *table[T], object func(*T) (Object, string)) error {
	if t.objects.length > t.keys.length {
		return fmt.Errorf("%d objects at %d numbers", t.objects.length, t.keys.length)
	}
	if err := fitKeys(&t.keys); err != nil {
		return err
	}
	for number, each := range t.all() {
		fact, key := object(each)
		if key != t.id(number) || number == 0 {
			return fmt.Errorf("%s: at the number of %q", fact, t.id(number))
		}
		if err := Check(fact); err != nil {
			return err
		}
	}
	return nil
}

func fitKeys(k *keys) error {
	for number := range k.length {
		page, slot := k.pages[number/pageRows], number%pageRows
		if empty := !page.isGUID(slot) && len(page.textID(slot)) == 0; empty != (number == 0) {
			return fmt.Errorf("number %d of %d: key %q", number, k.length, k.id(number))
		}
	}
	return nil
}

// fitPrincipals tests that users, teams and the organization stand at their numbers.
func (s *State) fitPrincipals() error {
	for _, ids := range []*keys{&s.users, &s.teams} {
		if err := fitKeys(ids); err != nil {
			return err
		}
	}
	for n := range s.principals.length {
		number, p := PrincipalNumber(n), s.principals.at(n)
		if number == OrganizationNumber && p != nil && p.kind == OrganizationPrincipal || p == nil && number != OrganizationNumber {
			continue
		}
		fits, fact := false, Object(User{})
		switch {
		case p == nil:
		case p.kind == UserPrincipal:
			fact = p.user
			fits = n&1 == 0 && n > 0 && s.PrincipalAt(number) == UserRef(p.user.ID)
		case p.kind == TeamPrincipal:
			fact = p.team
			fits = n&1 == 1 && s.PrincipalAt(number) == TeamRef(p.team.ID)
		}
		if !fits {
			return fmt.Errorf("principal %d is not %s", n, s.PrincipalAt(number))
		}
		if err := Check(fact); err != nil {
			return err
		}
	}
	if s.principals.length <= uint32(OrganizationNumber) {
		return fmt.Errorf("%d principals", s.principals.length)
	}
	return nil
}

// fitRows tests that the records of an entity have ids and holdings.
func (s *State) fitRows(e *entity) error {
	if e.rows.length > e.keys.length {
		return fmt.Errorf("%d rows of %d records", e.rows.length, e.keys.length)
	}
	for number, page := range e.rows.pages {
		keys := e.keys.pages[number]
		for slot, row := range page.rows {
			holding := row & rowHolding
			if holding == 0 {
				if row != 0 {
					return fmt.Errorf("no record %d, and flags", number*pageRows+slot)
				}
				continue
			}
			if holding >= e.holdings.length {
				return fmt.Errorf("record %d in holding %d of %d", number*pageRows+slot, holding, e.holdings.length)
			}
			if !keys.isGUID(uint32(slot)) && !plainID(keys.textID(uint32(slot))) {
				if err := CheckID(string(keys.textID(uint32(slot)))); err != nil {
					return err
				}
			}
		}
	}
	for number := range e.holdings.length {
		h := e.holdings.at(number)
		if number == 0 && h != (Holding{}) || uint32(h.Unit) >= max(1, s.units.keys.length) || !s.numbered(h.Owner) {
			return fmt.Errorf("holding %d is of owner %d and unit %d", number, h.Owner, h.Unit)
		}
	}
	return nil
}

// numbered reports whether a principal number is 0 or was given out.
func (s *State) numbered(p PrincipalNumber) bool {
	if p&1 == 0 {
		return p == 0 || uint32(p>>1) < s.users.length
	}
	return p == OrganizationNumber || uint32(p>>1) < s.teams.length
}

// plainID reports whether an id is well formed and of ASCII alone, which takes one look at each byte.
func plainID(id []byte) bool {
	for _, each := range id {
		if each < ' ' || each >= 0x7f {
			return false
		}
	}
	return len(id) > 0 && len(id) <= MaxID
}
