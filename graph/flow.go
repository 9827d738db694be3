package graph

// flowing is rights that flow down from a record to its children, for one principal.
type flowing struct {
	from   recordKey
	rights Rights
}

// flow adds rights that are new on a record to what the children that a setting takes in inherit from
// it, and what is new there to what theirs do, and so on (11.6, 12.1).
func (b *batch) flow(from recordKey, p PrincipalNumber, rights Rights, setting func(Relationship) Cascade) error {
	next := []flowing{{from, rights}}
	for len(next) > 0 {
		at := next[0]
		next = next[1:]
		links, err := b.linksTo(at.from)
		if err != nil {
			return err
		}
		for _, link := range links {
			if !b.takesIn(setting(link.relation.fact), link, b.owner(at.from)) {
				continue
			}
			if added := b.inherit(link.child, at.from, p, at.rights); added != 0 {
				next = append(next, flowing{link.child, added})
			}
		}
	}
	return nil
}

// inherit adds rights to what a record inherits from an origin. It returns those that are new; a record
// that cannot be shared is given nothing.
func (b *batch) inherit(child, origin recordKey, p PrincipalNumber, rights Rights) Rights {
	had := b.inherited(child, origin, p)
	added := rights &^ had
	if added == 0 || !b.shareable(child) {
		return 0
	}
	b.setInherited(child, origin, p, had|added)
	return added
}

// inheritFrom gives the child of a link, which reparent takes in, what the parent gives a principal,
// and what is new by that to the records below (12.1).
func (b *batch) inheritFrom(link childLink, p PrincipalNumber) error {
	added := b.inherit(link.child, link.parent, p, b.gives(link.parent, link.child, p))
	if added == 0 {
		return nil
	}
	return b.flow(link.child, p, added, byReparent)
}

// The settings of a relationship by which access flows and is cut.
func byShare(r Relationship) Cascade    { return r.Share }
func byUnshare(r Relationship) Cascade  { return r.Unshare }
func byReparent(r Relationship) Cascade { return r.Reparent }

// inherited is I(R,p,o): the rights that a principal inherits on a record from an origin.
func (s *State) inherited(key, origin recordKey, p PrincipalNumber) Rights {
	for each := range s.entities.at(uint32(key.entity)).shareOf(key.ordinal, p) {
		if each.source == uint16(origin.entity) && each.origin == origin.ordinal {
			return each.rights.mask()
		}
	}
	return 0
}

// setInherited replaces I(R,p,o); without rights the entry is gone.
func (b *batch) setInherited(key, origin recordKey, p PrincipalNumber, rights Rights) {
	fact := b.share(b.entities.at(uint32(key.entity)), key.ordinal, p)
	from := b.ref(origin.entity, origin.ordinal)
	kept := fact.Inherited[:0]
	for _, each := range fact.Inherited {
		if each.Origin != from {
			kept = append(kept, each)
		}
	}
	if fact.Inherited = kept; rights != 0 {
		fact.Inherited = append(kept, InheritedShare{Origin: from, Rights: rights})
	}
	b.restate(key, p, fact)
}

// restate sets a share anew. One that is gone has nothing left to test.
func (b *batch) restate(key recordKey, p PrincipalNumber, fact RecordShare) {
	_ = b.setShare(fact)
	if fact.empty() {
		delete(b.touched.shares, shareKey{key, p})
	}
}
