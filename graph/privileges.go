package graph

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// privilege is a privilege name: declared, governing rights of entities, or merely granted by roles.
type privilege struct {
	spelling string     // as first mentioned
	declared *Privilege // nil where it is not
}

// Privilege finds a privilege by name, in any case (1.14). A name that nothing mentions has no number.
func (s *State) Privilege(name string) (PrivilegeNumber, bool) {
	number, p := s.privileges.find(fold(name))
	return PrivilegeNumber(number), p != nil
}

// PrivilegeName is the canonical spelling of a privilege (1.14, 1.16): as declared, else as the
// entity that it governs spells it, else as first mentioned.
func (s *State) PrivilegeName(n PrivilegeNumber) string {
	p := s.privileges.at(uint32(n))
	switch {
	case p == nil:
		return ""
	case p.declared != nil:
		return p.declared.Name
	}
	if spelling, governs := s.entitySpelling(n); governs {
		return spelling
	}
	return p.spelling
}

// spelled is the canonical spelling of a privilege that a role names. One that is not declared and
// governs nothing stays as the role has it, so that it depends on nothing that came before.
func (s *State) spelled(name string) string {
	n, _ := s.Privilege(name)
	if p := s.privileges.at(uint32(n)); p != nil && p.declared != nil {
		return p.declared.Name
	}
	if spelling, governs := s.entitySpelling(n); governs {
		return spelling
	}
	return name
}

// entitySpelling is how the entity that a privilege governs spells it, the first by name of several.
func (s *State) entitySpelling(n PrivilegeNumber) (spelling string, governs bool) {
	first := ""
	for _, e := range s.entities.all() {
		at := slices.Index(e.privileges[:], n)
		if !e.declared || at < 0 || governs && e.fact.Name > first {
			continue
		}
		first, governs = e.fact.Name, true
		spelling = privilegeName(EachRight[at], e.fact.Privilege)
	}
	return spelling, governs
}

// privilegeName is the privilege for a right on entities with a privilege name, which begins with a
// capital there: account gives prvReadAccount (1.16).
func privilegeName(r Right, name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return "prv" + r.String() + string(unicode.ToUpper(first)) + name[size:]
}

// Task finds a task by name (14.1).
func (s *State) Task(name string) (Task, bool) {
	_, t := s.tasks.find(name)
	if t == nil {
		return Task{}, false
	}
	return *t, true
}
