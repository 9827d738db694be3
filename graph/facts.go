package graph

// record is a record as it was put.
func (s *State) record(e *entity, o Ordinal) Record {
	row := e.rows.at(uint32(o))
	holding := e.holdings.at(row & rowHolding)
	out := Record{Entity: e.fact.Name, ID: e.keys.id(uint32(o)), Inactive: row&rowInactive != 0}
	switch e.fact.Ownership {
	case UserOwned:
		out.Owner = s.PrincipalAt(holding.Owner)
		out.BusinessUnit = s.units.id(uint32(holding.Unit))
	case BusinessOwned:
		if !(fold(e.fact.Name) == "businessunit" && s.units.id(uint32(holding.Unit)) == out.ID) {
			out.BusinessUnit = s.units.id(uint32(holding.Unit))
		}
	}
	for r := range s.relationsOf(e.number) {
		if target, set := r.target(o); set {
			if out.Lookups == nil {
				out.Lookups = map[string]Ref{}
			}
			out.Lookups[r.fact.Lookup] = s.ref(r.parent, target)
		}
	}
	return out
}

// ref names a record.
func (s *State) ref(n EntityNumber, o Ordinal) Ref {
	e := s.entities.at(uint32(n))
	return Ref{e.fact.Name, e.keys.id(uint32(o))}
}

// share is the share of a record with a principal as it was put.
func (s *State) share(e *entity, o Ordinal, p PrincipalNumber) RecordShare {
	out := RecordShare{Record: s.ref(e.number, o), Principal: s.PrincipalAt(p)}
	for each := range e.shareOf(o, p) {
		switch each.source {
		case shareExplicit:
			out.Rights = each.rights.mask()
		case shareNoOrigin:
			out.Inherited = append(out.Inherited, InheritedShare{Rights: each.rights.mask()})
		default:
			origin := s.ref(EntityNumber(each.source), each.origin)
			out.Inherited = append(out.Inherited, InheritedShare{Origin: origin, Rights: each.rights.mask()})
		}
	}
	return out
}

// roleAssignment is an assignment as it was put.
func (s *State) roleAssignment(a assignment) RoleAssignment {
	return RoleAssignment{
		Role: s.roles.id(uint32(a.role)), Principal: s.PrincipalAt(a.principal), BusinessUnit: s.units.id(uint32(a.base)),
	}
}

// assignmentsOf are the assignments of a holder.
func (s *State) assignmentsOf(holder PrincipalNumber) []assignment {
	var all []assignment
	for each := range s.assignments.from(assignment{principal: holder}) {
		if each.principal != holder {
			break
		}
		all = append(all, each)
	}
	return all
}
