package graph

import "bytes"

// AppendHoldings adds the holdings of the records from ordinal first up to, not including, end to
// dst; 0 stands for an ordinal without a record. end is at most r.End().
func (r Records) AppendHoldings(dst []HoldingNumber, first, end Ordinal) []HoldingNumber {
	rows := &r.entity.rows
	for at := uint32(first); at < uint32(end); {
		page := rows.pages[at/pageRows].rows
		from := at % pageRows
		to := min(uint32(len(page)), from+uint32(end)-at)
		for _, row := range page[from:to] {
			dst = append(dst, HoldingNumber(row&rowHolding))
		}
		at += to - from
	}
	return dst
}

// NamesUser reports whether the id of a record is that of a user (4.3).
func (r Records) NamesUser(o Ordinal, user PrincipalNumber) bool {
	var record, id [MaxID]byte
	return bytes.Equal(r.AppendID(record[:0], o), r.state.users.appendID(id[:0], uint32(user>>1)))
}

// ShareWith is the rights that the share of a record with a principal gives: the explicit ones, and
// those inherited from any origin (12.4).
func (r Records) ShareWith(o Ordinal, p PrincipalNumber) (explicit, inherited Rights) {
	for each := range r.entity.shareOf(o, p) {
		if each.source == shareExplicit {
			explicit |= each.rights.mask()
		} else {
			inherited |= each.rights.mask()
		}
	}
	return explicit, inherited
}

// UserAt is a user as Objects has it; the zero User where there is none.
func (s *State) UserAt(n PrincipalNumber) User {
	if p := s.principals.at(uint32(n)); p != nil && p.kind == UserPrincipal {
		return s.userObject(p)
	}
	return User{}
}

// UnitAt is a business unit as Objects has it; the zero BusinessUnit where there is none.
func (s *State) UnitAt(n UnitNumber) BusinessUnit {
	if u := s.units.at(uint32(n)); u != nil {
		return u.object()
	}
	return BusinessUnit{}
}

// PrivilegeAt is the declaration of a privilege, and whether there is one (2.6).
func (s *State) PrivilegeAt(n PrivilegeNumber) (Privilege, bool) {
	if p := s.privileges.at(uint32(n)); p != nil && p.declared != nil {
		return *p.declared, true
	}
	return Privilege{}, false
}
