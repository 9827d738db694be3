package graph

// grantShare adds to the explicit rights of a share, and what is new flows to the children that share
// takes in (11.4, 11.6).
func (b *batch) grantShare(c GrantShare) error {
	key, p, err := b.shareNamed(c, c.Record, c.Principal)
	if err != nil {
		return err
	}
	return b.grant(key, p, c.Rights)
}

func (b *batch) grant(key recordKey, p PrincipalNumber, rights Rights) error {
	had := b.explicit(key, p)
	has := grantedRights(had, rights)
	if has == had {
		return nil
	}
	b.setExplicit(key, p, has)
	return b.flow(key, p, has&^had, byShare)
}

// modifyShare replaces the explicit rights of a share: what it took is cut from the children that
// unshare takes in, then what it added flows (11.4, 11.6). Without rights it revokes them.
func (b *batch) modifyShare(change Change, record Ref, principal Principal, rights Rights) error {
	key, p, err := b.shareNamed(change, record, principal)
	if err != nil {
		return err
	}
	had := b.explicit(key, p)
	if had == rights {
		return nil
	}
	b.setExplicit(key, p, rights)
	if had&^rights != 0 {
		children, err := b.below(key, byUnshare)
		if err != nil {
			return err
		}
		for _, child := range children {
			if err := b.cutFor(child, key, p, byUnshare); err != nil {
				return err
			}
		}
	}
	return b.flow(key, p, rights&^had, byShare)
}

// shareNamed finds the record and the principal of a share (11.8).
func (b *batch) shareNamed(change Change, record Ref, principal Principal) (recordKey, PrincipalNumber, error) {
	key, err := b.recordNamed(change, "record", record)
	if err != nil {
		return recordKey{}, 0, err
	}
	p, err := b.principalNamed(change, "principal", principal)
	if err != nil {
		return recordKey{}, 0, err
	}
	if !b.shareable(key) {
		return recordKey{}, 0, b.refuse(change, "record", record.String(), ErrNotShareable)
	}
	return key, p, nil
}

// explicit is X(R,p): the explicit rights of a principal on a record.
func (s *State) explicit(key recordKey, p PrincipalNumber) Rights {
	for each := range s.entities.at(uint32(key.entity)).shareOf(key.ordinal, p) {
		if each.source == shareExplicit {
			return each.rights.mask()
		}
	}
	return 0
}

func (b *batch) setExplicit(key recordKey, p PrincipalNumber, rights Rights) {
	fact := b.share(b.entities.at(uint32(key.entity)), key.ordinal, p)
	fact.Rights = rights
	b.restate(key, p, fact)
}
